import { describe, expect, it } from "@jest/globals";
import type { RequestsSignalConfig } from "../../shared/config/signal-config.ts";
import type { Opinion } from "../../shared/plan/demand/opinion.ts";
import { requestsOpinion } from "../../shared/plan/demand/requests-signal.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { datapoint, nowMs, requestsSignal, secondsAgo, series, unknown } from "./builders.ts";

type Row = {
  readonly when: string;
  readonly signal?: Partial<RequestsSignalConfig>;
  readonly reading: SignalReading;
  readonly desired?: number;
  readonly expected: Opinion;
};

const asks = (tasks: number, ratio: number): Opinion => ({
  kind: "ask",
  signal: "requests",
  tasks,
  asksAlone: true,
  ratio,
});
const holds = (code: "signal-unknown" | "signal-stale", detail: string): Opinion => ({
  kind: "hold",
  signal: "requests",
  code,
  detail,
});
/** Requests of one minute at so many per second. */
const perSecond = (rate: number): number => rate * 60;

describe("requests per task, 10 a second for each", () => {
  it.each<Row>([
    { when: "90 a second ask 6 tasks to become 9", reading: series([perSecond(90)]), expected: asks(9, 1.5) },
    { when: "91 a second ask for 10", reading: series([perSecond(91)]), expected: asks(10, 91 / 60) },
    {
      when: "66 a second are within the tolerance of 6 tasks",
      reading: series([perSecond(66)]),
      expected: asks(6, 1.1),
    },
    { when: "the newest minute counts", reading: series([perSecond(900), perSecond(30)]), expected: asks(3, 0.5) },
    {
      when: "1 a second asks nobody for the first task at 0",
      reading: series([60]),
      desired: 0,
      expected: asks(1, 0.1),
    },
    {
      when: "at 0 tasks there is nothing to be near to",
      reading: series([perSecond(10)]),
      desired: 0,
      expected: asks(1, 1),
    },
    {
      when: "a statistic that is not a sum is a rate already",
      signal: { metric: { ...requestsSignal().metric, statistic: "Average" } },
      reading: series([90]),
      expected: asks(9, 1.5),
    },
    {
      when: "silence over two minutes is 0 while the load balancer has targets",
      reading: series([perSecond(90)], { points: [{ atMs: secondsAgo(240), value: 5400 }] }),
      expected: asks(0, 0),
    },
    {
      when: "silence from the beginning is 0 while the load balancer has targets",
      reading: series([]),
      expected: asks(0, 0),
    },
    {
      when: "one silent minute may only be late: the minute before it counts",
      reading: series([], { points: [{ atMs: secondsAgo(180), value: 5400 }] }),
      expected: asks(9, 1.5),
    },
    {
      when: "silence without a load balancer is unknown, not zero",
      reading: series([], { seenAtMs: null }),
      expected: holds(
        "signal-unknown",
        "no datapoint of AWS/ApplicationELB RequestCount, and nothing shows its load balancer",
      ),
    },
    {
      when: "a load balancer that was seen too long ago is none",
      reading: series([], { seenAtMs: secondsAgo(241) }),
      expected: holds(
        "signal-unknown",
        "no datapoint of AWS/ApplicationELB RequestCount, and nothing shows its load balancer",
      ),
    },
    {
      when: "and one that was seen just in time is there",
      reading: series([], { seenAtMs: secondsAgo(240) }),
      expected: asks(0, 0),
    },
    {
      when: "an old datapoint is stale",
      reading: series([], { points: [{ atMs: secondsAgo(241), value: 60 }], seenAtMs: null }),
      expected: holds("signal-stale", "the newest datapoint is 181 s old"),
    },
    {
      when: "a refused call holds and names the permission",
      reading: unknown({ because: "access-denied", detail: "cloudwatch:GetMetricData: AccessDenied" }),
      expected: holds("signal-unknown", "cloudwatch:GetMetricData: AccessDenied"),
    },
    {
      when: "a value below 0 is none",
      reading: series([-1]),
      expected: holds("signal-unknown", "the value -1 is not a number >= 0"),
    },
    {
      when: "another kind of reading is none",
      reading: datapoint(),
      expected: holds("signal-unknown", "the reading is not a series"),
    },
  ])("$when", ({ signal, reading, desired = 6, expected }) =>
    expect(requestsOpinion(requestsSignal(signal), reading, desired, nowMs)).toEqual(expected),
  );
});
