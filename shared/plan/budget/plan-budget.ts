import { marginOf } from "../../config/budget.ts";
import type { DatabaseConfig } from "../../config/database-config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { QuarterMaximum, Unmanaged } from "../memory.ts";
import type { ConnectionsDatapoint, DatabaseReading } from "../readings/database-reading.ts";
import { carriedBudget, shareOfBudget } from "./carried-budget.ts";
import { elasticUseOf, type OverloadAt, rememberElasticUse } from "./elastic-use.ts";
import type { Budget, KnownBudget } from "./known-budget.ts";
import type { LimitUsed } from "./limit-used.ts";
import type { PoolHolder } from "./pool-holder.ts";
import { databasePressure } from "./pressure.ts";
import type { ProxyBudget } from "./proxy-budget.ts";
import { carriedByReaders } from "./readers.ts";
import { keepReplacement } from "./replacement.ts";
import { measureUnmanaged } from "./unmanaged.ts";

export type BudgetInput = {
  readonly database: DatabaseConfig;
  readonly limit: LimitUsed;
  readonly reading: DatabaseReading;
  /** Services that connect without a proxy; `null`: one of them can't be read. */
  readonly holders: readonly PoolHolder[] | null;
  /** The first service that can't be read, for the notice. */
  readonly unreadable: string | null;
  /** The proxies in front of it. */
  readonly proxies: readonly ProxyBudget[];
  /** At what one task is counted, with the share of elastic pools: what exists, and the largest of them. */
  readonly committed: (useMillionths: number | null) => {
    readonly connections: number;
    readonly mostPerTask: number;
  };
  readonly unmanagedBefore: Unmanaged | null;
  readonly elasticUseBefore: readonly QuarterMaximum[];
  readonly overloadAt: OverloadAt;
  /** Growth may have the room for a replaced task now. */
  readonly lendsReplacement: boolean;
};

/** DatabaseConnections arrives 2-3 minutes late; past this age it is no basis for growth. */
const staleAfterSeconds = 600;
/** A measurement of the unmanaged sessions serves through a long restless time, not for ever. */
const unmanagedValidSeconds = 24 * 3600;

export type PlannedBudget = {
  readonly budget: Budget;
  readonly unmanaged: Unmanaged | null;
  readonly elasticUse: readonly QuarterMaximum[];
};

/**
 * Computes one database's budget, or says why it is unknown.
 *
 * DatabaseConnections is two to three minutes late, so it says nothing of tasks that have started since: they are never
 * told from it, but counted at their price from the moment ECS lists them. It only tells other people's sessions, and
 * those only from minutes since which no task has started or stopped.
 *
 * @returns the budget, and what to remember
 * @throws never
 */
