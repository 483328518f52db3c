import { describe, expect, it } from "@jest/globals";
import type { AlarmSignalConfig } from "../../shared/config/signal-config.ts";
import { type AlarmVerdict, alarmOpinion } from "../../shared/plan/demand/alarm-signal.ts";
import type { AlarmStep } from "../../shared/plan/memory.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { alarm, alarmSignal, datapoint, nowMs, secondsAgo, unknown } from "./builders.ts";

type Row = {
  readonly when: string;
  readonly signal?: Partial<AlarmSignalConfig>;
  readonly reading: SignalReading;
  readonly desired?: number;
  readonly before?: AlarmStep | null;
  readonly expected: AlarmVerdict;
};

const steps = (askTasks: number, sinceMs: number, steppedAtMs = nowMs): AlarmVerdict => ({
  opinion: { kind: "ask", signal: "slow", tasks: askTasks, asksAlone: true, ratio: null },
  step: { sinceMs, steppedAtMs, askTasks },
});

const silent = (code: "alarm-muted" | "alarm-no-data" | null, detail: string): AlarmVerdict => ({
  opinion: { kind: "none", signal: "slow", code, detail },
  step: null,
});

const steppedAgo = (seconds: number): AlarmStep => ({
  sinceMs: secondsAgo(400),
  steppedAtMs: secondsAgo(seconds),
  askTasks: 10,
});
const firing = alarm({ sinceMs: secondsAgo(400) });

describe("an alarm", () => {
  it.each<Row>([
    {
      when: "that fires asks for a quarter more: 8 become 10",
      reading: firing,
      desired: 8,
      expected: steps(10, secondsAgo(400)),
    },
    { when: "rounds its quarter up: 9 become 12", reading: firing, desired: 9, expected: steps(12, secondsAgo(400)) },
    {
      when: "asks for at least stepTasks: 2 become 5",
      signal: { stepTasks: 3 },
      reading: firing,
      desired: 2,
      expected: steps(5, secondsAgo(400)),
    },
    {
      when: "asks for the same step 299 s after it, also when the step is done",
      reading: firing,
      desired: 10,
      before: steppedAgo(299),
      expected: steps(10, secondsAgo(400), secondsAgo(299)),
    },
    {
      when: "takes the next step when its window of 300 s has passed",
      reading: firing,
      desired: 10,
      before: steppedAgo(300),
      expected: steps(13, secondsAgo(400)),
    },
    {
      when: "waits for the warm-up where that is longer than the window",
      signal: { warmUpSeconds: 600 },
      reading: firing,
      desired: 10,
      before: steppedAgo(599),
      expected: steps(10, secondsAgo(400), secondsAgo(599)),
    },
    {
      when: "that flaps asks for the same step 299 s after it, however often it has fired anew",
      reading: alarm({ sinceMs: secondsAgo(30) }),
      desired: 10,
      before: steppedAgo(299),
      expected: steps(10, secondsAgo(400), secondsAgo(299)),
    },
    {
      when: "that fires anew takes the next step when the window of the last one has passed",
      reading: alarm({ sinceMs: secondsAgo(30) }),
      desired: 10,
      before: steppedAgo(300),
      expected: steps(13, secondsAgo(30)),
    },
    { when: "that is OK has no opinion", reading: alarm({ state: "OK" }), expected: silent(null, "web-slow is OK") },
    {
      when: "that is OK between two firings keeps the step that it has taken within its window",
      reading: alarm({ state: "OK" }),
      before: steppedAgo(299),
      expected: { ...silent(null, "web-slow is OK"), step: steppedAgo(299) },
    },
    {
      when: "that is OK forgets a step when its window has passed",
      reading: alarm({ state: "OK" }),
      before: steppedAgo(300),
      expected: silent(null, "web-slow is OK"),
    },
    {
      when: "without data has no opinion, and says so",
      reading: alarm({ state: "INSUFFICIENT_DATA" }),
      expected: silent("alarm-no-data", "web-slow has no data"),
    },
    {
      when: "that is muted has no opinion, though it fires",
      reading: alarm({ actionsEnabled: false }),
      expected: silent("alarm-muted", "web-slow has its actions disabled"),
    },
    {
      when: "that can't be read holds, and keeps its step",
      reading: unknown({ detail: "cloudwatch:DescribeAlarms: AccessDenied" }),
      before: steppedAgo(100),
      expected: {
        opinion: {
          kind: "hold",
          signal: "slow",
          code: "signal-unknown",
          detail: "cloudwatch:DescribeAlarms: AccessDenied",
        },
        step: steppedAgo(100),
      },
    },
    {
      when: "with a datapoint in its place holds",
      reading: datapoint(),
      expected: {
        opinion: { kind: "hold", signal: "slow", code: "signal-unknown", detail: "the reading is not an alarm state" },
        step: null,
      },
    },
  ])("$when", ({ signal, reading, desired = 8, before = null, expected }) =>
    expect(alarmOpinion(alarmSignal(signal), reading, desired, before, nowMs)).toEqual(expected),
  );
});
