import { describe, expect, it } from "@jest/globals";
import type { ScheduleConfig } from "../../shared/config/schedule-config.ts";
import type { MetricConfig, SignalConfig } from "../../shared/config/signal-config.ts";
import { type Bounds, boundsAt } from "../../shared/plan/demand/bounds.ts";
import { explainBounds } from "../../shared/plan/demand/explain-bounds.ts";
import { followGrowth } from "../../shared/plan/demand/futility.ts";
import { joinOpinions } from "../../shared/plan/demand/join.ts";
import type { Opinion } from "../../shared/plan/demand/opinion.ts";
import { ratesOf } from "../../shared/plan/demand/rates-of.ts";
import { requestRate, requestRateAt } from "../../shared/plan/demand/request-rate.ts";
import { signalMoment } from "../../shared/plan/demand/signal-moment.ts";
import { planWant, type WantedCount } from "../../shared/plan/demand/want.ts";
import { isWarmingUp } from "../../shared/plan/demand/warm-up.ts";
import type { FutilityMemory, SignalMoment } from "../../shared/plan/memory.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  backlogSignal,
  counts,
  cpuSignal,
  datapoint,
  known,
  latencySignal,
  nowMs,
  queue,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
} from "./builders.ts";

const ask = (signal: string, tasks: number, changes: Partial<Extract<Opinion, { kind: "ask" }>> = {}): Opinion => ({
  kind: "ask",
  signal,
  tasks,
  asksAlone: true,
  ratio: null,
  ...changes,
});
const keep = (signal: string): Opinion => ({ kind: "keep", signal, detail: "", ratio: 1.5 });
const tooSlow = (detail: string, askTasks: number) => ({
  code: "too-slow-to-shrink",
  detail,
  numbers: { askTasks, desiredTasks: 6 },
});

describe("signals that object to fewer than 6 tasks", () => {
  it.each<{ when: string; opinions: readonly Opinion[]; tasks: number; notes: readonly unknown[] }>([
    {
      when: "are named with what the others ask for",
      opinions: [ask("cpu", 3), keep("latency")],
      tasks: 6,
      notes: [tooSlow("latency", 3)],
    },
    {
      when: "are named in order",
      opinions: [keep("p99"), ask("cpu", 3), keep("latency")],
      tasks: 6,
      notes: [tooSlow("latency, p99", 3)],
    },
    {
      when: "may ask for less themselves, and are named alone",
      opinions: [ask("cpu", 3), ask("latency", 4, { keeps: true })],
      tasks: 6,
      notes: [tooSlow("latency", 4)],
    },
    {
      when: "have nothing to say where 6 are asked for",
      opinions: [ask("cpu", 6), keep("latency")],
      tasks: 6,
      notes: [],
    },
    { when: "have nothing to say where more are", opinions: [ask("cpu", 9), keep("latency")], tasks: 9, notes: [] },
  ])("$when", ({ opinions, tasks, notes }) => {
    const joined = joinOpinions(opinions, 6, null);
    expect({ tasks: joined.tasks, notes: joined.notes }).toEqual({ tasks, notes });
  });
});

describe("signals whose tasks were starting, contradicted by the requests", () => {
  it("are named alone, and leave what the others ask for", () => {
    const opinions = [
      ask("cpu", 12, { warmingUp: true }),
      ask("threads", 6, { warmingUp: true }),
      ask("jobs", 8),
      ask("requests", 6),
    ];
    const { tasks, notes } = joinOpinions(opinions, 6, "requests");
    expect({ tasks, detail: notes[0]?.detail }).toEqual({
      tasks: 8,
      detail: "cpu asked while more than a quarter of the tasks were starting",
    });
  });
});

const always = (name: string, bounds: Partial<ScheduleConfig>): ScheduleConfig => ({
  name,
  when: { kind: "between", fromMs: null, untilMs: nowMs + 60_000 },
  minTasks: null,
  maxTasks: null,
  ...bounds,
});

