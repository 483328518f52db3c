import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { failOn, isFactsRead, type SmallStack, smallStack } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

const busyStack = (): SmallStack => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(600);
  return stack;
};

describe("one writer", () => {
  it("records the plan, reads the version again, and only then writes", async () => {
    const stack = busyStack();
    await stack.wake();
    const names = stack.calls
      .filter((call) => !isFactsRead(call) && !/ (List|Describe|GetMetric)/.test(call.name))
      .map(({ name }) => name);
    expect(names).toEqual([
      "dynamodb BatchGetItem",
      // The configuration and the directory of domains, before the first decision that needs them.
      "dynamodb PutItem",
      "dynamodb PutItem",
      "dynamodb TransactWriteItems",
      "sqs SendMessage",
      "dynamodb GetItem",
      "ecs UpdateService",
      "sns Publish",
      "dynamodb PutItem",
      "dynamodb UpdateItem",
    ]);
    expect(stack.world.counts("checkout").desired).toBeGreaterThan(4);
  });

  it("writes nothing when another invocation has recorded a newer plan meanwhile", async () => {
    const stack = busyStack();
    let overtaken = false;
    stack.failing(async (call) => {
      if (call.name === "dynamodb GetItem" && !isFactsRead(call) && !overtaken) {
        overtaken = true;
        const item = stack.cloud.table.items().find(({ sk }) => sk?.S === "STATE")!;
        stack.cloud.table.putItem({ TableName: stack.cloud.table.name, Item: { ...item, version: { N: "99" } } });
      }
      return null;
    });
    await stack.wake();
    expect(overtaken).toBe(true);
    expect(stack.writes()).toEqual([]);
    expect(stack.world.counts("checkout").desired).toBe(4);
  });

  it("comes back later, without a write, when its record finds another version", async () => {
    const stack = busyStack();
    const cancelled = Object.assign(
      new AwsError("TransactionCanceledException", "cancelled [ConditionalCheckFailed]"),
      {
        CancellationReasons: [{ Code: "ConditionalCheckFailed" }],
      },
    );
    stack.failing(({ name }) => (name === "dynamodb TransactWriteItems" ? cancelled : null));
    expect(await stack.wake()).toEqual({ batchItemFailures: [] });
    expect(stack.writes()).toEqual([]);
    expect(stack.delayed().map(({ wakeUp }) => wakeUp.attempt)).toEqual([1]);
  });

  it("sees at its next read that a write has not taken, writes again, and takes it for nobody's hand", async () => {
    const stack = busyStack();
    stack.failing(failOn("ecs UpdateService", "ThrottlingException"));
    await stack.wake();
    expect(stack.world.counts("checkout").desired).toBe(4);
    stack.failing(() => null);
    await stack.wake();
    expect(stack.world.counts("checkout").desired).toBeGreaterThan(4);
    expect((await stack.state()).memory.services["checkout"]?.pin).toBeNull();
  });

  it("tells of a change when it was made, not when its write was refused", async () => {
    const stack = busyStack();
    stack.failing(failOn("ecs UpdateService", "ThrottlingException"));
    await stack.wake();
    expect(stack.notices().map(({ code }) => code)).not.toContain("scaled-out");
    stack.failing(() => null);
    await stack.wake();
    expect(stack.notices().filter(({ code }) => code === "scaled-out")).toHaveLength(1);
  });

  it("leaves a count that a person has set as a floor, and says until when", async () => {
    const busy = busyStack();
    await busy.wake();
    const ours = busy.world.counts("checkout").desired;
    busy.world.setDesiredCount("checkout", ours + 3);
    await busy.run(500);
    const pin = (await busy.state()).memory.services["checkout"]?.pin;
    expect(pin).toMatchObject({ cause: "hand", tasks: ours + 3 });
    expect((pin?.untilMs ?? 0) - (pin?.sinceMs ?? 0)).toBe(3_600_000);
    expect(busy.world.counts("checkout").desired).toBeGreaterThanOrEqual(ours + 3);
    expect(busy.notices().map(({ code }) => code)).toContain("pinned-by-hand");
  });
});
