import type { PerTaskMemory } from "../graph/graph-memory.ts";
import type { GateMemory } from "./gate-memory.ts";

/** A rate that nginx enforces now, as it was told. */
type ClosedGate = { readonly requestsPerSecond: number; readonly sinceMs: number };

/** Of the posted rate, what may arrive beyond it by bursts and by requests that the gate is not about. */
const beyondRatio = 1.1;
/** What was queued before is served, and the newest datapoints are of a minute behind the gate. */
const steadyAfterSeconds = 300;
/** Lower than this a signal might ask for nothing; higher than this too much is let through. */
const keptRatio = { least: 0.97, most: 1.1 } as const;

export const closedBefore = (before: GateMemory | null): ClosedGate | null => {
  const posted = before?.posted ?? null;
  if (posted === null || posted.requestsPerSecond === null) return null;
  return { requestsPerSecond: posted.requestsPerSecond, sinceMs: posted.sinceMs };
};

/**
 * What one task carries, where the gate may be turning requests away.
 *
 * Requests that are counted in front of the gate would be taken for served, and the gate would open itself; in the first
 * minutes behind it the tasks are busy with what was queued, and it would close ever further.
 *
 * @param seen as it is of this minute
 */
export const carriedBehind = (
  closed: ClosedGate | null,
  seen: PerTaskMemory | null,
  before: PerTaskMemory | null,
  arrivingPerSecond: number | null,
  nowMs: number,
): PerTaskMemory | null => {
  if (closed === null || before === null || arrivingPerSecond === null) return seen;
  const isServed = arrivingPerSecond <= beyondRatio * closed.requestsPerSecond;
  return isServed && isSteady(closed, nowMs) ? seen : before;
};

/**
 * Does so much arrive that the gate has work?
 *
 * What a closed gate lets through is all that can be seen to arrive, also when it is about to be widened; and right after
 * a change of its rate what is seen is of the rate before.
 */
export const isLoadThere = (
  closed: ClosedGate | null,
  arrivingPerSecond: number,
  fullRatio: number,
  requestsPerSecond: number,
  nowMs: number,
): boolean => {
  if (closed === null) return arrivingPerSecond >= fullRatio * requestsPerSecond;
  const mostPerSecond = Math.min(requestsPerSecond, closed.requestsPerSecond);
  return !isSteady(closed, nowMs) || arrivingPerSecond >= fullRatio * mostPerSecond;
};

const isSteady = ({ sinceMs }: ClosedGate, nowMs: number): boolean => nowMs - sinceMs >= steadyAfterSeconds * 1000;

/**
 * The rate to tell: the one that was told, while it is near enough to the new one. Each other one is a reload of nginx.
 *
 * @param requestsPerSecond the new one, not rounded
 * @returns `null`: another one has to be told
 */
export const keptRate = (closed: ClosedGate | null, requestsPerSecond: number): number | null => {
  if (closed === null) return null;
  const ratio = closed.requestsPerSecond / requestsPerSecond;
  return ratio >= keptRatio.least && ratio <= keptRatio.most ? closed.requestsPerSecond : null;
};
