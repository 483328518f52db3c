import type { Config } from "../../shared/config/config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { assumed, type DatabaseCalibration, type Figure, measured, type PoolCalibration } from "./calibration.ts";
import { type CalibratedStart, fitElasticPools } from "./fit-elastic-pools.ts";
import type { Fit, PlacedObservation } from "./fit-with-error.ts";
import { loadResponses } from "./follows-load.ts";
import type { History, Reading } from "./history.ts";
import { median } from "./quantile.ts";
import { stableSlots } from "./stable-slots.ts";

export type ConnectionCalibration = {
  readonly database: DatabaseCalibration;
  /** By service. */
  readonly pools: ReadonlyMap<string, PoolCalibration>;
};

/** A service that holds connections to the database, with what is known of it already. */
export type Holder = { readonly service: ServiceConfig; readonly pool: PoolConfig; readonly start: CalibratedStart };

const leastReadings = 30;
/** Readings at another count than the commonest one. */
const leastAtOtherCounts = 10;
const mostErrorRatio = 0.25;
/** RDS publishes late and averages over a minute. */
const metricLagSeconds = 60;
const defaultHoldSeconds = 0.02;
/** A fixed pool may not bind before the CPU does: at full CPU this part of it is busy. */
const busyRatio = 0.5;

/**
 * Connections per task and of others, from a database's connections and the task counts of all its services.
 *
 * Fixed pools are a straight line over the tasks. Elastic ones are played, with the time that a request holds a connection
 * scaled until the played connections move as the recorded ones. A service whose count never changed can't be told from
 * others: its pool in headgate.yml is used.
 */
export function calibrateConnections(
  history: History,
  database: string,
  holders: readonly Holder[],
  config: Config,
): ConnectionCalibration {
  const connections = history.databases.find((one) => one.database === database)?.connections ?? [];
  const slots = steadySlots(history, connections, holders);
  if (slots.length < leastReadings) return fromConfig(database, holders, config, connections);
  const names = holders.map(({ service }) => service.name);
  const responses = loadResponses(history, names, connections, slots);
  const isElastic = ({ service, pool }: Holder): boolean => {
    const kind = responses.get(service.name)?.kind ?? "unknown";
    return kind === "follows" || (kind === "unknown" && pool.kind === "elastic");
  };
  let elastic = holders.filter(isElastic).map(asElastic);
  let fixed = holders.filter((one) => !isElastic(one));
  const tasksOf = (holder: Holder, slot: number): number =>
    history.services.find(({ service }) => service === holder.service.name)?.runningTasks[slot] ?? 0;

  let told = fixed.filter((holder) => countsMove(slots.map((slot) => Math.round(tasksOf(holder, slot)))));
  const untold = new Map(
    fixed
      .filter((one) => !told.includes(one))
      .map(({ service }) => [
        service.name,
        "its task count never changed, so its connections per task can't be separated from others'",
      ]),
  );
  for (;;) {
    const assumedPools = fixed.filter(({ service }) => untold.has(service.name));
    const own = (slot: number): number =>
      assumedPools.reduce((sum, one) => sum + heldAtLeast(one.pool) * tasksOf(one, slot), 0);
    const observations: PlacedObservation[] = slots.map((slot) => ({
      slot,
      x: [1, ...told.map((one) => tasksOf(one, slot))],
      y: (connections[slot] as number) - own(slot),
    }));
    const scaled = fitElasticPools(history, elastic, responses, observations);
    const unseen = elastic.find(({ service }) => scaled.holds.get(service.name)?.confidence === "low");
    if (unseen !== undefined) {
      untold.set(unseen.service.name, "how its elastic pool follows the load can't be told from the recording");
      elastic = elastic.filter((one) => one !== unseen);
      fixed = [...fixed, unseen];
      continue;
    }
    const fit = scaled.fit;
    const worst = fit === null ? told[0] : worstOf(fit, told);
    if (worst !== undefined) {
      untold.set(worst.service.name, "its connections per task can't be told from other services' that scale with it");
      told = told.filter((one) => one !== worst);
      continue;
    }
    const othersFigure = othersOf(fit, assumedPools, observations, scaled.openConnections);
    const kinds = new Map(holders.map((one) => [one.service.name, kindWords(responses.get(one.service.name)?.kind)]));
    const pools = new Map<string, PoolCalibration>();
    for (const [index, holder] of told.entries()) {
      const perTask = measured(
        fit!.coefficients[index + 1]!,
        fit!.plusMinus[index + 1]!,
        fit!.heldOutError,
        fit!.samples,
      );
      pools.set(holder.service.name, fixedPool(holder, perTask, kinds.get(holder.service.name)!));
    }
    for (const holder of assumedPools) {
      const because = untold.get(holder.service.name)!;
      pools.set(holder.service.name, configuredPool(holder, because, responses.get(holder.service.name)?.kind));
    }
    for (const holder of elastic) {
      const hold = scaled.holds.get(holder.service.name)!;
      pools.set(holder.service.name, elasticPool(holder, hold, kinds.get(holder.service.name)!));
    }
    return { database: { database, othersConnections: othersFigure }, pools };
  }
}

/** A pool that follows the load has a minimum below its size, whatever headgate.yml calls it. */
function asElastic(holder: Holder): Holder {
  const { pool } = holder;
  return pool.kind === "elastic"
    ? holder
    : { ...holder, pool: { ...pool, kind: "elastic", minimumConnectionsPerTask: 1 } };
}

