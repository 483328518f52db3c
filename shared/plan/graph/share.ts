import type { GraphMemory, ShareMemory } from "./graph-memory.ts";

/** A share is believed after so many minutes of traffic. */
const leastMinutes = 10;
/** Below this many requests per second a minute says too little. */
const leastPerSecond = 1;
/** A minute is looked at once. */
const minuteMs = 60_000;
/** Each further minute lets the older ones count so much: half of them after about half an hour. */
const keptPerMinute = 0.977;

/** What a share is learned from: the rates of both ends at one moment. */
export type ShareMoment = {
  /** What the caller serves, per second. */
  readonly callerPerSecond: number | null;
  /** What arrives at the callee. */
  readonly calleePerSecond: number | null;
  /** The part of that which other callers send, each with a share that is known; `null`: not all are known. */
  readonly othersPerSecond: number | null;
  /** A saturated caller's requests are not what it serves. */
  readonly isSaturated: boolean;
};

/**
 * Adds a moment to what is known of a share.
 *
 * The sums of both ends fade together and their ratio is the share, so a busy minute counts for more than a quiet one.
 * All of the callee's requests that its other callers don't explain are taken for this caller's: where the callee has
 * users of its own too the share comes out too large, which asks more of the callee, and never less.
 *
 * @returns the same memory while the minute is looked at already, or says too little
 * @throws never
 */
export const rememberShare = (before: ShareMemory | null, moment: ShareMoment, nowMs: number): ShareMemory | null => {
  const { callerPerSecond, calleePerSecond, othersPerSecond, isSaturated } = moment;
  if (before !== null && Math.floor(nowMs / minuteMs) <= Math.floor(before.atMs / minuteMs)) return before;
  if (callerPerSecond === null || calleePerSecond === null || othersPerSecond === null || isSaturated) return before;
  if (!(callerPerSecond >= leastPerSecond)) return before;
  const kept = before === null ? 0 : keptPerMinute;
  return {
    callerRequests: (before?.callerRequests ?? 0) * kept + callerPerSecond * 60,
    calleeRequests: (before?.calleeRequests ?? 0) * kept + Math.max(0, calleePerSecond - othersPerSecond) * 60,
    minutes: Math.min(leastMinutes, (before?.minutes ?? 0) + 1),
    atMs: nowMs,
  };
};

/** @returns requests per request, >= 0; `null` while too few minutes were seen */
export const shareOf = (memory: ShareMemory | null): number | null =>
  memory === null || memory.minutes < leastMinutes || memory.callerRequests <= 0
    ? null
    : memory.calleeRequests / memory.callerRequests;

export const rememberedShare = (memory: GraphMemory, caller: string, callee: string): ShareMemory | null => {
  const byCallee = Object.hasOwn(memory.shares, caller) ? memory.shares[caller]! : {};
  return Object.hasOwn(byCallee, callee) ? byCallee[callee]! : null;
};
