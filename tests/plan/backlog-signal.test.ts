import { describe, expect, it } from "@jest/globals";
import { backlogOpinion } from "../../shared/plan/demand/backlog-signal.ts";
import type { Opinion } from "../../shared/plan/demand/opinion.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { alarm, backlogSignal, nowMs, queue, secondsAgo, series, unknown } from "./builders.ts";

type Row = {
  readonly when: string;
  readonly reading: SignalReading;
  readonly desired?: number;
  readonly expected: Opinion;
};

const asks = (tasks: number, ratio: number): Opinion => ({
  kind: "ask",
  signal: "jobs",
  tasks,
  asksAlone: true,
  ratio,
});
const holds = (code: "signal-unknown" | "signal-stale", detail: string): Opinion => ({
  kind: "hold",
  signal: "jobs",
  code,
  detail,
});

describe("a backlog of which one task works off 5 a second, in 60 s", () => {
  it.each<Row>([
    { when: "2,700 messages ask 6 tasks to become 9", reading: queue(2700), expected: asks(9, 1.5) },
    { when: "2,701 ask for 10", reading: queue(2701), expected: asks(10, 2701 / 1800) },
    { when: "1,980 are within the tolerance of 6 tasks", reading: queue(1980), expected: asks(6, 1.1) },
    { when: "an empty queue asks for none", reading: queue(0), expected: asks(0, 0) },
    { when: "an empty queue keeps one task while messages are in flight", reading: queue(0, 7), expected: asks(1, 0) },
    { when: "messages in flight are no backlog", reading: queue(600, 900), expected: asks(2, 1 / 3) },
    { when: "one message wakes the first task", reading: queue(1), desired: 0, expected: asks(1, 1 / 300) },
    { when: "a queue's empty state stays empty at 0 tasks", reading: queue(0), desired: 0, expected: asks(0, 0) },
    { when: "a metric's newest datapoint counts", reading: series([9000, 600]), expected: asks(2, 1 / 3) },
    {
      when: "a queue that doesn't exist is unknown, not empty",
      reading: unknown({ because: "not-found", detail: "sqs:GetQueueAttributes jobs: QueueDoesNotExist" }),
      expected: holds("signal-unknown", "sqs:GetQueueAttributes jobs: QueueDoesNotExist"),
    },
    {
      when: "a metric without a datapoint is unknown, whatever was seen beside it",
      reading: series([]),
      expected: holds("signal-unknown", "no datapoint was published"),
    },
    {
      when: "an old datapoint is stale",
      reading: series([], { points: [{ atMs: secondsAgo(241), value: 600 }] }),
      expected: holds("signal-stale", "the newest value is 181 s old"),
    },
    {
      when: "an old look at the queue is stale",
      reading: queue(600, 0, secondsAgo(181)),
      expected: holds("signal-stale", "the newest value is 181 s old"),
    },
    {
      when: "a number that isn't one is unknown",
      reading: queue(Number.NaN),
      expected: holds("signal-unknown", "the value NaN is not a number >= 0"),
    },
    {
      when: "another kind of reading is none",
      reading: alarm(),
      expected: holds("signal-unknown", "the reading is not a backlog"),
    },
  ])("$when", ({ reading, desired = 6, expected }) =>
    expect(backlogOpinion(backlogSignal(), reading, desired, nowMs)).toEqual(expected),
  );
});