describe("windows that overlap", () => {
  it.each<{ when: string; schedules: readonly ScheduleConfig[]; expected: Partial<Bounds> }>([
    {
      when: "the higher floor counts",
      schedules: [always("a", { minTasks: 8 }), always("b", { minTasks: 5 })],
      expected: { leastTasks: 8, floor: { schedule: "a", tasks: 8 } },
    },
    {
      when: "a window without a floor takes none away",
      schedules: [always("a", { minTasks: 8 }), always("b", { maxTasks: 9 })],
      expected: { leastTasks: 8, floor: { schedule: "a", tasks: 8 }, mostTasks: 9 },
    },
    {
      when: "of two equal floors the smaller name is said",
      schedules: [always("a", { minTasks: 8 }), always("b", { minTasks: 8 })],
      expected: { floor: { schedule: "a", tasks: 8 } },
    },
    {
      when: "the lower ceiling counts",
      schedules: [always("a", { maxTasks: 12 }), always("b", { maxTasks: 9 })],
      expected: { mostTasks: 9, ceiling: { schedule: "b", tasks: 9 } },
    },
    {
      when: "a higher ceiling behind it changes nothing",
      schedules: [always("a", { maxTasks: 9 }), always("b", { maxTasks: 12 })],
      expected: { mostTasks: 9, ceiling: { schedule: "a", tasks: 9 } },
    },
    {
      when: "of two equal ceilings the smaller name is said",
      schedules: [always("a", { maxTasks: 9 }), always("b", { maxTasks: 9 })],
      expected: { ceiling: { schedule: "a", tasks: 9 } },
    },
    {
      when: "one without a beginning and an end is open, and never changes",
      schedules: [always("a", { minTasks: 8, when: { kind: "between", fromMs: null, untilMs: null } })],
      expected: { leastTasks: 8, changesInSeconds: null },
    },
  ])("$when", ({ schedules, expected }) => expect(boundsAt(service({ schedules }), nowMs)).toMatchObject(expected));

  it.each<{ when: string; signals: readonly SignalConfig[]; least: number }>([
    {
      when: "one of two signals that speaks without a task is enough to go to 0",
      signals: [cpuSignal(), backlogSignal()],
      least: 0,
    },
    { when: "a total that asks alone speaks too", signals: [cpuSignal({ measures: "total" })], least: 0 },
    {
      when: "a total that doesn't ask alone would wake nobody",
      signals: [cpuSignal({ measures: "total", asksAlone: false })],
      least: 1,
    },
    { when: "an average says nothing without a task", signals: [cpuSignal()], least: 1 },
  ])("$when", ({ signals, least }) =>
    expect(boundsAt(service({ minTasks: 0, signals }), nowMs).leastTasks).toBe(least),
  );
});

describe("a window is said", () => {
  const floor = { schedule: "day", tasks: 8 };
  const ceiling = { schedule: "night", tasks: 9 };
  const said = (tasks: number, bounds: Partial<Bounds>) =>
    explainBounds({
      bounds: {
        leastTasks: 3,
        mostTasks: 20,
        floor: null,
        ceiling: null,
        parked: false,
        changesInSeconds: null,
        ...bounds,
      },
      demand: { tasks } as WantedCount["demand"],
    }).map(({ code, detail }) => `${code}: ${detail}`);

  it.each<{ when: string; tasks: number; bounds: Partial<Bounds>; expected: readonly string[] }>([
    {
      when: "where it asks for more than the signals",
      tasks: 7,
      bounds: { floor, leastTasks: 8 },
      expected: ["schedule-floor: day"],
    },
    { when: "not where they ask for as much", tasks: 8, bounds: { floor, leastTasks: 8 }, expected: [] },
    { when: "not where the maximum has cut it", tasks: 5, bounds: { floor, leastTasks: 6 }, expected: [] },
    {
      when: "where it allows less than the signals ask for",
      tasks: 10,
      bounds: { ceiling, mostTasks: 9 },
      expected: ["schedule-ceiling: night"],
    },
    { when: "not where it allows as much", tasks: 9, bounds: { ceiling, mostTasks: 9 }, expected: [] },
    { when: "not where a floor is above its ceiling", tasks: 12, bounds: { ceiling, mostTasks: 11 }, expected: [] },
  ])("$when", ({ tasks, bounds, expected }) => expect(said(tasks, bounds)).toEqual(expected));
});