function steadySlots(history: History, connections: readonly Reading[], holders: readonly Holder[]): readonly number[] {
  const steady = holders.map(({ service }) => {
    const tasks = history.services.find((one) => one.service === service.name)?.runningTasks ?? [];
    return stableSlots(tasks, history.slotSeconds, service.drainSeconds + service.startSeconds + metricLagSeconds);
  });
  const slots: number[] = [];
  for (let slot = 0; slot < history.slots; slot += 1) {
    if ((connections[slot] ?? null) !== null && steady.every((flags) => flags[slot])) slots.push(slot);
  }
  return slots;
}

function countsMove(counts: readonly number[]): boolean {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  return counts.length - Math.max(...seen.values()) >= leastAtOtherCounts;
}

/** The service whose figure is known worst, if it is known too badly. */
function worstOf(fit: Fit, told: readonly Holder[]): Holder | undefined {
  let worst: { readonly holder: Holder; readonly ratio: number } | undefined;
  for (const [index, holder] of told.entries()) {
    const value = fit.coefficients[index + 1]!;
    const ratio = value <= 0 ? Number.POSITIVE_INFINITY : fit.plusMinus[index + 1]! / value;
    if (ratio > mostErrorRatio && (worst === undefined || ratio > worst.ratio)) worst = { holder, ratio };
  }
  return worst?.holder;
}

function othersOf(
  fit: Fit | null,
  assumedPools: readonly Holder[],
  observations: readonly PlacedObservation[],
  openConnections: number,
): Figure {
  if (fit === null) {
    const rest = Math.max(0, median(observations.map(({ y }) => y)) ?? 0);
    return assumed(rest, "default", "what is left of the recorded connections once the services' pools are taken off");
  }
  const others = Math.max(0, fit.coefficients[0]!);
  if (assumedPools.length > 0) {
    const names = assumedPools.map(({ service }) => service.name).join(", ");
    return assumed(others, "headgate.yml", `what is left once the configured pool of ${names} is taken off`);
  }
  return measured(others, fit.plusMinus[0]! + openConnections, fit.heldOutError, fit.samples);
}

/** Nothing was recorded of the database, or too little at steady counts. */
function fromConfig(
  database: string,
  holders: readonly Holder[],
  config: Config,
  connections: readonly Reading[],
): ConnectionCalibration {
  const because = connections.some((reading) => reading !== null)
    ? `fewer than ${leastReadings} readings of ${database} fall into steady task counts`
    : `no connections of ${database} were recorded`;
  const named = config.databases.find(({ name }) => name === database);
  const listed = named?.connectors.reduce((sum, one) => sum + one.connections, 0) ?? 0;
  const others = (named?.unmanagedConnections ?? 0) + listed;
  return {
    database: { database, othersConnections: assumed(others, "headgate.yml", because) },
    pools: new Map(holders.map((one) => [one.service.name, configuredPool(one, because, "unknown")])),
  };
}

/** What a task surely holds: an elastic pool that can't be seen is taken at its minimum. */
function heldAtLeast(pool: PoolConfig): number {
  return pool.kind === "fixed" ? pool.connectionsPerTask : pool.minimumConnectionsPerTask;
}

function configuredPool(
  { service, pool, start }: Holder,
  because: string,
  response: string | undefined,
): PoolCalibration {
  const isFixed = pool.kind === "fixed" || response === "steady";
  const perTask = isFixed ? heldAtLeast(pool) : pool.connectionsPerTask;
  return {
    database: pool.database,
    kind: isFixed ? "fixed" : "elastic",
    kindBecause: response === "steady" ? kindWords(response) : "as headgate.yml says: the recording can't tell",
    connectionsPerTask: assumed(perTask, "headgate.yml", `${service.name}: ${because}`),
    minimumConnectionsPerTask: isFixed ? perTask : pool.minimumConnectionsPerTask,
    holdSecondsPerRequest: assumedHold(perTask, start),
  };
}

function fixedPool({ pool, start }: Holder, perTask: Figure, kindBecause: string): PoolCalibration {
  return {
    database: pool.database,
    kind: "fixed",
    kindBecause,
    connectionsPerTask: perTask,
    minimumConnectionsPerTask: Math.max(1, Math.round(perTask.value)),
    holdSecondsPerRequest: assumedHold(Math.max(1, perTask.value), start),
  };
}

function elasticPool({ pool }: Holder, hold: Figure, kindBecause: string): PoolCalibration {
  const because = "a recording shows what was used, not what a task may use at most";
  return {
    database: pool.database,
    kind: "elastic",
    kindBecause,
    connectionsPerTask: assumed(pool.connectionsPerTask, "headgate.yml", because),
    minimumConnectionsPerTask: Math.min(pool.minimumConnectionsPerTask, pool.connectionsPerTask),
    holdSecondsPerRequest: hold,
  };
}

function assumedHold(perTask: number, { cpuSecondsPerRequest }: CalibratedStart): Figure {
  const seconds = Math.min(defaultHoldSeconds, busyRatio * perTask * cpuSecondsPerRequest);
  const because = "how long a request holds a connection shows only in elastic pools; the CPU binds before the pool";
  return assumed(seconds, "default", because);
}

function kindWords(response: string | undefined): string {
  switch (response) {
    case "follows":
      return "connections follow the requests while the task counts stay the same";
    case "steady":
      return "connections stay the same while the requests change and the task counts don't";
    default:
      return "not told from the recording: the requests hardly changed at steady task counts";
  }
}
