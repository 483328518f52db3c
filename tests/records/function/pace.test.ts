import { describe, expect, it } from "@jest/globals";
import { applyActions } from "../../../functions/records/apply-actions.ts";
import { busySinceMs, nextLookAtMs } from "../../../functions/records/pace.ts";
import type { RecordsTable } from "../../../shared/aws/records-table.ts";
import { destinationsOf } from "../../../shared/records/destination.ts";
import { type DestinationState, newDestinationState } from "../../../shared/records/destination-state.ts";
import type { RecordsAction } from "../../../shared/records/records-action.ts";
import { recordsConfig, recordsStack, recordsWakeUpOf, zone } from "./records-stack.ts";

const look = "route53 ListResourceRecordSets";
const change = "route53 ChangeResourceRecordSets";

/** One task published just now. */
const writtenStack = async () => {
  const stack = recordsStack();
  stack.pass(1);
  await stack.wakeRecords();
  expect(stack.batches()).toBe(1);
  return { stack, from: stack.calls.length };
};

describe("a wake-up", () => {
  it("too early after a write is acknowledged, and one delayed wake-up is arranged for when it is time", async () => {
    const { stack, from } = await writtenStack();
    stack.pass(1);
    for (let times = 0; times < 5; times += 1) expect(await stack.wakeRecords()).toEqual({ batchItemFailures: [] });
    stack.pass(2);
    await stack.wakeRecords();
    expect(stack.namesOf(from).filter((name) => name === look)).toEqual([]);
    const { loop } = await stack.destinationState();
    expect(stack.delayedRecords()).toEqual([
      {
        wakeUp: recordsWakeUpOf({ causes: ["hot-loop"], loopToken: loop?.token ?? "" }),
        delaySeconds: 4,
      },
    ]);
    expect(loop?.dueAtMs).toBe(stack.world.nowMs - 2_000 + 4_000);
  });

  it("that is due in five seconds sees what has happened meanwhile, in one batch", async () => {
    const { stack } = await writtenStack();
    stack.world.setDesiredCount("order", 4);
    await stack.run(20);
    expect(stack.values()).toEqual(stack.running());
    const writes = stack.calls.filter(({ name }) => name === change).map(({ atSeconds }) => atSeconds);
    for (const [index, atSeconds] of writes.slice(1).entries())
      expect(atSeconds - writes[index]!).toBeGreaterThanOrEqual(5);
  });

  it("of the loop itself that comes early by a clock that is behind is arranged again, not lost", async () => {
    const { stack } = await writtenStack();
    stack.pass(1);
    await stack.wakeRecords();
    const first = (await stack.destinationState()).loop;
    stack.pass(3);
    await stack.wakeRecords({ causes: ["hot-loop"], loopToken: first?.token ?? "" });
    const second = (await stack.destinationState()).loop;
    expect(second?.token).not.toBe(first?.token);
    expect(second?.dueAtMs).toBe(first?.dueAtMs);
    expect(stack.delayedRecords().map(({ wakeUp }) => wakeUp.loopToken)).toEqual([first?.token, second?.token]);
  });

  it("keeps the attempts that it had when it was too early", async () => {
    const { stack } = await writtenStack();
    stack.pass(1);
    await stack.wakeRecords({ attempt: 3, causes: ["retry"] });
    expect(stack.delayedRecords().map(({ wakeUp }) => wakeUp)).toMatchObject([{ attempt: 3, causes: ["hot-loop"] }]);
  });

  it.each([
    { when: "with another loop's token", wakeUp: { loopToken: "other" }, sentAgoMs: 0 },
    { when: "of a destination that is not configured", wakeUp: { destination: "zone/Z0GONE" }, sentAgoMs: 0 },
    { when: "from before the last look", wakeUp: {}, sentAgoMs: 60_000 },
  ])("$when does nothing", async ({ wakeUp, sentAgoMs }) => {
    const { stack } = await writtenStack();
    stack.pass(30);
    const { calls } = stack;
    const from = calls.length;
    await stack.wakeRecords(wakeUp, stack.world.nowMs - sentAgoMs);
    expect(calls.slice(from).filter(({ name }) => name !== "dynamodb BatchGetItem")).toEqual([]);
    expect(stack.delayedRecords()).toEqual([]);
  });

  it("of nothing that changes is looked at every two seconds at most", async () => {
    const { stack } = await writtenStack();
    stack.pass(10);
    const from = stack.calls.length;
    for (let second = 0; second < 20; second += 1) {
      await stack.wakeRecords({ correlationId: `event-${second}` });
      await stack.run(1);
    }
    expect(stack.namesOf(from).filter((name) => name === look).length).toBeLessThanOrEqual(11);
    expect(stack.namesOf(from).filter((name) => name === change)).toEqual([]);
  });
});

