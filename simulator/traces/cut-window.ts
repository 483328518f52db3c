import type { Trace } from "./trace.ts";

export type WindowChoice =
  | { readonly kind: "full" }
  | { readonly kind: "around-burst"; readonly hours: number }
  | { readonly kind: "from"; readonly fromHours: number; readonly hours: number };

/** A part of a trace and where it came from. */
export type TraceWindow = { readonly trace: Trace; readonly fromSeconds: number; readonly burstAtSeconds: number };

export type WindowCut =
  | { readonly kind: "cut"; readonly window: TraceWindow }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string };

const AFTER_SECONDS = 180;
const BEFORE_SECONDS = 600;

/**
 * The part of a trace to replay. Around the burst means a third before it and two thirds after it, moved to fit.
 *
 * @throws never
 */
export function cutWindow(trace: Trace, choice: WindowChoice): WindowCut {
  const slots = trace.requestsPerSlot.length;
  const traceHours = (slots * trace.slotSeconds) / 3600;
  const burst = largestRise(trace);
  let from = 0;
  let length = slots;
  if (choice.kind !== "full") {
    length = Math.min(slots, Math.max(1, Math.round((choice.hours * 3600) / trace.slotSeconds)));
    from =
      choice.kind === "from"
        ? Math.round((choice.fromHours * 3600) / trace.slotSeconds)
        : Math.min(Math.max(0, burst - Math.floor(length / 3)), slots - length);
  }
  if (from >= slots)
    return {
      kind: "refused",
      message: `the window begins after the trace's end (${traceHours.toFixed(1)} h)`,
      fix: "Begin earlier.",
    };
  const requestsPerSlot = trace.requestsPerSlot.slice(from, from + length);
  if (requestsPerSlot.every((requests) => requests === 0))
    return { kind: "refused", message: "the window holds no request", fix: "Begin elsewhere, or take more hours." };
  return {
    kind: "cut",
    window: {
      trace: { slotSeconds: trace.slotSeconds, requestsPerSlot },
      fromSeconds: from * trace.slotSeconds,
      burstAtSeconds: burst * trace.slotSeconds,
    },
  };
}

/** The slot after which 3 minutes exceed the 10 minutes before by most requests a second; the first on a tie. */
export function largestRise(trace: Trace): number {
  const { requestsPerSlot, slotSeconds } = trace;
  const after = Math.max(1, Math.round(AFTER_SECONDS / slotSeconds));
  const before = Math.max(1, Math.round(BEFORE_SECONDS / slotSeconds));
  const sums = new Float64Array(requestsPerSlot.length + 1);
  for (const [i, requests] of requestsPerSlot.entries()) sums[i + 1] = sums[i]! + requests;
  let best = 0;
  let bestRise = Number.NEGATIVE_INFINITY;
  // A slot or two is no level to rise from; a trace shorter than that is taken as it is.
  const first = Math.max(1, Math.min(before, Math.floor(requestsPerSlot.length / 3)));
  for (let i = first; i + after <= requestsPerSlot.length; i++) {
    const start = Math.max(0, i - before);
    const rise = (sums[i + after]! - sums[i]!) / after - (sums[i]! - sums[start]!) / (i - start);
    if (rise > bestRise) [best, bestRise] = [i, rise];
  }
  return best;
}

/** The highest mean of any minute (of any slot where slots are longer), in requests a second. */
export function peakMinuteRate(trace: Trace): number {
  const { requestsPerSlot, slotSeconds } = trace;
  const width = Math.min(requestsPerSlot.length, Math.max(1, Math.round(60 / slotSeconds)));
  let sum = 0;
  let peak = 0;
  for (const [i, requests] of requestsPerSlot.entries()) {
    sum += requests - (i >= width ? requestsPerSlot[i - width]! : 0);
    if (i >= width - 1) peak = Math.max(peak, sum);
  }
  return peak / width / slotSeconds;
}
