import type { TraceFileReading } from "../traces/read-trace.ts";
import { scaleTrace } from "../traces/scale-trace.ts";
import type { Trace } from "../traces/trace.ts";
import type { TrafficSpec } from "../world/traffic.ts";
import type { TrafficForm } from "./form-traffic.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

/** @param file as the scenario names it */
export type TraceLookup = (file: string) => TraceFileReading;

const daySeconds = 86_400;
const daySlotSeconds = 60;

/**
 * @param form checked: exactly one kind
 * @param startMs where a made-up day begins is the time of day (UTC)
 * @throws Error for a trace that is not readable: `checkTraces` comes first
 */
export function compileTraffic(form: TrafficForm, startMs: number, traces: TraceLookup): TrafficSpec {
  if (form.requestsPerSecond !== undefined) return { kind: "perSecond", requestsPerSecond: [form.requestsPerSecond] };
  if (form.ramp !== undefined) {
    const { requestsPerSecond, riseAtSecond, rampSeconds, amplitude } = form.ramp;
    return {
      kind: "ramp",
      baseRequestsPerSecond: requestsPerSecond,
      riseAtSeconds: riseAtSecond ?? scenarioDefaults.riseAtSecond,
      rampSeconds: rampSeconds ?? scenarioDefaults.rampSeconds,
      amplitude: amplitude ?? scenarioDefaults.amplitude,
    };
  }
  if (form.steps !== undefined) return { kind: "perSecond", requestsPerSecond: ratesOf(form.steps) };
  if (form.perSecond !== undefined) return { kind: "perSecond", requestsPerSecond: form.perSecond };
  if (form.day !== undefined) {
    return {
      kind: "trace",
      slotSeconds: daySlotSeconds,
      requestsPerSlot: day(form.day.meanRequestsPerSecond),
      offsetSeconds: (startMs / 1000) % daySeconds,
    };
  }
  if (form.users !== undefined) {
    const { users, thinkSeconds, changes } = form.users;
    return { kind: "users", users, thinkSeconds, ...(changes === undefined ? {} : { changes }) };
  }
  return compileTrace(form.trace!, traces);
}

function compileTrace(form: NonNullable<TrafficForm["trace"]>, traces: TraceLookup): TrafficSpec {
  const reading = traces(form.file);
  if (reading.kind !== "ok") throw new Error(`${form.file} was not checked`);
  const smooth = smoothTrace(reading.trace, form.smoothingSeconds ?? 0);
  const by =
    form.peakRequestsPerSecond === undefined
      ? { factor: form.scale ?? 1 }
      : { peakRequestsPerSecond: form.peakRequestsPerSecond };
  const { slotSeconds, requestsPerSlot } = scaleTrace(smooth, by).trace;
  const offset = form.offsetSeconds === undefined ? {} : { offsetSeconds: form.offsetSeconds };
  return { kind: "trace", slotSeconds, requestsPerSlot, ...offset };
}

/** Each slot becomes the mean of those around it; at both ends of fewer. */
function smoothTrace(trace: Trace, smoothingSeconds: number): Trace {
  const width = Math.round(smoothingSeconds / trace.slotSeconds);
  if (width < 2) return trace;
  const { requestsPerSlot } = trace;
  const sums = new Float64Array(requestsPerSlot.length + 1);
  for (const [slot, requests] of requestsPerSlot.entries()) sums[slot + 1] = (sums[slot] as number) + requests;
  const before = Math.floor((width - 1) / 2);
  const smooth = requestsPerSlot.map((_, slot) => {
    const from = Math.max(0, slot - before);
    const until = Math.min(requestsPerSlot.length, slot - before + width);
    return Math.max(0, ((sums[until] as number) - (sums[from] as number)) / (until - from));
  });
  return { slotSeconds: trace.slotSeconds, requestsPerSlot: smooth };
}

function ratesOf(steps: NonNullable<TrafficForm["steps"]>): readonly number[] {
  const rates: number[] = new Array<number>(steps.at(-1)!.atSecond + 1).fill(0);
  for (const [index, { atSecond, requestsPerSecond }] of steps.entries())
    rates.fill(requestsPerSecond, atSecond, steps[index + 1]?.atSecond);
  return rates;
}

/** Requests per minute of a day: a night at a third of the mean rate, peaks at noon and in the evening. */
function day(meanRequestsPerSecond: number): readonly number[] {
  const shapes = Array.from({ length: daySeconds / daySlotSeconds }, (_, slot) => {
    const hour = (slot * daySlotSeconds) / 3_600;
    const shape = 1 - 0.6 * Math.cos((2 * Math.PI * (hour - 3)) / 24) - 0.25 * Math.cos((4 * Math.PI * hour) / 24);
    return Math.max(0.2, shape);
  });
  const mean = shapes.reduce((sum, shape) => sum + shape, 0) / shapes.length;
  return shapes.map((shape) => (meanRequestsPerSecond * daySlotSeconds * shape) / mean);
}
