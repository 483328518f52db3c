import { describe, expect, it } from "@jest/globals";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { type Rates, ratesOf } from "../../shared/plan/demand/rates-of.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  counts,
  cpuSignal,
  datapoint,
  memorySignal,
  nowMs,
  rateSignal,
  requestsSignal,
  secondsAgo,
  series,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";

type Row = {
  readonly when: string;
  readonly signals: readonly (readonly [SignalConfig, SignalReading])[];
  readonly counts?: Partial<TaskCounts>;
  readonly expected: Rates;
};

/** 6 tasks at 25 % of a target of 50 %, so half full, with 120 requests a second. */
const half = datapoint({ value: 25 });
const rate: readonly [SignalConfig, SignalReading] = [rateSignal(), series([7200])];

const everyTwentySeconds = { ...rateSignal().metric, periodSeconds: 20 };
/** Sums of 20 s; the newest ended a minute ago. */
const twentySeconds = (sums: readonly number[]): SignalReading => ({
  kind: "series",
  points: sums.map((value, index) => ({ atMs: secondsAgo(80 + 20 * (sums.length - 1 - index)), value })),
  periodSeconds: 20,
  seenAtMs: null,
});

describe("the rates of a service", () => {
  it.each<Row>([
    {
      when: "are the requests and their target",
      signals: [
        [cpuSignal(), half],
        [requestsSignal({ targetPerSecond: 15 }), series([7200])],
      ],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 15 },
    },
    {
      when: "are worked out of a utilization: 120 over 6 tasks at half their target are 40 for each",
      signals: [[cpuSignal(), half], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 40 },
    },
    {
      when: "are worked out of the leading one of two utilizations",
      signals: [[cpuSignal(), half], [cpuSignal({ name: "threads", target: 40 }), datapoint({ value: 40 })], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 20 },
    },
    {
      when: "are not worked out of memory, which doesn't follow the load",
      signals: [[memorySignal(), half], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "are worked out with the rate of the datapoint's own minute",
      signals: [
        [cpuSignal(), datapoint({ value: 25, atMs: secondsAgo(180) })],
        [rateSignal(), series([3600, 7200])],
      ],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 20 },
    },
    {
      when: "are worked out with the whole minute where requests are counted every 20 s",
      signals: [
        [cpuSignal(), half],
        [rateSignal({ metric: everyTwentySeconds }), twentySeconds([0, 3600, 3600, 2400])],
      ],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 160 / 3 },
    },
    {
      when: "are not worked out of a minute of which a part is missing",
      signals: [
        [cpuSignal(), half],
        [rateSignal({ metric: everyTwentySeconds }), twentySeconds([3600, 2400])],
      ],
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "are worked out with the minute around a CPU datapoint of 20 s",
      signals: [[cpuSignal(), datapoint({ value: 25, atMs: secondsAgo(80), periodSeconds: 20 })], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: 40 },
    },
    {
      when: "are not worked out while the minutes don't meet",
      signals: [[cpuSignal(), datapoint({ value: 25, atMs: secondsAgo(180) })], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "are not worked out of an idle service",
      signals: [[cpuSignal(), datapoint({ value: 4 })], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "are not worked out of a stale utilization",
      signals: [[cpuSignal({ staleAfterSeconds: 30 }), half], rate],
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "take the tasks that run where nothing has started or stopped since",
      signals: [[cpuSignal(), datapoint({ value: 25, tasks: null })], rate],
      counts: { desired: 12, lastStartAtMs: secondsAgo(120), lastStopAtMs: null },
      expected: { offeredPerSecond: 120, perTaskPerSecond: 20 },
    },
    {
      when: "don't where a task has started since",
      signals: [[cpuSignal(), datapoint({ value: 25, tasks: null })], rate],
      counts: { desired: 12, lastStartAtMs: secondsAgo(119) },
      expected: { offeredPerSecond: 120, perTaskPerSecond: null },
    },
    {
      when: "are 0 in a silence behind a load balancer",
      signals: [[requestsSignal(), series([])]],
      expected: { offeredPerSecond: 0, perTaskPerSecond: 10 },
    },
    {
      when: "are unknown, not 0, where they can't be read",
      signals: [
        [cpuSignal(), half],
        [rateSignal(), unknown()],
      ],
      expected: { offeredPerSecond: null, perTaskPerSecond: null },
    },
    {
      when: "are unknown where no signal tells them",
      signals: [[cpuSignal(), half]],
      expected: { offeredPerSecond: null, perTaskPerSecond: null },
    },
  ])("$when", ({ signals, counts: changes, expected }) => {
    const configured = service({ signals: signals.map(([signal]) => signal) });
    const reading = serviceReading({ signals: signals.map(([, signalReading]) => signalReading) });
    expect(ratesOf(configured, reading, counts(changes), serviceMemory(), nowMs)).toEqual(expected);
  });
});