describe("the moment of a signal", () => {
  const rate = series([3600, 7200], { seenAtMs: null });
  const momentOf = (signal: SignalConfig, reading: SignalReading, running = [{ atMs: 0, tasks: 6 }]) =>
    signalMoment(
      service({ signals: [signal, rateSignal()] }),
      signal,
      serviceReading({ signals: [reading, rate] }),
      reading,
      serviceMemory({ running }),
    );
  const cloudwatch: MetricConfig = { ...cpuSignal().metric, namespace: "Custom" };
  const at = secondsAgo(120);

  it.each<{
    when: string;
    signal: SignalConfig;
    reading: SignalReading;
    running?: { atMs: number; tasks: number }[];
    expected: SignalMoment | null;
  }>([
    {
      when: "has the value, the tasks and the requests of its minute",
      signal: cpuSignal(),
      reading: datapoint({ value: 80 }),
      expected: { atMs: at, value: 80, tasks: 6, requestsPerSecond: 120 },
    },
    {
      when: "is none where ECS's utilization is full",
      signal: cpuSignal(),
      reading: datapoint({ value: 100 }),
      expected: null,
    },
    {
      when: "is one where another metric is at 100",
      signal: cpuSignal({ metric: cloudwatch }),
      reading: datapoint({ value: 100 }),
      expected: { atMs: at, value: 100, tasks: 6, requestsPerSecond: 120 },
    },
    {
      when: "is none of a total",
      signal: cpuSignal({ measures: "total" }),
      reading: datapoint({ value: 80 }),
      expected: null,
    },
    {
      when: "is none of a signal that counts requests",
      signal: requestsSignal(),
      reading: series([60]),
      expected: null,
    },
    { when: "is none of a queue's number", signal: backlogSignal(), reading: datapoint({ value: 80 }), expected: null },
    {
      when: "is none without a task",
      signal: cpuSignal(),
      reading: datapoint({ value: 80, tasks: 0 }),
      expected: null,
    },
    {
      when: "is none where nobody knows the tasks",
      signal: cpuSignal(),
      reading: datapoint({ value: 80, tasks: null }),
      running: [],
      expected: null,
    },
    {
      when: "of a latency is that of its newest period, with the tasks of then",
      signal: latencySignal(),
      reading: series([1, 3]),
      expected: { atMs: at, value: 3, tasks: 6, requestsPerSecond: 120 },
    },
    { when: "of a latency without a period is none", signal: latencySignal(), reading: series([]), expected: null },
    {
      when: "of a latency read as something else is none",
      signal: latencySignal(),
      reading: datapoint(),
      expected: null,
    },
  ])("$when", ({ signal, reading, running, expected }) => expect(momentOf(signal, reading, running)).toEqual(expected));
});

describe("growth that is followed", () => {
  const moment = (minutes: number, value: number, tasks: number, requestsPerSecond = 100): SignalMoment => ({
    atMs: secondsAgo(3600 - 60 * minutes),
    value,
    tasks,
    requestsPerSecond,
  });
  const grown = (changes: Partial<FutilityMemory> = {}): FutilityMemory => ({
    before: moment(0, 80, 2),
    after: moment(5, 80, 4),
    finishedSteps: 1,
    futile: false,
    ...changes,
  });

  it("begins anew where there are fewer tasks than after the last step", () => {
    const next = moment(6, 80, 3);
    expect(followGrowth(grown(), next, true)).toEqual({ before: next, after: next, finishedSteps: 0, futile: false });
  });

  it("begins anew where the load has grown as the tasks did: no fall was to be seen", () => {
    const next = moment(6, 80, 6, 300);
    expect(followGrowth(grown(), next, true)).toEqual({ before: next, after: next, finishedSteps: 0, futile: false });
  });

  it("stays futile while the value has moved by no more than the tolerated share", () => {
    const futile = grown({ futile: true, after: moment(5, 100, 4) });
    expect(followGrowth(futile, moment(6, 100, 4), true)).toBe(futile);
    expect(followGrowth(futile, moment(6, 10, 4), true)?.futile).toBe(false);
  });
});