describe("the next look", () => {
  const stateOf = (changes: Partial<DestinationState>): DestinationState => ({
    ...newDestinationState(zone),
    ...changes,
  });

  it.each([
    { when: "at a new destination is at once", kind: "zone" as const, state: {}, gives: 2_000 },
    {
      when: "after a look without a write is 2 s later",
      kind: "zone" as const,
      state: { readStartedAtMs: 60_000, wroteAtMs: 30_000 },
      gives: 62_000,
    },
    ...(["zone", "cloud-map"] as const).map((kind) => ({
      when: `after a write to a ${kind} is 5 s later`,
      kind,
      state: { readStartedAtMs: 60_000, wroteAtMs: 60_000 },
      gives: 65_000,
    })),
    {
      when: "after an install is 10 s later",
      kind: "nginx" as const,
      state: { readStartedAtMs: 60_000, wroteAtMs: 60_000 },
      gives: 70_000,
    },
    ...(["zone", "nginx"] as const).map((kind) => ({
      when: `after a write to a ${kind} that is written to for half a minute already is twice as late`,
      kind,
      state: { readStartedAtMs: 60_000, wroteAtMs: 60_000, busySinceMs: 30_000 },
      gives: kind === "zone" ? 70_000 : 80_000,
    })),
    {
      when: "after a write to a zone that is written to for 29 s is 5 s later",
      kind: "zone" as const,
      state: { readStartedAtMs: 60_000, wroteAtMs: 60_000, busySinceMs: 31_000 },
      gives: 65_000,
    },
    {
      when: "after a look and a write by a clock that was an hour ahead is at once",
      kind: "zone" as const,
      state: { readStartedAtMs: 3_660_000, wroteAtMs: 3_660_000 },
      gives: 0,
    },
    {
      when: "after a write of ours is waited for, whatever clock the look was by",
      kind: "zone" as const,
      state: { readStartedAtMs: 3_660_000, wroteAtMs: 60_000 },
      gives: 65_000,
    },
  ])("$when", ({ kind, state, gives }) => expect(nextLookAtMs(kind, stateOf(state), 62_000)).toBe(gives));
});

