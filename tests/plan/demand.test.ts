import { describe, expect, it } from "@jest/globals";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { planDemand } from "../../shared/plan/demand/demand.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  alarm,
  alarmSignal,
  backlogSignal,
  counts,
  cpuSignal,
  datapoint,
  latencySignal,
  memorySignal,
  nowMs,
  queue,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";

/** 6 tasks are desired; a datapoint of 50 asks for what is there. */
const cpu = (value: number): readonly [SignalConfig, SignalReading] => [cpuSignal(), datapoint({ value })];
const rate = (value: number): readonly [SignalConfig, SignalReading] => [
  cpuSignal({ name: "rate" }),
  datapoint({ value }),
];
const memoryUse = (value: number): readonly [SignalConfig, SignalReading] => [memorySignal(), datapoint({ value })];
const slow = (reading: SignalReading): readonly [SignalConfig, SignalReading] => [alarmSignal(), reading];

const requests = (perSecond: number): readonly [SignalConfig, SignalReading] => [
  requestsSignal(),
  series([perSecond * 60]),
];
const rateOnly: readonly [SignalConfig, SignalReading] = [rateSignal(), series([60])];
const backlog = (waiting: number): readonly [SignalConfig, SignalReading] => [backlogSignal(), queue(waiting)];
const latency = (...seconds: readonly number[]): readonly [SignalConfig, SignalReading] => [
  latencySignal(),
  series(seconds),
];

type Row = {
  readonly when: string;
  readonly signals: readonly (readonly [SignalConfig, SignalReading])[];
  readonly expected: number;
  readonly holds?: readonly string[];
};

