import { describe, expect, it } from "@jest/globals";
import { tellDestinations } from "../../functions/scale/tell-destinations.ts";
import type { Ecs } from "../../shared/aws/clients.ts";
import { readFronts } from "../../shared/aws/read-fronts.ts";
import { readTaskStanding } from "../../shared/aws/read-task-standing.ts";
import { writeTaskProtection } from "../../shared/aws/write-task-protection.ts";
import { emptyMemory, emptyServiceMemory } from "../../shared/plan/memory.ts";
import type { GatePost, Withdrawal } from "../../shared/records/post.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { serviceConfig } from "./small-world.ts";
import { hostedZoneId, publishedStackConfig, quietStack } from "./withdrawal-stack.ts";

type Answers = Readonly<Record<string, (input: { readonly tasks?: readonly string[] }) => object>>;

/** Answers by the command's name, and what it was sent. */
const ecsThat = (answers: Answers) => {
  const calls: { readonly name: string; readonly input: { readonly tasks?: readonly string[] } }[] = [];
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
    const name = command.constructor.name.replace("Command", "");
    calls.push({ name, input: command.input });
    return answers[name]!(command.input);
  };
  return { ecs: { send } as unknown as Ecs, calls };
};

const arn = (taskId: string): string => `arn:aws:ecs:eu-central-1:123456789012:task/shop/${taskId}`;
const createdAt = new Date("2026-03-14T08:00:00Z");
const expirationDate = new Date("2026-03-14T10:00:00Z");

const twoTasks = {
  ListTasks: () => ({ taskArns: [arn("a"), arn("b")] }),
  DescribeTasks: () => ({
    tasks: [
      {
        taskArn: arn("a"),
        desiredStatus: "RUNNING",
        lastStatus: "RUNNING",
        healthStatus: "HEALTHY",
        availabilityZone: "eu-central-1a",
        createdAt,
      },
      { taskArn: arn("b"), desiredStatus: "RUNNING", lastStatus: "PENDING" },
    ],
  }),
};

const a = {
  taskId: "a",
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "HEALTHY",
  availabilityZone: "eu-central-1a",
  createdAtMs: createdAt.getTime(),
  protectedUntilMs: expirationDate.getTime(),
};
const b = {
  taskId: "b",
  desiredStatus: "RUNNING",
  lastStatus: "PENDING",
  health: "UNKNOWN",
  availabilityZone: null,
  createdAtMs: null,
  protectedUntilMs: null,
};
const ofA = { taskArn: arn("a"), protectionEnabled: true, expirationDate };

describe("the tasks one by one are", () => {
  const unknown = (because: string, detail: string) => ({ kind: "unknown", because, detail });

  it.each<{ readonly when: string; readonly told: () => object; readonly expected: object }>([
    {
      when: "known with their protection",
      told: () => ({ protectedTasks: [ofA, { taskArn: arn("b"), protectionEnabled: false }] }),
      expected: { kind: "known", value: [a, b] },
    },
    {
      when: "known without the one that has gone meanwhile",
      told: () => ({ protectedTasks: [ofA], failures: [{ arn: arn("b"), reason: "MISSING" }] }),
      expected: { kind: "known", value: [a] },
    },
    {
      when: "unknown where ECS can't tell of one",
      told: () => ({ protectedTasks: [ofA], failures: [{ arn: arn("b"), reason: "TASK_NOT_VALID", detail: "no" }] }),
      expected: unknown("failed", `ecs:GetTaskProtection shop/search: Error: ${arn("b")}: TASK_NOT_VALID no`),
    },
    {
      when: "unknown where ECS says nothing of one",
      told: () => ({ protectedTasks: [ofA] }),
      expected: unknown("failed", "ecs:GetTaskProtection shop/search: Error: 1 tasks not told of"),
    },
    {
      when: "unknown where the right is missing",
      told: () => {
        throw new AwsError("AccessDeniedException", "not authorized");
      },
      expected: unknown("access-denied", "ecs:GetTaskProtection shop/search: AccessDeniedException: not authorized"),
    },
  ])("$when", async ({ told, expected }) => {
    const { ecs } = ecsThat({ ...twoTasks, GetTaskProtection: told });
    expect(await readTaskStanding(ecs, serviceConfig())).toEqual(expected);
  });

  it("asked for by the hundred", async () => {
    const arns = Array.from({ length: 230 }, (_, index) => arn(String(index)));
    const { ecs, calls } = ecsThat({
      ListTasks: () => ({ taskArns: arns }),
      DescribeTasks: ({ tasks = [] }) => ({ tasks: tasks.map((taskArn) => ({ taskArn })) }),
      GetTaskProtection: ({ tasks = [] }) => ({ protectedTasks: tasks.map((taskArn) => ({ taskArn })) }),
    });
    const reading = await readTaskStanding(ecs, serviceConfig());
    expect(reading.kind === "known" ? reading.value.length : reading).toBe(230);
    const sizes = calls.filter(({ name }) => name === "GetTaskProtection").map(({ input }) => input.tasks?.length);
    expect(sizes).toEqual([100, 100, 30]);
  });
});

