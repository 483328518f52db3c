import type { BacklogSignalConfig } from "../../config/signal-config.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import type { Opinion } from "./opinion.ts";
import { totalAsk } from "./rounding.ts";

/**
 * What a backlog asks for: as many tasks as work it off in its time.
 *
 * ask = ceil(waiting / (messages per task and second x seconds)). Under a steady load the backlog settles where it is
 * worked off in just that time, so `drainSeconds` is also how long a message waits. An empty queue asks for no task;
 * one is kept while messages are in flight, because they are being worked on.
 *
 * A queue's own count is 0 where it says 0. A metric that is not published is unknown: Kafka's lag is also silent while
 * a consumer group rebalances, a broker's queue while it fails over.
 *
 * @param desired the desired count now, >= 0
 * @returns an ask >= 0, or a hold where the backlog is not known
 * @throws never
 * @see Amazon MSK developer guide, Monitor consumer lags; Amazon SQS API reference, GetQueueAttributes
 */
export const backlogOpinion = (
  signal: BacklogSignalConfig,
  reading: SignalReading,
  desired: number,
  nowMs: number,
): Opinion => {
  const backlog = waitingIn(signal, reading, nowMs);
  if (backlog.kind === "unknown")
    return { kind: "hold", signal: signal.name, code: backlog.code, detail: backlog.detail };
  const share = signal.messagesPerSecond * signal.drainSeconds;
  const { tasks, ratio } = totalAsk(backlog.waiting, share, desired, signal.toleranceRatio);
  return { kind: "ask", signal: signal.name, tasks: Math.max(tasks, backlog.leastTasks), asksAlone: true, ratio };
};

type Backlog =
  | { readonly kind: "known"; readonly waiting: number; readonly leastTasks: 0 | 1 }
  | { readonly kind: "unknown"; readonly code: "signal-unknown" | "signal-stale"; readonly detail: string };

const waitingIn = (signal: BacklogSignalConfig, reading: SignalReading, nowMs: number): Backlog => {
  const unknown = (code: "signal-unknown" | "signal-stale", detail: string): Backlog => ({
    kind: "unknown",
    code,
    detail,
  });
  if (reading.kind === "unknown") return unknown("signal-unknown", reading.detail);
  let waiting: number;
  let ageSeconds: number;
  let inFlight = 0;
  if (reading.kind === "queue") {
    waiting = reading.waitingMessages;
    inFlight = reading.inFlightMessages;
    ageSeconds = Math.round((nowMs - reading.readAtMs) / 1000);
  } else if (reading.kind === "series") {
    const newest = reading.points.at(-1);
    if (newest === undefined) return unknown("signal-unknown", "no datapoint was published");
    waiting = newest.value;
    ageSeconds = Math.round((nowMs - newest.atMs) / 1000) - reading.periodSeconds;
  } else return unknown("signal-unknown", "the reading is not a backlog");
  if (!Number.isFinite(waiting) || waiting < 0) {
    return unknown("signal-unknown", `the value ${waiting} is not a number >= 0`);
  }
  if (ageSeconds > signal.staleAfterSeconds) {
    return unknown("signal-stale", `the newest value is ${ageSeconds} s old`);
  }
  return { kind: "known", waiting, leastTasks: inFlight > 0 ? 1 : 0 };
};
