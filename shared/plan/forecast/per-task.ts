import type { ServiceConfig } from "../../config/service-config.ts";
import { ratesOf } from "../demand/rates-of.ts";
import { utilizationOf } from "../graph/utilization.ts";
import type { ServiceMemory } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import type { LearnedPerTask } from "./forecast-memory.ts";

/** From this utilization on requests may be left over, and what is left over was not carried. */
const saturatedPercent = 90;
/** A figure that moves with the mix of requests, not with one minute's noise. */
const newestWeight = 0.25;
/** A release changes what a request costs. */
const validMs = 24 * 3_600_000;

/**
 * What one task carries at its target, learned from its utilization: of minutes in which the tasks were neither full nor
 * starting, and nginx turned nobody away. One datapoint is learned from once.
 *
 * @param atMs start of the newest datapoint of the request rate
 * @returns `null`: nothing of the last day tells
 * @throws never
 */
export const learnPerTask = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  memory: ServiceMemory,
  before: LearnedPerTask | null,
  atMs: number,
  nowMs: number,
): LearnedPerTask | null => {
  const standing = before !== null && nowMs - before.atMs < validMs ? before : null;
  if (standing !== null && atMs <= standing.atMs) return standing;
  const cpu = utilizationOf(service, reading, memory, nowMs);
  const isFull = cpu !== null && (cpu.percent >= saturatedPercent || cpu.isWarmingUp);
  if (isFull || (memory.gate?.posted?.requestsPerSecond ?? null) !== null) return standing;
  const seen = ratesOf(service, reading, counts, memory, nowMs).perTaskPerSecond;
  if (seen === null || !Number.isFinite(seen) || seen <= 0) return standing;
  const perSecond = standing === null ? seen : standing.perSecond + newestWeight * (seen - standing.perSecond);
  return { atMs, perSecond };
};