describe("the requests of a service", () => {
  const offered = (signals: readonly (readonly [SignalConfig, SignalReading])[]) =>
    ratesOf(
      service({ signals: signals.map(([signal]) => signal) }),
      serviceReading({ signals: signals.map(([, reading]) => reading) }),
      counts(),
      serviceMemory(),
      nowMs,
    );

  it("are those per task before those of a rate that stands first", () => {
    const rate = [rateSignal(), series([60])] as const;
    const requests = [requestsSignal(), series([7200])] as const;
    expect(offered([rate, requests]).offeredPerSecond).toBe(120);
  });

  it("are not worked out of a total, nor of memory that doesn't ask alone", () => {
    const rate = [rateSignal(), series([7200])] as const;
    expect(offered([[cpuSignal({ measures: "total" }), datapoint({ value: 25 })], rate]).perTaskPerSecond).toBeNull();
  });

  it("are not worked out of an alarm's reading, nor of a datapoint of no task", () => {
    const rate = [rateSignal(), series([7200])] as const;
    expect(offered([[cpuSignal(), series([25])], rate]).perTaskPerSecond).toBeNull();
    expect(offered([[cpuSignal(), datapoint({ value: 25, tasks: 0 })], rate]).perTaskPerSecond).toBeNull();
  });

  it("of the leading utilization count, also where it stands first", () => {
    const leading = [cpuSignal({ name: "threads", target: 40 }), datapoint({ value: 40 })] as const;
    const half = [cpuSignal(), datapoint({ value: 25 })] as const;
    expect(offered([leading, half, [rateSignal(), series([7200])]]).perTaskPerSecond).toBe(20);
  });

  it("of 0 in a period are known, and a negative number is not", () => {
    expect(requestRate(rateSignal(), series([0], { seenAtMs: null }), nowMs)).toMatchObject({ perSecond: 0 });
    expect(requestRate(rateSignal(), series([-1], { seenAtMs: null }), nowMs)).toMatchObject({ kind: "unknown" });
    expect(requestRateAt(rateSignal(), series([0]), secondsAgo(120))).toBe(0);
    expect(requestRateAt(rateSignal(), series([-1]), secondsAgo(120))).toBeNull();
  });

  it("of a period end with it", () => {
    expect(requestRateAt(rateSignal(), series([60]), secondsAgo(61))).toBe(1);
    expect(requestRateAt(rateSignal(), series([60]), secondsAgo(60))).toBeNull();
  });
});

describe("tasks that were starting at a datapoint", () => {
  const reading = datapoint({ atMs: secondsAgo(120) });
  const change = (atMs: number) => [
    { atMs: 0, tasks: 6 },
    { atMs: secondsAgo(170), tasks: 3 },
    { atMs, tasks: 6 },
  ];

  it("are told by the fewest in the start time before it and in its period", () => {
    expect(isWarmingUp(reading, 60, change(secondsAgo(150)))).toBe(true);
    expect(isWarmingUp(reading, 40, change(secondsAgo(165)))).toBe(false);
  });

  it("are not told by what came after it", () => {
    const later = [
      { atMs: 0, tasks: 6 },
      { atMs: secondsAgo(30), tasks: 1 },
    ];
    expect(isWarmingUp(reading, 60, later)).toBe(false);
  });
});

describe("a service that its queue wakes", () => {
  it("grows from 0 at its pace, not at once to all that the queue asks for", () => {
    const want = planWant(
      service({ minTasks: 0, signals: [backlogSignal()] }),
      serviceReading({ tasks: known(counts({ desired: 0 })), signals: [queue(6000)] }),
      serviceMemory({ switchedOffAtMs: secondsAgo(600) }),
      nowMs,
    ) as WantedCount;
    expect({ askTasks: want.askTasks, wantedTasks: want.wantedTasks }).toEqual({ askTasks: 20, wantedTasks: 1 });
  });
});
