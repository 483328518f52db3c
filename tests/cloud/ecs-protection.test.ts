import { describe, expect, it } from "@jest/globals";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

/** `checkout` runs four tasks. */
const stackAt = (): SmallStack => {
  const stack = smallStack(worldSpec(), stackConfig());
  stack.warmUp(60);
  return stack;
};

const ask = (stack: SmallStack, operation: string, input: object) =>
  stack.cloud.handle("ecs", operation, { cluster: "shop", ...input }) as Promise<{
    protectedTasks: object[];
    failures: object[];
  }>;

const arnsOf = async (stack: SmallStack, desiredStatus = "RUNNING"): Promise<readonly string[]> =>
  ((await ask(stack, "ListTasks", { serviceName: "checkout", desiredStatus })) as unknown as { taskArns: string[] })
    .taskArns;

const inMinutes = (stack: SmallStack, minutes: number): Date => new Date(stack.world.nowMs + minutes * 60_000);

describe("UpdateTaskProtection", () => {
  it.each([
    { when: "for two hours unless told otherwise", input: {}, minutes: 120 },
    { when: "for as long as told", input: { expiresInMinutes: 7 }, minutes: 7 },
  ])("protects tasks $when, and GetTaskProtection shows it", async ({ input, minutes }) => {
    const stack = stackAt();
    const arns = await arnsOf(stack);
    const answer = await ask(stack, "UpdateTaskProtection", {
      tasks: [arns[0], arns[2]!.split("/").at(-1)],
      protectionEnabled: true,
      ...input,
    });
    const expected = [arns[0], arns[2]].map((taskArn) => ({
      taskArn,
      protectionEnabled: true,
      expirationDate: inMinutes(stack, minutes),
    }));
    expect(answer).toEqual({ protectedTasks: expected, failures: [] });
    expect(await ask(stack, "GetTaskProtection", { tasks: arns })).toEqual({
      protectedTasks: [
        expected[0],
        { taskArn: arns[1], protectionEnabled: false },
        expected[1],
        { taskArn: arns[3], protectionEnabled: false },
      ],
      failures: [],
    });
  });

  it("begins anew where a task is protected already, and ends on demand or by itself", async () => {
    const stack = stackAt();
    const [first, second] = await arnsOf(stack);
    const enabled = async () =>
      (await ask(stack, "GetTaskProtection", { tasks: [first, second] })).protectedTasks.map(
        (task) => (task as { protectionEnabled: boolean }).protectionEnabled,
      );
    const update = (tasks: unknown[], protectionEnabled: boolean) =>
      ask(stack, "UpdateTaskProtection", { tasks, protectionEnabled, expiresInMinutes: 1 });
    await update([first, second], true);
    stack.warmUp(50);
    await update([first], true);
    stack.warmUp(10);
    expect(await enabled()).toEqual([true, false]);
    expect((await update([first], false)).protectedTasks).toEqual([{ taskArn: first, protectionEnabled: false }]);
    expect(await enabled()).toEqual([false, false]);
  });

  it("tells the tasks that it can't protect from those that it does", async () => {
    const stack = stackAt();
    await ask(stack, "UpdateService", { service: "checkout", desiredCount: 3 });
    stack.warmUp(2);
    const [running] = await arnsOf(stack);
    const [stopping] = await arnsOf(stack, "STOPPED");
    const tasks = [running, stopping, "lost"];
    expect(await ask(stack, "UpdateTaskProtection", { tasks, protectionEnabled: true })).toMatchObject({
      protectedTasks: [{ taskArn: running, protectionEnabled: true }],
      failures: [
        { arn: "lost", reason: "MISSING" },
        { arn: stopping, reason: "TASK_NOT_VALID" },
      ],
    });
  });

  it.each([
    { when: "eleven tasks", input: { tasks: Array.from({ length: 11 }, (_, n) => `t${n}`), protectionEnabled: true } },
    { when: "no task", input: { tasks: [], protectionEnabled: true } },
    { when: "0 minutes", input: { tasks: ["t"], protectionEnabled: true, expiresInMinutes: 0 } },
    { when: "2,881 minutes", input: { tasks: ["t"], protectionEnabled: true, expiresInMinutes: 2_881 } },
    { when: "half a minute", input: { tasks: ["t"], protectionEnabled: true, expiresInMinutes: 0.5 } },
    { when: "neither on nor off", input: { tasks: ["t"] } },
    {
      when: "another cluster",
      input: { cluster: "none", tasks: ["t"], protectionEnabled: true },
      name: "ClusterNotFoundException",
    },
  ])("refuses $when", async ({ input, name = "InvalidParameterException" }) => {
    await expect(ask(stackAt(), "UpdateTaskProtection", input)).rejects.toMatchObject({ name });
  });

  it("GetTaskProtection takes 100 tasks", async () => {
    const tasks = Array.from({ length: 101 }, (_, number) => `t${number}`);
    await expect(ask(stackAt(), "GetTaskProtection", { tasks })).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    expect((await ask(stackAt(), "GetTaskProtection", { tasks: tasks.slice(1) })).failures).toHaveLength(100);
  });
});

it("a scale-in by UpdateService spares the protected tasks", async () => {
  const stack = stackAt();
  const arns = await arnsOf(stack);
  await ask(stack, "UpdateTaskProtection", { tasks: arns.slice(2), protectionEnabled: true });
  await ask(stack, "UpdateService", { service: "checkout", desiredCount: 1 });
  stack.warmUp(2);
  expect(await arnsOf(stack)).toEqual(arns.slice(2));
});