export const planBudget = (input: BudgetInput, nowMs: number): PlannedBudget => {
  const { database, reading, limit } = input;
  const connectorConnections = database.connectors.reduce((total, connector) => total + connector.connections, 0);
  const observed = reading.connections.kind === "known" ? reading.connections.value.filter(isCount) : [];
  const newest = observed.at(-1) ?? null;
  const readers = limit.kind === "known" ? limit.readers : null;
  const datapoints = observed.map((datapoint) => withoutProxies(datapoint, reading));
  const unmanaged =
    input.holders === null
      ? input.unmanagedBefore
      : measureUnmanaged(datapoints, input.holders, connectorConnections, input.unmanagedBefore, readers ?? 1);
  // Of readers only the fullest is seen, which doesn't tell what the pools use in all.
  const measurable = readers === null ? datapoints : [];
  const others = database.unmanagedConnections ?? unmanaged?.lowConnections ?? 0;
  const elasticUse = rememberElasticUse(
    input.elasticUseBefore,
    measurable,
    input.holders ?? [],
    others,
    nowMs,
    input.overloadAt,
  );
  const unknown = (code: FindingCode, detail: string, needsMending = false): PlannedBudget => ({
    budget: {
      kind: "unknown",
      database: database.name,
      code,
      detail,
      ...(needsMending ? { needsMending } : {}),
      limitConnections: limit.kind === "known" ? limit.limitConnections : database.maxConnections,
      observedConnections: newest?.maximum ?? null,
    },
    unmanaged,
    elasticUse,
  });

  if (limit.kind === "unknown") {
    // An instance that is stopped, or was not looked at yet, comes back by itself.
    const passes = limit.code === "database-not-available" || isNotRead(reading.facts);
    return unknown(limit.code, limit.detail, !passes);
  }
  if (input.holders === null) return unknown("neighbour-unknown", `${input.unreadable} can't be read`);
  if (database.unmanagedConnections === null) {
    if (reading.connections.kind === "unknown") return unknown("connections-unknown", reading.connections.detail);
    const ageSeconds = newest === null ? null : (nowMs - newest.atMs) / 1000 - newest.periodSeconds;
    if (ageSeconds === null || ageSeconds > staleAfterSeconds) {
      return unknown(
        "connections-stale",
        `the newest datapoint is ${ageSeconds === null ? "missing" : `${Math.round(ageSeconds)} s old`}`,
      );
    }
    if (unmanaged === null || nowMs - unmanaged.measuredAtMs > unmanagedValidSeconds * 1000) {
      return unknown("connections-settling", "no minute without task changes was seen yet");
    }
  }
  const proxied = proxiedMilliConnections(input.proxies, limit.limitConnections);
  if (proxied.kind === "unknown") return unknown(proxied.code, proxied.detail);

  const elasticUseMillionths = elasticUseOf(elasticUse);
  const committed = input.committed(elasticUseMillionths);
  const unmanagedConnections = database.unmanagedConnections ?? unmanaged?.highConnections ?? 0;
  const marginConnections = database.marginConnections ?? marginOf(limit.limitConnections);
  // ECS starts the replacement of an unhealthy task before it stops it. Once per database: see docs/adr/0005.
  const neededConnections = Math.max(0, committed.mostPerTask - marginConnections);
  const withheld = limit.reservedConnections + marginConnections + connectorConnections + unmanagedConnections;
  const ofOne = limit.limitConnections - withheld;
  const replacement = keepReplacement(
    neededConnections,
    committed.connections * 1000 + proxied.milliConnections,
    input.lendsReplacement,
    (keptConnections) => carriedBudget(ofOne - keptConnections, readers, database),
  );
  const { keptConnections, budgetConnections, freeMilliConnections, freeMilliBesideReplacement } = replacement;
  const pressure = databasePressure(reading.pressure, nowMs);
  const budget: KnownBudget = {
    kind: "known",
    database: database.name,
    limitConnections: limit.limitConnections,
    limitExpectedConnections: limit.expectedConnections,
    limitSource: limit.source,
    limitExact: limit.exact,
    limitNotes: limit.notes,
    reservedConnections: limit.reservedConnections,
    marginConnections,
    replacementConnections: keptConnections,
    replacementLentConnections: neededConnections - keptConnections,
    connectorConnections,
    unmanagedConnections,
    unmanagedSource: database.unmanagedConnections === null ? "measured" : "configured",
    unmanagedLowConnections: database.unmanagedConnections ?? unmanaged?.lowConnections ?? 0,
    readers,
    failoverConnections:
      readers === null ? null : shareOfBudget(carriedByReaders(ofOne - keptConnections, readers - 1), database),
    sharePercent: database.sharePercent,
    budgetConnections,
    committedConnections: committed.connections + Math.ceil(proxied.milliConnections / 1000),
    directConnections: committed.connections,
    freeConnections: Math.floor(freeMilliConnections / 1000),
    freeMilliConnections,
    freeMilliBesideReplacement,
    observedConnections: newest?.maximum ?? null,
    elasticUseMillionths,
    saturated: pressure.saturated,
    pressure: pressure.signs,
    pressureUnread: pressure.unread,
  };
  return { budget, unmanaged, elasticUse };
};

/** What the instance sees of a proxy's connections is not other people's: it is counted by the proxy's own budget. */
const withoutProxies = (datapoint: ConnectionsDatapoint, { proxies }: DatabaseReading): ConnectionsDatapoint => {
  const open = proxies.reduce((sum, { connections }) => {
    const same =
      connections.kind === "known" ? connections.value.find(({ atMs }) => atMs === datapoint.atMs) : undefined;
    return same !== undefined && Number.isFinite(same.value) ? sum + Math.max(0, Math.floor(same.value)) : sum;
  }, 0);
  return { ...datapoint, maximum: Math.max(0, datapoint.maximum - open) };
};

type Proxied =
  | { readonly kind: "known"; readonly milliConnections: number }
  | { readonly kind: "unknown"; readonly code: FindingCode; readonly detail: string };

/** A proxy that can't be read counts as the most that it may open; where that is everything, nothing is known. */
const proxiedMilliConnections = (proxies: readonly ProxyBudget[], limitConnections: number): Proxied => {
  let milliConnections = 0;
  for (const proxy of proxies) {
    if (proxy.kind === "known") {
      milliConnections += proxy.atDatabaseMilliConnections;
      continue;
    }
    const { code, detail, mostConnections } = proxy;
    if (mostConnections === null || mostConnections >= limitConnections) {
      return { kind: "unknown", code, detail: `${proxy.proxy}: ${detail}` };
    }
    milliConnections += mostConnections * 1000;
  }
  return { kind: "known", milliConnections };
};

const isNotRead = (facts: DatabaseReading["facts"]): boolean => facts.kind === "unknown" && facts.because === "no-data";

/** Anything else is no reading; a sum with it would compare as room. */
const isCount = ({ maximum }: ConnectionsDatapoint): boolean => Number.isFinite(maximum) && maximum >= 0;
