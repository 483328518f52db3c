import type { ServiceConfig } from "../../config/service-config.ts";
import { rateAt } from "../demand/signal-moment.ts";
import type { ServiceReading } from "../readings/service-reading.ts";

const fullPercent = 100;

/**
 * How far a service was above its target in the minute that begins at a moment, by its requests.
 *
 * Above the target each task keeps more connections busy than it will once the service has grown to what it asks for; a task
 * at 100 % CPU can't be busier, whatever arrives.
 *
 * @param tasks that ran then, >= 0
 * @returns from 1 (at the target, below it, or nobody tells) to 100 % / CPU target
 * @throws never
 */
export const overloadRatioAt = (
  service: ServiceConfig,
  reading: ServiceReading,
  tasks: number,
  atMs: number,
): number => {
  const requests = service.signals.find(({ kind }) => kind === "requests");
  const cpu = service.signals.find(({ name }) => name === "cpu");
  if (requests?.kind !== "requests" || cpu?.kind !== "target" || tasks <= 0) return 1;
  const perSecond = rateAt(service, reading.signals, atMs, minuteSeconds);
  if (perSecond === null) return 1;
  return Math.min(fullPercent / cpu.target, Math.max(1, perSecond / (tasks * requests.targetPerSecond)));
};

/** RDS publishes a datapoint a minute. */
const minuteSeconds = 60;
