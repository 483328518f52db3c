import { largestRise } from "../traces/cut-window.ts";
import type { Trace } from "../traces/trace.ts";
import type { TraceSource } from "./bench-report.ts";

/** A part of a recording, still inside the whole of it: services may read it from another offset. */
export type TracePart = {
  readonly whole: Trace;
  readonly window: TraceSource["window"];
  readonly fromSeconds: number;
  readonly seconds: number;
};

const daySeconds = 86_400;
const riseSeconds = 6 * 3_600;

/**
 * Mean of each slot with its neighbours, over a window of about `smoothSeconds`; shorter at both ends.
 *
 * @param smoothSeconds 0, or less than three slots: as it is
 */
export function smoothTrace(trace: Trace, smoothSeconds: number): Trace {
  const { requestsPerSlot, slotSeconds } = trace;
  const reach = Math.floor((smoothSeconds / slotSeconds - 1) / 2);
  if (reach < 1) return trace;
  const sums = new Float64Array(requestsPerSlot.length + 1);
  for (const [i, requests] of requestsPerSlot.entries()) sums[i + 1] = (sums[i] as number) + requests;
  const smoothed = requestsPerSlot.map((_, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(requestsPerSlot.length, i + reach + 1);
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
  return { slotSeconds, requestsPerSlot: smoothed };
}

/**
 * What is played of a recording.
 *
 * Quick: six hours with the largest rise a third into them, and the day whose sum is the median of all whole days'. What is
 * shorter than two days has no typical day, and what is shorter than six hours is played whole.
 */
export function partsOf(whole: Trace, windows: "quick" | "full"): readonly TracePart[] {
  const seconds = whole.requestsPerSlot.length * whole.slotSeconds;
  if (windows === "full" || seconds <= riseSeconds) return [{ whole, window: "whole", fromSeconds: 0, seconds }];
  const burst = largestRise(whole) * whole.slotSeconds;
  const fromSeconds = Math.min(Math.max(0, burst - riseSeconds / 3), seconds - riseSeconds);
  const rise: TracePart = { whole, window: "rise", fromSeconds, seconds: riseSeconds };
  if (seconds < 2 * daySeconds) return [rise];
  return [rise, { whole, window: "day", fromSeconds: medianDay(whole) * daySeconds, seconds: daySeconds }];
}

/**
 * How far apart services read the recording, so that their peaks differ: a quarter of the window around a rise, so that it
 * reaches all three within the window; eight hours of a day, so that a daily shape never lines up.
 */
export function shiftSecondsOf({ window, seconds }: Pick<TracePart, "window" | "seconds">): number {
  if (window === "rise") return seconds / 4;
  return seconds >= daySeconds ? daySeconds / 3 : seconds / 3;
}

/** A part as one service reads it: from `shiftSeconds` earlier, over the recording's ends as over the ends of a ring. */
export function readShifted({ whole, fromSeconds, seconds }: TracePart, shiftSeconds: number, scale: number): number[] {
  const { requestsPerSlot, slotSeconds } = whole;
  const slots = requestsPerSlot.length;
  const first = Math.round((fromSeconds - shiftSeconds) / slotSeconds);
  return Array.from({ length: Math.ceil(seconds / slotSeconds) }, (_, i) => {
    return (requestsPerSlot[(((first + i) % slots) + slots) % slots] as number) * scale;
  });
}

/** By their sums, the lower one of two in the middle; days begin where the recording does. */
function medianDay({ requestsPerSlot, slotSeconds }: Trace): number {
  const slots = daySeconds / slotSeconds;
  const days = Math.floor(requestsPerSlot.length / slots);
  const sums = Array.from({ length: days }, (_, day) => ({
    day,
    sum: requestsPerSlot.slice(day * slots, (day + 1) * slots).reduce((sum, requests) => sum + requests, 0),
  }));
  sums.sort((a, b) => a.sum - b.sum || a.day - b.day);
  return sums[Math.floor((days - 1) / 2)]?.day ?? 0;
}
