import { describe, expect, it } from "@jest/globals";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { overloadRatioAt } from "../../shared/plan/budget/overload.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { cpuSignal, rateSignal, requestsSignal, secondsAgo, service, serviceReading, unknown } from "./builders.ts";

const atMs = secondsAgo(180);

const rate = (perSecond: number): SignalReading => ({
  kind: "series",
  points: [{ atMs, value: perSecond * 60 }],
  periodSeconds: 60,
  seenAtMs: null,
});

/** Of 30, 60 and 90 a second. */
const thirds: SignalReading = {
  kind: "series",
  points: [0, 1, 2].map((at) => ({ atMs: atMs + at * 20_000, value: (at + 1) * 30 * 60 })),
  periodSeconds: 20,
  seenAtMs: null,
};

/** Target 50 % CPU and 10 requests a second; 4 tasks. */
const ratio = (
  reading: SignalReading,
  signals: readonly SignalConfig[] = [cpuSignal(), requestsSignal()],
  tasks = 4,
): number => overloadRatioAt(service({ signals }), serviceReading({ signals: [unknown(), reading] }), tasks, atMs);

describe("how far a service was above its target", () => {
  type Row = { when: string; given: () => number; expected: number };
  it.each<Row>([
    { when: "half above", given: () => ratio(rate(60)), expected: 1.5 },
    { when: "one task, twice", given: () => ratio(rate(20), [cpuSignal(), requestsSignal()], 1), expected: 2 },
    {
      when: "the requests of the whole minute: 30, 60 and 90 a second for 20 s each",
      given: () => ratio(thirds),
      expected: 1.5,
    },
    { when: "at the target", given: () => ratio(rate(40)), expected: 1 },
    { when: "below it is no discount", given: () => ratio(rate(10)), expected: 1 },
    { when: "no task is busier than at 100 % CPU, twice the target", given: () => ratio(rate(400)), expected: 2 },
    { when: "no reading", given: () => ratio(unknown()), expected: 1 },
    {
      when: "no requests in that minute",
      given: () => ratio({ ...rate(60), points: [] } as SignalReading),
      expected: 1,
    },
    { when: "no task", given: () => ratio(rate(60), [cpuSignal(), requestsSignal()], 0), expected: 1 },
    { when: "no target of requests", given: () => ratio(rate(60), [cpuSignal(), rateSignal()]), expected: 1 },
    {
      when: "no target of CPU, so nobody knows how far 100 % is",
      given: () => ratio(rate(60), [cpuSignal({ name: "load" }), requestsSignal()]),
      expected: 1,
    },
  ])("$when: $expected", ({ given, expected }) => expect(given()).toBe(expected));
});
