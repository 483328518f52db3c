import { describe, expect, it } from "@jest/globals";
import type { TargetSignalConfig } from "../../shared/config/signal-config.ts";
import type { Opinion } from "../../shared/plan/demand/opinion.ts";
import { targetOpinion } from "../../shared/plan/demand/target-signal.ts";
import type { TasksAt } from "../../shared/plan/memory.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { alarm, cpuSignal, datapoint, nowMs, secondsAgo, unknown } from "./builders.ts";

type Row = {
  readonly when: string;
  readonly signal?: Partial<TargetSignalConfig>;
  readonly reading: SignalReading;
  readonly desired?: number;
  readonly running?: readonly TasksAt[];
  readonly expected: Opinion;
};

const asks = (tasks: number, ratio: number, asksAlone = true): Opinion => ({
  kind: "ask",
  signal: "cpu",
  tasks,
  asksAlone,
  ratio,
});

const holds = (code: "signal-unknown" | "signal-stale", detail: string): Opinion => ({
  kind: "hold",
  signal: "cpu",
  code,
  detail,
});

const total: Partial<TargetSignalConfig> = { measures: "total", target: 10 };

describe("a metric with a target of 50", () => {
  it.each<Row>([
    { when: "at 75 with 6 tasks asks for 9", reading: datapoint({ value: 75 }), expected: asks(9, 1.5) },
    { when: "rounds 6 x 1.2 up to 8", reading: datapoint({ value: 60 }), expected: asks(8, 1.2) },
    { when: "asks for less at 25", reading: datapoint({ value: 25 }), expected: asks(3, 0.5) },
    { when: "at 0 asks for nothing", reading: datapoint({ value: 0 }), expected: asks(0, 0) },
    {
      when: "counts the tasks at the datapoint, not those of now",
      reading: datapoint({ value: 100, tasks: 6 }),
      desired: 12,
      expected: asks(12, 2),
    },
    { when: "55 is within the tolerance of 0.1", reading: datapoint({ value: 55 }), expected: asks(6, 1.1) },
    { when: "45 is within the tolerance too", reading: datapoint({ value: 45.5 }), expected: asks(6, 0.91) },
    { when: "56 is past it", reading: datapoint({ value: 56 }), expected: asks(7, 1.12) },
    {
      when: "a float's dust costs no task: 7 x 0.1 / 0.1 is 7",
      signal: { target: 0.1, toleranceRatio: 0 },
      reading: datapoint({ value: 0.1 * 3, tasks: 7 }),
      expected: asks(21, (0.1 * 3) / 0.1),
    },
    {
      when: "a memory signal does not ask alone",
      signal: { asksAlone: false },
      reading: datapoint({ value: 100 }),
      expected: asks(12, 2, false),
    },
    {
      when: "without a sample count it takes the running count of that moment",
      reading: datapoint({ value: 100, tasks: null }),
      running: [
        { atMs: secondsAgo(600), tasks: 3 },
        { atMs: secondsAgo(120), tasks: 4 },
        { atMs: secondsAgo(60), tasks: 9 },
      ],
      expected: asks(8, 2),
    },
    {
      when: "without a sample count or a history that reaches back it holds",
      reading: datapoint({ value: 100, tasks: null }),
      running: [{ atMs: secondsAgo(60), tasks: 9 }],
      expected: holds("signal-unknown", "the task count at the datapoint is not known yet"),
    },
    {
      when: "a total of 95 at 10 a task asks for 10",
      signal: total,
      reading: datapoint({ value: 95, tasks: null }),
      expected: asks(10, 95 / 60),
    },
    {
      when: "a total within the tolerance of what is desired asks for what is desired",
      signal: total,
      reading: datapoint({ value: 65, tasks: null }),
      expected: asks(6, 65 / 60),
    },
    {
      when: "a total of nothing asks for nothing",
      signal: total,
      reading: datapoint({ value: 0, tasks: null }),
      expected: asks(0, 0),
    },
    {
      when: "a total does not divide by no task",
      signal: total,
      reading: datapoint({ value: 30, tasks: null }),
      desired: 0,
      expected: asks(3, 3),
    },
    {
      when: "180 s after its end a datapoint still counts",
      reading: datapoint({ value: 75, atMs: secondsAgo(240) }),
      expected: asks(9, 1.5),
    },
    {
      when: "181 s after its end it is stale",
      reading: datapoint({ value: 75, atMs: secondsAgo(241) }),
      expected: holds("signal-stale", "the newest datapoint is 181 s old"),
    },
    {
      when: "NaN is unknown, not zero",
      reading: datapoint({ value: Number.NaN }),
      expected: holds("signal-unknown", "the value NaN is not a number >= 0"),
    },
    {
      when: "a negative value is unknown",
      reading: datapoint({ value: -1 }),
      expected: holds("signal-unknown", "the value -1 is not a number >= 0"),
    },
    {
      when: "infinity is unknown",
      reading: datapoint({ value: Number.POSITIVE_INFINITY }),
      expected: holds("signal-unknown", "the value Infinity is not a number >= 0"),
    },
    {
      when: "a failed reading holds, with what AWS said",
      reading: unknown({ detail: "cloudwatch:GetMetricData: AccessDenied" }),
      expected: holds("signal-unknown", "cloudwatch:GetMetricData: AccessDenied"),
    },
    {
      when: "an alarm state in its place holds",
      reading: alarm(),
      expected: holds("signal-unknown", "the reading is not a datapoint"),
    },
  ])("$when", ({ signal, reading, desired = 6, running = [], expected }) =>
    expect(targetOpinion(cpuSignal(signal), reading, desired, running, nowMs)).toEqual(expected),
  );
});
