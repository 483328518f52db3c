import type { ServiceConfig } from "../../config/service-config.ts";
import { isWarmingUp } from "../demand/warm-up.ts";
import { type ServiceMemory, tasksAt } from "../memory.ts";
import type { ServiceReading } from "../readings/service-reading.ts";

/** How busy the tasks of a service are. */
export type Utilization = {
  /** Of the resource, not of the target. */
  readonly percent: number;
  readonly targetPercent: number;
  /** The tasks of the same datapoint that could serve; `null`: not known. */
  readonly tasks: number | null;
  /** Many of its tasks were starting, so the average says little of the others. */
  readonly isWarmingUp: boolean;
};

/** @returns ECS's own CPU metric, a percentage of what the tasks have reserved; `null` where it isn't a signal, or stale */
export const utilizationOf = (
  { signals, startSeconds }: ServiceConfig,
  reading: ServiceReading,
  { running }: ServiceMemory,
  nowMs: number,
): Utilization | null => {
  for (const [index, signal] of signals.entries()) {
    if (signal.kind !== "target" || signal.metric.namespace !== "AWS/ECS") continue;
    if (signal.metric.metricName !== "CPUUtilization") continue;
    const value = reading.signals[index];
    if (value?.kind !== "datapoint" || !Number.isFinite(value.value)) continue;
    const ageSeconds = (nowMs - value.atMs) / 1000 - value.periodSeconds;
    if (ageSeconds > signal.staleAfterSeconds) continue;
    const isStarting = isWarmingUp(value, startSeconds, running);
    return {
      percent: value.value,
      targetPercent: Math.min(100, signal.target),
      // What was starting has served little; what was there before it has.
      tasks: isStarting ? tasksAt(running, value.atMs - startSeconds * 1000) : value.tasks,
      isWarmingUp: isStarting,
    };
  }
  return null;
};