describe("a service of 6 tasks", () => {
  it.each<Row>([
    { when: "grows if any signal asks: the largest ask counts", signals: [cpu(75), rate(100)], expected: 12 },
    { when: "grows if one asks while the other would shrink", signals: [cpu(20), rate(75)], expected: 9 },
    {
      when: "below its target 12 tasks of a rollout ask for no more than the 6 that are desired",
      signals: [[cpuSignal(), datapoint({ value: 40, tasks: 12 })]],
      expected: 6,
    },
    {
      when: "nor at its target",
      signals: [[cpuSignal(), datapoint({ value: 50, tasks: 12 })]],
      expected: 6,
    },
    {
      when: "nor within the tolerance under it",
      signals: [[cpuSignal(), datapoint({ value: 48, tasks: 12 })]],
      expected: 6,
    },
    {
      when: "above its target they ask for what they need",
      signals: [[cpuSignal(), datapoint({ value: 60, tasks: 12 })]],
      expected: 15,
    },
    { when: "shrinks to the larger of two smaller asks", signals: [cpu(20), rate(25)], expected: 3 },
    { when: "stays if one of two is content", signals: [cpu(20), rate(50)], expected: 6 },
    { when: "grows by an alarm, though cpu would shrink", signals: [slow(alarm()), cpu(20)], expected: 8 },
    {
      when: "shrinks by cpu alone while the alarm is OK",
      signals: [slow(alarm({ state: "OK" })), cpu(25)],
      expected: 3,
    },
    {
      when: "stays where no signal has an opinion, and says so",
      signals: [slow(alarm({ state: "OK" }))],
      expected: 6,
      holds: ["no-signal: no signal has an opinion"],
    },
    {
      when: "stays where no signal is configured",
      signals: [],
      expected: 6,
      holds: ["no-signal: no signal has an opinion"],
    },
    {
      when: "does not shrink while a signal is unknown",
      signals: [cpu(20), [cpuSignal({ name: "rate" }), unknown({ detail: "no" })]],
      expected: 6,
      holds: ["signal-unknown: rate: no"],
    },
    {
      when: "does not shrink while a signal is stale",
      signals: [cpu(20), [cpuSignal({ name: "rate" }), datapoint({ value: 20, atMs: secondsAgo(900) })]],
      expected: 6,
      holds: ["signal-stale: rate: the newest datapoint is 840 s old"],
    },
    {
      when: "grows by the signal that is known while another is not",
      signals: [cpu(75), [cpuSignal({ name: "rate" }), unknown({ detail: "no" })]],
      expected: 9,
      holds: ["signal-unknown: rate: no"],
    },
    {
      when: "stays where every signal is unknown, for that reason only",
      signals: [[cpuSignal(), unknown({ detail: "no" })]],
      expected: 6,
      holds: ["signal-unknown: cpu: no"],
    },
    { when: "does not grow by memory alone", signals: [memoryUse(100), cpu(50)], expected: 6 },
    { when: "does not grow by memory while nothing else is there", signals: [memoryUse(100)], expected: 6 },
    { when: "grows as far as memory asks once cpu asks too", signals: [memoryUse(100), cpu(60)], expected: 12 },
    { when: "does not shrink while memory objects", signals: [memoryUse(100), cpu(20)], expected: 6 },
    { when: "grows by requests, while cpu would shrink", signals: [requests(90), cpu(20)], expected: 9 },
    { when: "shrinks where cpu and requests agree", signals: [requests(30), cpu(20)], expected: 3 },
    { when: "shrinks by cpu though a rate is read beside it", signals: [cpu(20), rateOnly], expected: 3 },
    {
      when: "has no signal where only its rate is read",
      signals: [rateOnly],
      expected: 6,
      holds: ["no-signal: no signal has an opinion"],
    },
    { when: "grows to what works its backlog off", signals: [backlog(2700), cpu(20)], expected: 9 },
    { when: "shrinks to nothing with an empty queue alone", signals: [backlog(0)], expected: 0 },
    {
      when: "does not shrink while its queue can't be read",
      signals: [[backlogSignal(), unknown({ detail: "no" })], cpu(20)],
      expected: 6,
      holds: ["signal-unknown: jobs: no"],
    },
    { when: "grows by a step while it is slow", signals: [latency(3, 3, 3, 3, 3), cpu(20)], expected: 8 },
    { when: "does not shrink while it is slow", signals: [latency(1, 1, 3), cpu(20)], expected: 6 },
    {
      when: "stays where it is slow and nothing else has an opinion",
      signals: [latency(1, 1, 3)],
      expected: 6,
    },
    { when: "shrinks by cpu when it is fast", signals: [latency(1, 1, 1, 1, 1), cpu(20)], expected: 3 },
    { when: "shrinks by cpu when nobody asks anything of it", signals: [latency(), cpu(20)], expected: 3 },
    { when: "shrinks no further than memory allows", signals: [memoryUse(40), cpu(10)], expected: 5 },
  ])("$when", ({ signals, expected, holds = [] }) => {
    const demand = planDemand(
      service({ signals: signals.map(([signal]) => signal) }),
      serviceReading({ signals: signals.map(([, reading]) => reading) }),
      counts(),
      serviceMemory(),
      nowMs,
    );
    expect({ tasks: demand.tasks, holds: demand.holds.map(({ code, detail }) => `${code}: ${detail}`) }).toEqual({
      tasks: expected,
      holds,
    });
  });

  it("holds where the reading has fewer signals than the configuration", () => {
    const demand = planDemand(service(), serviceReading({ signals: [] }), counts(), serviceMemory(), nowMs);
    expect(demand.holds).toEqual([{ code: "signal-unknown", detail: "cpu: not read" }]);
  });

  it("remembers the step of each alarm that fires, and drops that of one that is over when its window has passed", () => {
    const step = { sinceMs: secondsAgo(30), steppedAtMs: secondsAgo(20), askTasks: 8 };
    const signals = [alarmSignal({ name: "constructor" }), alarmSignal({ name: "slow" })];
    const demand = planDemand(
      service({ signals }),
      serviceReading({ signals: [unknown(), alarm({ state: "OK" })] }),
      counts(),
      serviceMemory({ alarmSteps: { slow: { ...step, steppedAtMs: secondsAgo(300) } } }),
      nowMs,
    );
    expect(demand.alarmSteps).toEqual({});
    const firing = serviceReading({ signals: [alarm(), alarm()] });
    const later = planDemand(
      service({ signals }),
      firing,
      counts(),
      serviceMemory({ alarmSteps: { slow: step } }),
      nowMs,
    );
    expect(later.alarmSteps).toEqual({
      constructor: { sinceMs: secondsAgo(30), steppedAtMs: nowMs, askTasks: 8 },
      slow: step,
    });
  });
});

