import type { ServiceConfig } from "../../config/service-config.ts";
import { ratesOf } from "../demand/rates-of.ts";
import { type ServiceMemory, tasksAt } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { countedAtMs } from "./counted.ts";
import type { PerTaskMemory } from "./graph-memory.ts";
import { type Utilization, utilizationOf } from "./utilization.ts";

/** The requests of one service: what arrives, what it serves, and what its tasks carry. All rates per second. */
export type Flow = {
  /** Start of the period in which its requests were counted. */
  readonly measuredAtMs: number | null;
  /** `null`: its requests aren't counted, or can't be read. */
  readonly arrivingPerSecond: number | null;
  /** Of them what it serves, and so passes on; `null` where `arrivingPerSecond` is. */
  readonly servedPerSecond: number | null;
  /** What one task carries at 100 % of its target; `null`: no signal tells. */
  readonly perTaskPerSecond: number | null;
  /** RUNNING and healthy. */
  readonly healthyTasks: number;
  /** The tasks that served, when that was measured: those since then serve more, and it doesn't show yet. */
  readonly servingTasks: number;
  /** Its utilization is so near to 100 % of the resource that requests may be left over. */
  readonly isSaturated: boolean;
  /** For the next plan. */
  readonly perTaskMemory: PerTaskMemory | null;
};

/** From this utilization on, in percent of the resource, a service may leave requests unserved. */
const saturatedPercent = 90;

/** Below this utilization most of it is what an idle task uses. */
const idlePercent = 10;

/** A release changes what a request costs; a figure from before that is better than none for so long. */
const perTaskValidSeconds = 24 * 3600;

/**
 * Reads a service's requests out of its signals.
 *
 * A service leaves requests *unserved* only while its CPU is at 90 % or more, or its average is of a minute in which many
 * tasks were starting: otherwise every request that arrives finds a task with time for it, however far above its target
 * the service is, so its growth sends nothing more to its callees. Then it serves at most what the CPU in use carries,
 * and the rest waits or fails. Without a utilization nothing shows how busy its tasks are; whatever exceeds what they
 * carry at their target counts as unserved, which asks more of its callees than may come, and never less.
 *
 * What one task carries is taken from minutes that were not saturated: in a saturated one the requests that were turned
 * away would be divided among the tasks as if they had been served.
 *
 * @param before what one task carried, as last seen
 * @returns rates >= 0; served <= arriving
 * @throws never
 */
export const flowOf = (
  service: ServiceConfig,
  reading: ServiceReading,
  counts: TaskCounts,
  memory: ServiceMemory,
  before: PerTaskMemory | null,
  nowMs: number,
): Flow => {
  const { offeredPerSecond, perTaskPerSecond: seenPerTask } = ratesOf(service, reading, counts, memory, nowMs);
  const cpu = utilizationOf(service, reading, memory, nowMs);
  const isSaturated = cpu !== null && (cpu.percent >= saturatedPercent || cpu.isWarmingUp);
  const healthyTasks = healthyTasksOf(counts);
  const measuredAtMs = offeredPerSecond === null ? null : countedAtMs(service, reading);
  const servingTasks = cpu?.tasks ?? tasksAt(memory.running, measuredAtMs ?? nowMs) ?? healthyTasks;
  const seen = { cpu, isSaturated, offeredPerSecond, servingTasks, seenPerTask };
  const perTaskMemory = rememberPerTask(service, seen, before, nowMs);
  const servesAll = (cpu !== null && !isSaturated) || perTaskMemory === null;
  const workingTasks = cpu === null || cpu.isWarmingUp ? servingTasks : (servingTasks * cpu.percent) / 100;
  const mostServed = servesAll ? Number.POSITIVE_INFINITY : perTaskMemory.fullPerSecond * workingTasks;
  return {
    measuredAtMs,
    arrivingPerSecond: offeredPerSecond,
    servedPerSecond: offeredPerSecond === null ? null : Math.min(offeredPerSecond, mostServed),
    perTaskPerSecond: perTaskMemory?.perSecond ?? null,
    healthyTasks,
    servingTasks,
    isSaturated,
    perTaskMemory,
  };
};

/** Where the tasks themselves were not looked at, what runs and fails no health check counts as healthy. */
export const healthyTasksOf = ({ running, unhealthy, healthy }: TaskCounts): number =>
  Math.max(0, Math.min(healthy ?? running, running - unhealthy));

type Seen = {
  readonly cpu: Utilization | null;
  readonly isSaturated: boolean;
  readonly offeredPerSecond: number | null;
  readonly servingTasks: number;
  readonly seenPerTask: number | null;
};

const rememberPerTask = (
  { signals }: ServiceConfig,
  { cpu, isSaturated, offeredPerSecond, servingTasks, seenPerTask }: Seen,
  before: PerTaskMemory | null,
  nowMs: number,
): PerTaskMemory | null => {
  const standing = before !== null && nowMs - before.atMs < perTaskValidSeconds * 1000 ? before : null;
  const isConfigured = signals.some(({ kind }) => kind === "requests");
  const perSecond = isSaturated && !isConfigured ? null : positive(seenPerTask);
  if (perSecond === null) return standing;
  if (cpu === null) return { perSecond, fullPerSecond: perSecond, atMs: nowMs };
  const isTelling = !isSaturated && cpu.percent >= idlePercent && offeredPerSecond !== null && servingTasks > 0;
  const seenFull = isTelling ? positive((offeredPerSecond * 100) / (servingTasks * cpu.percent)) : null;
  const fullPerSecond = seenFull ?? standing?.fullPerSecond ?? (perSecond * 100) / cpu.targetPercent;
  return { perSecond, fullPerSecond: Math.max(perSecond, fullPerSecond), atMs: nowMs };
};

const positive = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) && value > 0 ? value : null;
