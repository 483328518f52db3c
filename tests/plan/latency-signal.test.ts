import { describe, expect, it } from "@jest/globals";
import type { LatencySignalConfig } from "../../shared/config/signal-config.ts";
import { type LatencyVerdict, latencyOpinion } from "../../shared/plan/demand/latency-signal.ts";
import type { AlarmStep } from "../../shared/plan/memory.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { alarm, latencySignal, nowMs, secondsAgo, series, unknown } from "./builders.ts";

type Row = {
  readonly when: string;
  readonly signal?: Partial<LatencySignalConfig>;
  readonly reading: SignalReading;
  readonly desired?: number;
  readonly before?: AlarmStep | null;
  readonly expected: LatencyVerdict;
};

const slow = series([3, 3, 3, 3, 3]);
const newestMs = secondsAgo(120);

const steps = (askTasks: number, step: Partial<AlarmStep> = {}): LatencyVerdict => ({
  opinion: { kind: "ask", signal: "latency", tasks: askTasks, asksAlone: true, ratio: 1.5, keeps: true },
  step: { sinceMs: newestMs, steppedAtMs: nowMs, askTasks, ...step },
});
const keeps = (value: number, step: AlarmStep | null = null): LatencyVerdict => ({
  opinion: { kind: "keep", signal: "latency", detail: `${value} is above 2`, ratio: value / 2 },
  step,
});
const silent = (detail: string, step: AlarmStep | null = null): LatencyVerdict => ({
  opinion: { kind: "none", signal: "latency", code: null, detail },
  step,
});
const stepped = (seconds: number, sinceMs = secondsAgo(seconds + 120)): AlarmStep => ({
  sinceMs,
  steppedAtMs: secondsAgo(seconds),
  askTasks: 10,
});

describe("response times above 2 s", () => {
  it.each<Row>([
    { when: "for five minutes ask for a quarter more: 8 become 10", reading: slow, expected: steps(10) },
    {
      when: "ask for at least stepTasks",
      signal: { stepTasks: 3 },
      reading: slow,
      desired: 2,
      expected: steps(5),
    },
    {
      when: "ask for the same step 299 s after it, also when the step is done",
      reading: slow,
      desired: 10,
      before: stepped(299),
      expected: steps(10, stepped(299)),
    },
    {
      when: "ask for the next step when the window has passed",
      reading: slow,
      desired: 10,
      before: stepped(300),
      expected: steps(13),
    },
    {
      when: "wait for the warm-up where that is longer",
      signal: { warmUpSeconds: 600 },
      reading: slow,
      desired: 10,
      before: stepped(599),
      expected: steps(10, stepped(599)),
    },
    {
      when: "ask for no second step on the same datapoint, however late it is read",
      signal: { staleAfterSeconds: 900 },
      reading: slow,
      desired: 10,
      before: stepped(400, newestMs),
      expected: steps(10, stepped(400, newestMs)),
    },
    {
      when: "in the newest minute only keep what is there",
      reading: series([1, 1, 1, 1, 3]),
      expected: keeps(3),
    },
    {
      when: "in a window with one good minute only keep what is there",
      reading: series([3, 3, 2, 3, 3]),
      expected: keeps(3),
    },
    {
      when: "in a window with a minute without requests only keep what is there",
      reading: series([3, 3, 3, 3]),
      expected: keeps(3),
    },
    { when: "that are over have no opinion", reading: series([3, 3, 3, 3, 2]), expected: silent("2 is not above 2") },
    {
      when: "that are over are remembered until the next step may come",
      reading: series([3, 3, 3, 3, 1]),
      before: stepped(100),
      expected: silent("1 is not above 2", stepped(100)),
    },
    { when: "can't be without requests", reading: series([]), expected: silent("no requests") },
    {
      when: "of long ago have no opinion",
      reading: series([], { points: [{ atMs: secondsAgo(241), value: 9 }] }),
      expected: silent("no requests for 181 s"),
    },
    {
      when: "that can't be read hold, and keep their step",
      reading: unknown({ detail: "cloudwatch:GetMetricData: Forbidden" }),
      before: stepped(400),
      expected: {
        opinion: {
          kind: "hold",
          signal: "latency",
          code: "signal-unknown",
          detail: "cloudwatch:GetMetricData: Forbidden",
        },
        step: stepped(400),
      },
    },
    {
      when: "that are no number hold",
      reading: series([3, Number.NaN]),
      expected: {
        opinion: { kind: "hold", signal: "latency", code: "signal-unknown", detail: "the value NaN is not a number" },
        step: null,
      },
    },
    {
      when: "with an alarm in their place hold",
      reading: alarm(),
      expected: {
        opinion: { kind: "hold", signal: "latency", code: "signal-unknown", detail: "the reading is not a series" },
        step: null,
      },
    },
  ])("$when", ({ signal, reading, desired = 8, before = null, expected }) =>
    expect(latencyOpinion(latencySignal(signal), reading, desired, before, nowMs)).toEqual(expected),
  );
});