describe("a front", () => {
  const config = publishedStackConfig();
  const read = async (memory: typeof emptyMemory) => {
    const stack = quietStack(100);
    stack.warmUp(60);
    const clients = stack.cloud.clients();
    const from = stack.calls.length;
    const fronts = await readFronts(clients, stack.cloud.table.name, config.services, config, memory);
    return { fronts, names: stack.namesOf(from) };
  };

  it("costs no call while nobody is about to shrink", async () => {
    expect(await read(emptyMemory)).toEqual({ fronts: new Map(), names: [] });
  });

  it("costs four calls for a service that is", async () => {
    const checkout = { ...emptyServiceMemory, withdrawal: { kind: "looking", sinceMs: 0 } } as const;
    const { fronts, names } = await read({ ...emptyMemory, services: { checkout } });
    expect([...fronts.keys()]).toEqual(["checkout"]);
    expect(fronts.get("checkout")!.absences).toEqual({ kind: "known", value: [] });
    expect([...names].sort()).toEqual([
      "dynamodb BatchGetItem",
      "ecs DescribeTasks",
      "ecs GetTaskProtection",
      "ecs ListTasks",
    ]);
  });
});

describe("protection is written", () => {
  const ids = Array.from({ length: 25 }, (_, index) => `t${index}`);

  it("ten tasks at a time, for so many minutes", async () => {
    const { ecs, calls } = ecsThat({ UpdateTaskProtection: () => ({}) });
    await writeTaskProtection(ecs, serviceConfig(), ids, 33);
    expect(calls.map(({ input }) => input)).toEqual(
      [ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)].map((tasks) => ({
        cluster: "shop",
        tasks,
        protectionEnabled: true,
        expiresInMinutes: 33,
      })),
    );
  });

  it("or taken away", async () => {
    const { ecs, calls } = ecsThat({ UpdateTaskProtection: () => ({}) });
    await writeTaskProtection(ecs, serviceConfig(), ["a"], null);
    expect(calls[0]!.input).toEqual({ cluster: "shop", tasks: ["a"], protectionEnabled: false });
  });

  it("without a word about a task that has gone, but of any other refusal", async () => {
    const failing = (reason: string) =>
      ecsThat({ UpdateTaskProtection: () => ({ failures: [{ arn: arn("a"), reason }] }) }).ecs;
    await expect(writeTaskProtection(failing("MISSING"), serviceConfig(), ["a"], 33)).resolves.toBeUndefined();
    await expect(writeTaskProtection(failing("TASK_NOT_VALID"), serviceConfig(), ["a"], 33)).resolves.toBeUndefined();
    await expect(writeTaskProtection(failing("DEPLOYMENT_BLOCKED"), serviceConfig(), ["a"], 33)).rejects.toThrow(
      `${arn("a")}: DEPLOYMENT_BLOCKED`,
    );
  });
});

describe("destinations", () => {
  const withdrawal: Withdrawal = { service: "checkout", taskIds: ["a"], atMs: 5 };
  const gate: GatePost = { service: "checkout", atMs: 5, admitted: null };
  const zone = `zone/${hostedZoneId}`;
  const withdrawals = { posts: [withdrawal], wakes: [zone] };
  const gates = { posts: [gate], wakes: ["nginx/edge"] };
  const wakeUp = (destination: string, cause: string) => ({
    kind: "records-wake-up",
    version: 1,
    destination,
    causes: [cause],
    correlationId: "event-1",
    attempt: 0,
    loopToken: null,
  });

  it("are told of tasks and of rates before they are woken", async () => {
    const order: unknown[] = [];
    const post = async (said: unknown) => void order.push(said);
    const told = await tellDestinations({ withdrawals, gates }, "event-1", {
      posts: { putWithdrawal: post, putGate: post },
      passOn: async (body) => void order.push(JSON.parse(body)),
    });
    expect(told).toBeNull();
    expect(order).toEqual([withdrawal, gate, wakeUp(zone, "withdrawal"), wakeUp("nginx/edge", "gate-changed")]);
  });

  it("are left alone where there is nothing to say", async () => {
    const never = () => Promise.reject(new Error("called"));
    const told = await tellDestinations({}, "event-1", {
      posts: { putWithdrawal: never, putGate: never },
      passOn: never,
    });
    expect(told).toBeNull();
  });

  it("are not woken for a post that was not taken, which is said", async () => {
    const error = new AwsError("ThrottlingException", "slow down");
    const woken: string[] = [];
    const refused = () => Promise.reject(error);
    const taken = async () => {};
    for (const posts of [
      { putWithdrawal: refused, putGate: taken },
      { putWithdrawal: taken, putGate: refused },
    ]) {
      const passOn = async (body: string) => void woken.push(body);
      expect(await tellDestinations({ withdrawals, gates }, "event-1", { posts, passOn })).toEqual({ error });
    }
    expect(woken).toEqual([]);
  });
});