describe("a datapoint on which tasks were starting", () => {
  const growing = serviceMemory({
    running: [
      { atMs: secondsAgo(900), tasks: 3 },
      { atMs: secondsAgo(90), tasks: 6 },
    ],
  });
  const demandOf = (signals: readonly (readonly [SignalConfig, SignalReading])[]) =>
    planDemand(
      service({ signals: signals.map(([signal]) => signal) }),
      serviceReading({ signals: signals.map(([, reading]) => reading) }),
      counts(),
      growing,
      nowMs,
    );

  it.each([
    {
      when: "raises nothing that the requests contradict, and says so",
      signals: [cpu(100), requests(60)],
      tasks: 6,
      notes: ["warming-up"],
    },
    { when: "raises what the requests ask for too", signals: [cpu(100), requests(90)], tasks: 12, notes: [] },
    { when: "leaves an ask for fewer alone", signals: [cpu(20), requests(30)], tasks: 3, notes: [] },
    { when: "still objects to a scale-in", signals: [cpu(100), requests(30)], tasks: 6, notes: ["warming-up"] },
    { when: "counts where no requests are known", signals: [cpu(100)], tasks: 12, notes: [] },
  ])("$when", ({ signals, tasks, notes }) => {
    const demand = demandOf(signals);
    expect({ tasks: demand.tasks, notes: demand.notes.map(({ code }) => code) }).toEqual({ tasks, notes });
  });

  it("says what was asked and what the requests ask for", () => {
    expect(demandOf([cpu(100), requests(60)]).notes).toEqual([
      {
        code: "warming-up",
        detail: "cpu asked while more than a quarter of the tasks were starting",
        numbers: { askTasks: 12, requestsTasks: 6 },
      },
    ]);
  });
});

describe("a signal that growth doesn't lower", () => {
  const moment = (minutes: number, value: number, tasks: number) => ({
    atMs: secondsAgo(120 + 60 * minutes),
    value,
    tasks,
    requestsPerSecond: 100,
  });
  const futility = {
    cpu: { before: moment(10, 80, 2), after: moment(5, 80, 4), finishedSteps: 1, futile: false },
  };
  const signals = [cpuSignal(), rateSignal()];
  const demandOf = (value: number, memory = serviceMemory({ futility })) =>
    planDemand(
      service({ signals }),
      serviceReading({ signals: [datapoint({ value }), series([6000])] }),
      counts(),
      memory,
      nowMs,
    );

  it("loses its vote after the second step, with the evidence", () => {
    const demand = demandOf(80);
    expect(demand.tasks).toBe(6);
    expect(demand.opinions[0]).toEqual({
      kind: "none",
      signal: "cpu",
      code: "signal-futile",
      detail: "cpu",
      numbers: { valueBefore: 80, valueAfter: 80, tasksBefore: 2, tasksAfter: 6 },
    });
  });

  it("keeps its vote where it fell enough", () => {
    expect(demandOf(60).tasks).toBe(8);
  });

  it("keeps its vote while it is full: it can't fall before the load fits", () => {
    expect(demandOf(95).tasks).toBe(12);
  });

  it("keeps its vote where nothing tells the requests", () => {
    const alone = planDemand(
      service({ signals: [cpuSignal()] }),
      serviceReading({ signals: [datapoint({ value: 80 })] }),
      counts(),
      serviceMemory({ futility }),
      nowMs,
    );
    expect(alone.tasks).toBe(10);
  });

  it("says the same of the same datapoint at the next plan", () => {
    const first = demandOf(80);
    const again = demandOf(80, serviceMemory({ futility: first.futility }));
    expect(again.opinions).toEqual(first.opinions);
    expect(again.futility).toEqual(first.futility);
  });
});
