import type { ServiceConfig } from "../../config/service-config.ts";
import { type ServiceMemory, tasksAt } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { requestRate } from "./request-rate.ts";
import { rateAt } from "./signal-moment.ts";
import { targetOpinion } from "./target-signal.ts";

/** Requests per second of a service now, and what one of its tasks carries at its target. `null`: not known. */
export type Rates = { readonly offeredPerSecond: number | null; readonly perTaskPerSecond: number | null };

/** Below this share of its target a utilization is mostly what an idle task uses. */
const leastRatio = 0.1;

/**
 * What the call graph needs to know of a service's load.
 *
 * Offered is the rate of the `requests` signal, or of `rate`. What one task carries is the target of `requests`, else
 * worked out: the rate over tasks x value / target of the leading utilization, all of the same datapoint.
 *
 * @param counts the service's tasks, for a datapoint whose count neither CloudWatch nor the memory tells
 * @returns rates >= 0; a rate that no signal tells is `null`, never 0
 * @throws never
 */
export const ratesOf = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  memory: ServiceMemory,
  nowMs: number,
): Rates => ({
  offeredPerSecond: offered(service, reading, nowMs),
  perTaskPerSecond: perTask(service, reading, counts, memory, nowMs),
});

const offered = ({ signals }: ServiceConfig, reading: ServiceReading, nowMs: number): number | null => {
  for (const kind of ["requests", "rate"] as const) {
    for (const [index, signal] of signals.entries()) {
      const signalReading = reading.signals[index];
      if (signal.kind !== kind || signalReading === undefined) continue;
      const rate = requestRate(signal, signalReading, nowMs);
      if (rate.kind === "known") return rate.perSecond;
    }
  }
  return null;
};

const perTask = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  memory: ServiceMemory,
  nowMs: number,
): number | null => {
  const requests = service.signals.find(({ kind }) => kind === "requests");
  if (requests?.kind === "requests") return requests.targetPerSecond;
  let leader: { readonly ratio: number; readonly perSecond: number } | null = null;
  for (const [index, signal] of service.signals.entries()) {
    const signalReading = reading.signals[index];
    if (signal.kind !== "target" || signal.measures !== "average" || !signal.asksAlone) continue;
    if (signalReading?.kind !== "datapoint") continue;
    const opinion = targetOpinion(signal, signalReading, counts.desired, memory.running, nowMs);
    const ratio = signalReading.value / signal.target;
    if (opinion.kind === "hold" && opinion.code === "signal-stale") continue;
    if (!(ratio >= leastRatio) || (leader !== null && leader.ratio >= ratio)) continue;
    const tasks =
      signalReading.tasks ?? tasksAt(memory.running, signalReading.atMs) ?? settledTasks(counts, signalReading.atMs);
    const rate = rateAt(service, reading.signals, signalReading.atMs, signalReading.periodSeconds);
    if (tasks === null || tasks <= 0 || rate === null) continue;
    leader = { ratio, perSecond: rate / (tasks * ratio) };
  }
  return leader?.perSecond ?? null;
};

/** The running count, where no task has started or stopped since. */
const settledTasks = ({ running, lastStartAtMs, lastStopAtMs }: TaskCounts, sinceMs: number): number | null =>
  (lastStartAtMs ?? 0) <= sinceMs && (lastStopAtMs ?? 0) <= sinceMs ? running : null;
