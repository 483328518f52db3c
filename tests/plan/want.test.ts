import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { planWant, type WantedCount } from "../../shared/plan/demand/want.ts";
import type { ServiceMemory } from "../../shared/plan/memory.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import {
  backlogSignal,
  calmMemory,
  counts,
  datapoint,
  known,
  nowMs,
  queue,
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

describe("a schedule", () => {
  const window = (minTasks: number | null, maxTasks: number | null): Partial<ServiceConfig> => ({
    schedules: [
      {
        name: "night",
        when: { kind: "between", fromMs: secondsAgo(60), untilMs: nowMs + 600_000 },
        minTasks,
        maxTasks,
      },
    ],
  });
  const ours = calmMemory(0, { switchedOffAtMs: secondsAgo(3600) });

  it.each<Row>([
    { when: "raises the minimum", given: { value: 10, service: window(9, null) }, expected: [9, 9] },
    { when: "raises it at the pace of any growth", given: { service: window(15, null) }, expected: [15, 12] },
    {
      when: "lowers the maximum without waiting for a calm window, at the pace of any scale-in",
      given: { counts: { desired: 16 }, value: 50, service: window(null, 4), memory: calmMemory(16) },
      expected: [4, 8],
    },
    {
      when: "parks the service in steps",
      given: { service: window(null, 0), memory: calmMemory(6) },
      expected: [0, 3],
    },
    {
      when: "and to the last task",
      given: { counts: { desired: 1 }, service: window(null, 0), memory: calmMemory(1) },
      expected: [0, 0],
    },
    {
      when: "gives way to a hand that has switched a parked service on",
      given: {
        counts: { desired: 2 },
        service: window(null, 0),
        memory: calmMemory(0, { intended: { atMs: secondsAgo(60), from: 0, to: 0 } }),
      },
      expected: [2, 2],
    },
    {
      when: "that is over brings a parked service back to its minimum in one step",
      given: { counts: { desired: 0 }, reading: { signals: [unknown()] }, memory: ours },
      expected: [3, 3],
    },
    {
      when: "that is over brings one without a minimum back to one task",
      given: { counts: { desired: 0 }, reading: { signals: [unknown()] }, service: { minTasks: 0 }, memory: ours },
      expected: [1, 1],
    },
  ])("$when", ({ given, expected }) => {
    const want = wantOf(given) as WantedCount;
    expect([want.askTasks, want.wantedTasks]).toEqual(expected);
  });

  it("keeps what it has parked, and says until when", () => {
    expect(wantOf({ counts: { desired: 0 }, service: window(null, 0), memory: ours })).toEqual({
      kind: "left",
      counts: counts({ desired: 0 }),
      code: "parked",
      detail: "night",
      changesInSeconds: 600,
    });
  });

  it("leaves a service off that a person has switched off, whatever its window says", () => {
    expect(wantOf({ counts: { desired: 0 }, service: window(9, null) })).toMatchObject({ code: "scaled-to-zero" });
  });

  it("an empty queue switches the service off, and a message on again", () => {
    const jobs = { minTasks: 0, signals: [backlogSignal()] };
    const off = wantOf({
      counts: { desired: 1 },
      service: jobs,
      reading: { signals: [queue(0)] },
      memory: calmMemory(0),
    });
    expect((off as WantedCount).wantedTasks).toBe(0);
    const still = wantOf({ counts: { desired: 0 }, service: jobs, reading: { signals: [queue(0)] }, memory: ours });
    expect((still as WantedCount).wantedTasks).toBe(0);
    const on = wantOf({ counts: { desired: 0 }, service: jobs, reading: { signals: [queue(1)] }, memory: ours });
    expect((on as WantedCount).wantedTasks).toBe(1);
  });

  it("a cpu target alone never switches a service off: nothing would wake it", () => {
    const want = wantOf({ counts: { desired: 1 }, value: 0, service: { minTasks: 0 }, memory: calmMemory(0) });
    expect((want as WantedCount).wantedTasks).toBe(1);
  });
});

describe("scarcity", () => {
  const busyBefore = serviceMemory({
    asks: [
      { atMs: secondsAgo(100), tasks: 10 },
      { atMs: secondsAgo(20), tasks: 4 },
    ],
  });
  const wanted = (scarce: boolean, memory: ServiceMemory, value = 10, desired = 10): number => {
    const tasks = counts({ desired });
    const reading = serviceReading({ tasks: known(tasks), signals: [datapoint({ value, tasks: desired })] });
    return (planWant(service(), reading, memory, nowMs, scarce) as WantedCount).wantedTasks;
  };

  it("without it a comfortable service waits for a calm window", () => {
    expect(wanted(false, busyBefore)).toBe(10);
  });

  it("lets a comfortable service give back what it doesn't need now, at its pace", () => {
    expect(wanted(true, busyBefore)).toBe(5);
  });

  it("takes nothing from a service that needs what it has", () => {
    expect(wanted(true, busyBefore, 50)).toBe(10);
  });

  it("takes nothing from a service that is seen for the first time", () => {
    expect(wanted(true, serviceMemory())).toBe(10);
  });

  it("takes no second step within the pace's period", () => {
    const changes = [{ atMs: secondsAgo(100), from: 20, to: 10 }];
    expect(wanted(true, { ...busyBefore, changes })).toBe(10);
  });
});
