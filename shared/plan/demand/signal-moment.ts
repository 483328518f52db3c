import type { ServiceConfig } from "../../config/service-config.ts";
import type { SignalConfig } from "../../config/signal-config.ts";
import { type ServiceMemory, type SignalMoment, tasksAt } from "../memory.ts";
import type { ServiceReading } from "../readings/service-reading.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import { requestRateAt } from "./request-rate.ts";
import { isWarmingUp } from "./warm-up.ts";

/** A utilization in percent can't fall before the load behind it fits, so one that is nearly full says nothing. */
export const saturatedPercent = 95;

/**
 * The newest datapoint of a signal with the tasks and the requests behind it.
 *
 * @returns `null` where not all of it is known, tasks were starting, or the signal doesn't measure what tasks share
 * @throws never
 */
export const signalMoment = (
  service: ServiceConfig,
  signal: SignalConfig,
  { signals }: ServiceReading,
  reading: SignalReading,
  memory: ServiceMemory,
): SignalMoment | null => {
  const point = pointOf(signal, reading);
  if (point === null || !Number.isFinite(point.value) || isWarmingUp(reading, service.startSeconds, memory.running))
    return null;
  const tasks = point.tasks ?? tasksAt(memory.running, point.atMs);
  const requestsPerSecond = rateAt(service, signals, point.atMs, point.periodSeconds);
  if (tasks === null || tasks <= 0 || requestsPerSecond === null) return null;
  return { atMs: point.atMs, value: point.value, tasks, requestsPerSecond };
};

type Point = {
  readonly atMs: number;
  readonly value: number;
  readonly tasks: number | null;
  readonly periodSeconds: number;
};

const pointOf = (signal: SignalConfig, reading: SignalReading): Point | null => {
  if (signal.kind === "target" && signal.measures === "average" && reading.kind === "datapoint") {
    const isFull = signal.metric.namespace === "AWS/ECS" && reading.value >= saturatedPercent;
    return isFull ? null : reading;
  }
  if (signal.kind !== "latency" || reading.kind !== "series") return null;
  const newest = reading.points.at(-1);
  return newest === undefined ? null : { ...newest, tasks: null, periodSeconds: reading.periodSeconds };
};

/** The service's requests per second in the period that begins at a moment, from whichever signal tells them. */
export const rateAt = (
  { signals }: ServiceConfig,
  readings: readonly SignalReading[],
  atMs: number,
  periodSeconds: number,
): number | null => {
  for (const [index, signal] of signals.entries()) {
    const reading = readings[index];
    if ((signal.kind !== "requests" && signal.kind !== "rate") || reading === undefined) continue;
    const perSecond = requestRateAt(signal, reading, atMs, periodSeconds);
    if (perSecond !== null) return perSecond;
  }
  return null;
};