describe("a destination is busy", () => {
  it.each([
    { when: "from its first write on", before: { wroteAtMs: null, busySinceMs: null }, gives: 100_000 },
    {
      when: "since the writes began that follow each other",
      before: { wroteAtMs: 85_000, busySinceMs: 50_000 },
      gives: 50_000,
    },
    {
      when: "anew after a pause of more than 15 s",
      before: { wroteAtMs: 84_999, busySinceMs: 50_000 },
      gives: 100_000,
    },
    {
      when: "since the last write, where an earlier release has stored no more",
      before: { wroteAtMs: 95_000 },
      gives: 95_000,
    },
    {
      when: "from now on, where the last write is by a clock that was ahead",
      before: { wroteAtMs: 900_000, busySinceMs: 900_000 },
      gives: 100_000,
    },
  ])("$when", ({ before, gives }) => expect(busySinceMs("zone", before, 100_000)).toBe(gives));

  it("and is written to half as often after half a minute of changes, and at once again after a pause", async () => {
    const stack = recordsStack();
    const writtenAt = (): readonly number[] =>
      stack.calls.filter(({ name }) => name === change).map(({ atSeconds }) => atSeconds);
    for (let second = 0; second < 90; second += 1) {
      stack.world.setDesiredCount("order", 1 + (Math.floor(second / 2) % 5));
      await stack.run(1);
    }
    const distances = (from: number, to: number): readonly number[] => {
      const times = writtenAt().filter((atSeconds) => atSeconds >= from && atSeconds < to);
      return times.slice(1).map((atSeconds, index) => atSeconds - times[index]!);
    };
    expect(Math.max(...distances(0, 30))).toBeLessThan(10);
    expect(Math.min(...distances(50, 90))).toBeGreaterThanOrEqual(10);
    await stack.run(60);
    expect(stack.values()).toEqual(stack.running());
    const before = writtenAt().length;
    stack.world.setDesiredCount("order", 7);
    await stack.run(15);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(7);
    expect(writtenAt().length).toBeGreaterThan(before);
  });
});

describe("a clock that went back", () => {
  it("holds nothing up: what was read or written later than now is no reason to wait", async () => {
    const { stack } = await writtenStack();
    const { state } = await stack.table.read(zone);
    const aheadMs = stack.world.nowMs + 3_600_000;
    await stack.table.settle({ ...state, readStartedAtMs: aheadMs, wroteAtMs: aheadMs });
    stack.world.setDesiredCount("order", 2);
    await stack.run(65);
    expect(stack.values()).toEqual(stack.running());
    expect(stack.values()).toHaveLength(2);
  });
});

describe("one writer", () => {
  it("never writes to a destination that is only observed, whatever a plan says", async () => {
    const [observed] = destinationsOf(recordsConfig(undefined, "observe"));
    const applied: RecordsAction[] = [];
    const deps = {
      table: { isCurrent: async () => true } as unknown as RecordsTable,
      applyAction: async (action: RecordsAction) => void applied.push(action),
      isRefused: () => false,
      retrySoon: () => false,
    };
    const actions: readonly RecordsAction[] = [{ kind: "delete-health-check", healthCheckId: "check-1" }];
    const recorded = { destination: observed!, version: 1, writingIsOver: () => false };
    expect(await applyActions(actions, recorded, deps)).toEqual([]);
    expect(applied).toEqual([]);
  });

  it("a plan that somebody overtook before its write writes nothing", async () => {
    const { stack } = await writtenStack();
    stack.world.setDesiredCount("order", 3);
    stack.pass(20);
    // Between the record of the plan and its first write another invocation records one.
    stack.failing(async ({ name }) => {
      if (name !== "dynamodb GetItem") return null;
      stack.failing(() => null);
      const { state } = await stack.table.read(zone);
      await stack.table.record({ ...state, version: state.version + 1 });
      return null;
    });
    await stack.wakeRecords();
    expect(stack.batches()).toBe(1);
    await stack.run(70);
    expect(stack.values()).toEqual(stack.running());
  });

  it("a plan that can't be recorded because another was is retried later", async () => {
    const { stack } = await writtenStack();
    stack.pass(20);
    stack.failing(async ({ name }) => {
      if (name !== look) return null;
      stack.failing(() => null);
      const { state } = await stack.table.read(zone);
      await stack.table.record({ ...state, version: state.version + 1 });
      return null;
    });
    await stack.wakeRecords();
    expect(stack.delayedRecords().map(({ wakeUp }) => wakeUp)).toMatchObject([
      { attempt: 1, causes: ["retry", "task-state"] },
    ]);
  });
});

