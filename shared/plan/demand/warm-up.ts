import { type TasksAt, tasksAt } from "../memory.ts";
import type { SignalReading } from "../readings/signal-reading.ts";

/**
 * Whether more than a quarter of the tasks at a datapoint were just started.
 *
 * What starts has caches to fill and code to compile, so a utilization of such a minute says more about the start than
 * about the load. Told by the history of the running count: what was there at the end and not a start time before.
 *
 * @param running the running count's history, changes only
 * @returns false where the history doesn't say
 * @throws never
 */
export const isWarmingUp = (reading: SignalReading, startSeconds: number, running: readonly TasksAt[]): boolean => {
  if (reading.kind !== "datapoint") return false;
  const endMs = reading.atMs + reading.periodSeconds * 1000;
  const sinceMs = reading.atMs - startSeconds * 1000;
  const atEnd = tasksAt(running, endMs);
  const atStart = tasksAt(running, sinceMs);
  if (atEnd === null || atStart === null) return false;
  let fewest = Math.min(atStart, atEnd);
  for (const { atMs, tasks } of running) if (atMs > sinceMs && atMs <= endMs) fewest = Math.min(fewest, tasks);
  return (atEnd - fewest) * 4 > atEnd;
};
