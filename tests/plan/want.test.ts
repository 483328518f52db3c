import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/config.ts";
import { planWant, type WantedCount } from "../../shared/plan/demand/want.ts";
import type { ServiceMemory } from "../../shared/plan/memory.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/snapshot.ts";
import {
  calmMemory,
  counts,
  datapoint,
  known,
  nowMs,
  secondsAgo,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";

type Given = {
  readonly service?: Partial<ServiceConfig>;
  readonly counts?: Partial<TaskCounts>;
  /** cpu, of a target of 50. */
  readonly value?: number;
  readonly reading?: Partial<ServiceReading>;
  readonly memory?: ServiceMemory;
};

const wantOf = (given: Given) => {
  const tasks = counts(given.counts);
  return planWant(
    service(given.service),
    serviceReading({
      tasks: known(tasks),
      signals: [datapoint({ value: given.value ?? 50, tasks: tasks.running })],
      ...given.reading,
    }),
    given.memory ?? serviceMemory(),
    nowMs,
  );
};

describe("a service that is not ours to scale now", () => {
  it.each([
    {
      when: "is unreadable where ECS can't be read",
      given: { reading: { tasks: unknown({ detail: "AccessDenied" }) } },
      expected: { kind: "unreadable", detail: "AccessDenied" },
    },
    {
      when: "is absent where ECS knows no such service",
      given: { reading: { tasks: unknown({ because: "not-found", detail: "no web" }) } },
      expected: { kind: "absent", detail: "no web" },
    },
    {
      when: "is left where it is a DAEMON",
      given: { counts: { scheduling: "DAEMON" } },
      expected: {
        kind: "left",
        counts: counts({ scheduling: "DAEMON" }),
        code: "daemon-service",
        detail: "schedulingStrategy is DAEMON",
      },
    },
    {
      when: "is left where an external deployment runs",
      given: { counts: { deployment: { kind: "external", sinceMs: 1 } } },
      expected: {
        kind: "left",
        counts: counts({ deployment: { kind: "external", sinceMs: 1 } }),
        code: "deployment-external",
        detail: "an external deployment is in progress",
      },
    },
    {
      when: "is left off where somebody has switched it off",
      given: { counts: { desired: 0 } },
      expected: {
        kind: "left",
        counts: counts({ desired: 0 }),
        code: "scaled-to-zero",
        detail: "the desired count is 0",
      },
    },
  ] as const)("$when", ({ given, expected }) => expect(wantOf(given as Given)).toEqual(expected));
});

const rolling = (seconds: number): Partial<TaskCounts> => ({
  deployment: { kind: "rolling", sinceMs: secondsAgo(seconds) },
});
const handOf = (tasks: number): ServiceMemory =>
  serviceMemory({ pin: { cause: "hand", tasks, sinceMs: secondsAgo(60), untilMs: nowMs + 1 } });
const resetTo = (tasks: number): ServiceMemory =>
  serviceMemory({ pin: { cause: "deployment", tasks, sinceMs: secondsAgo(60), untilMs: nowMs + 1 } });

type Row = {
  readonly when: string;
  readonly given: Given;
  /** [ask, wanted] */
  readonly expected: readonly [number, number];
  readonly heldByDeployment?: boolean;
};

describe("a service of 6 tasks, between 3 and 20", () => {
  it.each<Row>([
    { when: "wants what its signals ask for", given: { value: 75 }, expected: [9, 9] },
    { when: "asks for no more than its maximum", given: { value: 500 }, expected: [20, 12] },
    { when: "does not shrink at the first read", given: { value: 10 }, expected: [3, 6] },
    { when: "shrinks once the window was calm", given: { value: 10, memory: calmMemory(3) }, expected: [3, 3] },
    {
      when: "asks for no less than its minimum",
      given: { value: 1, memory: calmMemory(3), service: { minTasks: 5 } },
      expected: [5, 5],
    },
    { when: "climbs to a minimum above what it has", given: { service: { minTasks: 9 } }, expected: [9, 9] },
    {
      when: "goes down in steps from above its maximum",
      given: { counts: { desired: 60 }, memory: calmMemory(20) },
      expected: [20, 30],
    },
    { when: "a hand's floor holds it up", given: { value: 10, memory: handOf(6) }, expected: [6, 6] },
    { when: "asks above a hand's floor count", given: { value: 75, memory: handOf(6) }, expected: [9, 9] },
    {
      when: "a hand past the maximum stays while the pin lasts",
      given: { counts: { desired: 25 }, value: 10, memory: handOf(25) },
      expected: [25, 25],
    },
    {
      when: "a hand past the maximum is not restored once the count is lower",
      given: { counts: { desired: 22 }, memory: handOf(21) },
      expected: [20, 22],
    },
    { when: "what a deployment has reset is asked for again", given: { memory: resetTo(10) }, expected: [10, 10] },
    { when: "and never beyond the maximum", given: { memory: resetTo(30) }, expected: [20, 12] },
    {
      when: "does not shrink while a rolling deployment runs",
      given: { counts: rolling(3599), value: 10, memory: calmMemory(3) },
      expected: [3, 6],
      heldByDeployment: true,
    },
    {
      when: "shrinks though a deployment is stuck for an hour",
      given: { counts: rolling(3600), value: 10, memory: calmMemory(3) },
      expected: [3, 3],
    },
    { when: "grows while a rolling deployment runs", given: { counts: rolling(60), value: 75 }, expected: [9, 9] },
    { when: "is not held by a deployment that it doesn't mind", given: { counts: rolling(60) }, expected: [6, 6] },
  ])("$when", ({ given, expected, heldByDeployment = false }) => {
    const want = wantOf(given) as WantedCount;
    expect({ tasks: [want.askTasks, want.wantedTasks], heldByDeployment: want.heldByDeployment }).toEqual({
      tasks: expected,
      heldByDeployment,
    });
  });

  it("a service seen for the first time has asked for what it has", () => {
    expect((wantOf({ value: 10 }) as WantedCount).asks).toEqual([
      { atMs: nowMs, tasks: 6 },
      { atMs: nowMs, tasks: 3 },
    ]);
  });

  it("growth that was written 29 s ago paces the next", () => {
    const changes = [{ atMs: secondsAgo(29), from: 6, to: 12 }];
    const want = wantOf({ value: 500, counts: { desired: 12 }, memory: serviceMemory({ changes }) });
    expect((want as WantedCount).wantedTasks).toBe(12);
  });
});
