import { describe, expect, it } from "@jest/globals";
import type { SignalConfig } from "../../shared/config/config.ts";
import { planDemand } from "../../shared/plan/demand/demand.ts";
import type { SignalReading } from "../../shared/plan/snapshot.ts";
import {
  alarm,
  alarmSignal,
  counts,
  cpuSignal,
  datapoint,
  memorySignal,
  nowMs,
  secondsAgo,
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

  it("remembers the step of each alarm that fires, and drops that of one that is over", () => {
    const step = { sinceMs: secondsAgo(30), steppedAtMs: secondsAgo(20), askTasks: 8 };
    const signals = [alarmSignal({ name: "constructor" }), alarmSignal({ name: "slow" })];
    const demand = planDemand(
      service({ signals }),
      serviceReading({ signals: [unknown(), alarm({ state: "OK" })] }),
      counts(),
      serviceMemory({ alarmSteps: { slow: step } }),
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
