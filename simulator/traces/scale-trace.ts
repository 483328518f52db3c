import { peakMinuteRate } from "./cut-window.ts";
import type { Trace } from "./trace.ts";

export type ScaledTrace = { readonly trace: Trace; readonly factor: number };

/** Below this many requests a slot, a good part of the movement is the noise of counting (about 1/sqrt(n)). */
const NOISY_REQUESTS_PER_SLOT = 400;

/** Every slot multiplied by one factor: the given one, or the one that lifts the busiest minute to the given rate. */
export function scaleTrace(
  trace: Trace,
  by: { readonly factor: number } | { readonly peakRequestsPerSecond: number },
): ScaledTrace {
  const factor = "factor" in by ? by.factor : by.peakRequestsPerSecond / peakMinuteRate(trace);
  return { factor, trace: { ...trace, requestsPerSlot: trace.requestsPerSlot.map((requests) => requests * factor) } };
}

/** The share of a slot's movement that is only counting noise, where it is worth a remark. */
export function countingNoiseRatio(trace: Trace): number | null {
  const mean = trace.requestsPerSlot.reduce((sum, requests) => sum + requests, 0) / trace.requestsPerSlot.length;
  return mean >= NOISY_REQUESTS_PER_SLOT ? null : 1 / Math.sqrt(mean);
}