describe("a withdrawal", () => {
  const withdrawnStack = async () => {
    const stack = recordsStack(recordsConfig(), { initialTasks: 3 });
    await stack.run(10);
    expect(stack.values()).toHaveLength(3);
    const [victim, ...others] = stack.world.tasks("order").map(({ taskId }) => taskId);
    await stack.posts.putWithdrawal({ service: "order", taskIds: [victim!], atMs: stack.world.nowMs });
    return { stack, victim: victim!, others };
  };

  const absences = async (stack: ReturnType<typeof recordsStack>) =>
    (await stack.posts.readAbsences([{ service: "order", destination: zone }]))[0];

  it("takes the tasks out, and tells since when the zone was seen without them", async () => {
    const { stack, victim } = await withdrawnStack();
    await stack.wakeRecords({ causes: ["withdrawal"] });
    expect(stack.values()).toHaveLength(2);
    expect(await absences(stack)).toMatchObject({ kind: "known", value: { absentSinceMs: {} } });
    const removedAtMs = stack.world.nowMs;
    await stack.run(15);
    const seen = await absences(stack);
    const sinceMs = seen?.kind === "known" ? seen.value.absentSinceMs[victim] : undefined;
    expect(sinceMs).toBeGreaterThan(removedAtMs);
    expect(sinceMs).toBeLessThanOrEqual(removedAtMs + 11_000);
    await stack.run(120);
    expect(await absences(stack)).toMatchObject({ kind: "known", value: { absentSinceMs: { [victim]: sinceMs } } });
  });

  it("that has ended publishes them again", async () => {
    const { stack } = await withdrawnStack();
    await stack.run(65);
    expect(stack.values()).toHaveLength(2);
    await stack.posts.putWithdrawal({ service: "order", taskIds: [], atMs: stack.world.nowMs });
    await stack.run(65);
    expect(stack.values()).toEqual(stack.running());
  });

  it("of a day ago that nobody renewed holds no task back", async () => {
    const { stack, victim } = await withdrawnStack();
    const atMs = stack.world.nowMs - 24 * 3_600_000 - 1;
    await stack.posts.putWithdrawal({ service: "order", taskIds: [], atMs: stack.world.nowMs });
    stack.cloud.table.putItem({
      TableName: stack.cloud.table.name,
      Item: {
        pk: { S: "PUBLICATION#order" },
        sk: { S: "WITHDRAWAL" },
        atMs: { N: String(atMs) },
        post: { S: JSON.stringify({ service: "order", taskIds: [victim], atMs }) },
      },
    });
    await stack.run(65);
    expect(stack.values()).toEqual(stack.running());
  });

  it("that can't be read publishes nothing: the wake-up comes back", async () => {
    const { stack } = await withdrawnStack();
    await stack.run(65);
    stack.failing(({ name, input }) =>
      name === "dynamodb BatchGetItem" && JSON.stringify(input).includes("WITHDRAWAL")
        ? Object.assign(new Error("on purpose"), { name: "ThrottlingException" })
        : null,
    );
    const before = stack.setsOf();
    await stack.run(120);
    expect(stack.setsOf()).toEqual(before);
    expect(stack.delayedRecords().length).toBeGreaterThan(0);
  });

  it("whose absence can't be posted: the wake-up comes back, and the write is made", async () => {
    const { stack } = await withdrawnStack();
    stack.failing(({ name, input }) =>
      name === "dynamodb PutItem" && JSON.stringify(input).includes("DESTINATION#")
        ? Object.assign(new Error("on purpose"), { name: "ThrottlingException" })
        : null,
    );
    await stack.wakeRecords({ causes: ["withdrawal"] });
    expect(stack.values()).toHaveLength(2);
    expect(stack.delayedRecords().map(({ wakeUp }) => wakeUp)).toContainEqual(
      recordsWakeUpOf({ causes: ["retry", "withdrawal"], attempt: 1 }),
    );
  });

  it("is not called absent by a destination that can't be read", async () => {
    const { stack, victim } = await withdrawnStack();
    stack.failing(({ name }) =>
      name === look ? Object.assign(new Error("on purpose"), { name: "AccessDenied" }) : null,
    );
    await stack.run(65);
    expect(await absences(stack)).toMatchObject({ kind: "unknown", because: "no-data" });
    expect(victim).toBeDefined();
  });
});
