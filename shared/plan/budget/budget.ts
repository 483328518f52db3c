import type { Config, DatabaseConfig, PoolConfig } from "../../config/config.ts";
import { committedTasks } from "../admit/contender.ts";
import type { FindingCode } from "../explain/codes.ts";
import { type Memory, remembered, type Unmanaged } from "../memory.ts";
import type { Party } from "../party.ts";
import { type ConnectionsDatapoint, type DatabaseReading, noFacts, type Snapshot } from "../snapshot.ts";
import { measureUnmanaged, type PoolHolder } from "./unmanaged.ts";

/**
 * The arithmetic of one database, each term as it stands in headgate.yml:
 * budget = limit - reserved - margin - replacement - connectors - unmanaged; free = budget - committed.
 */
export type Budget = KnownBudget | UnknownBudget;

export type KnownBudget = {
  readonly kind: "known";
  readonly database: string;
  readonly limitConnections: number;
  readonly reservedConnections: number;
  readonly marginConnections: number;
  /** What one replaced task of the largest pool needs beyond the margin. */
  readonly replacementConnections: number;
  readonly connectorConnections: number;
  /** What the plan uses: the user's figure, or the high end of the measured interval. */
  readonly unmanagedConnections: number;
  readonly unmanagedSource: "configured" | "measured";
  readonly unmanagedLowConnections: number;
  readonly budgetConnections: number;
  /** What exists may hold, at its worst: tasks x connections per task, surge and replacement counted. */
  readonly committedConnections: number;
  /** May be negative: more exists than the budget carries. */
  readonly freeConnections: number;
  /** Newest DatabaseConnections, for people; `null` where it isn't read. */
  readonly observedConnections: number | null;
};

/** Nothing that connects to this database may grow. */
export type UnknownBudget = {
  readonly kind: "unknown";
  readonly database: string;
  readonly code: FindingCode;
  readonly detail: string;
  readonly limitConnections: number | null;
  readonly observedConnections: number | null;
};

type BudgetInput = {
  readonly database: DatabaseConfig;
  readonly reading: DatabaseReading;
  /** `null`: a service on this database can't be read. */
  readonly holders: readonly PoolHolder[] | null;
  /** The first service that can't be read, for the notice. */
  readonly unreadable: string | null;
  readonly committedConnections: number;
  /** Of the largest pool on this database. */
  readonly mostConnectionsPerTask: number;
  readonly before: Unmanaged | null;
};

/** DatabaseConnections arrives 2-3 minutes late; past this age it is no basis for growth. */
const staleAfterSeconds = 600;
/** A measurement of the unmanaged sessions serves through a long restless time, not for ever. */
const unmanagedValidSeconds = 24 * 3600;

/**
 * Computes one database's budget, or says why it is unknown.
 *
 * @returns the budget, and the measurement of unmanaged sessions to remember
 * @throws never
 */
const planBudget = (input: BudgetInput, nowMs: number): Budgeted => {
  const { database, reading } = input;
  const connectorConnections = database.connectors.reduce((total, connector) => total + connector.connections, 0);
  const datapoints = reading.connections.kind === "known" ? reading.connections.value.filter(isCount) : [];
  const newest = datapoints.at(-1) ?? null;
  const observedConnections = newest?.maximum ?? null;
  const unmanaged =
    input.holders === null
      ? input.before
      : measureUnmanaged(datapoints, input.holders, connectorConnections, input.before);
  const unknown = (code: FindingCode, detail: string): Budgeted => ({
    budget: {
      kind: "unknown",
      database: database.name,
      code,
      detail,
      limitConnections: database.maxConnections,
      observedConnections,
    },
    unmanaged,
  });

  const { maxConnections: limitConnections, marginConnections } = database;
  if (limitConnections === null || marginConnections === null) {
    return unknown("limit-unknown", `max_connections of ${database.name} is not configured`);
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
  const unmanagedConnections = database.unmanagedConnections ?? unmanaged?.highConnections ?? 0;
  // ECS starts the replacement of an unhealthy task before it stops it. Once per database: see docs/adr/0005.
  const replacementConnections = Math.max(0, input.mostConnectionsPerTask - marginConnections);
  const withheld = database.reservedConnections + marginConnections + replacementConnections;
  const budgetConnections = limitConnections - withheld - connectorConnections - unmanagedConnections;
  return {
    budget: {
      kind: "known",
      database: database.name,
      limitConnections,
      reservedConnections: database.reservedConnections,
      marginConnections,
      replacementConnections,
      connectorConnections,
      unmanagedConnections,
      unmanagedSource: database.unmanagedConnections === null ? "measured" : "configured",
      unmanagedLowConnections: database.unmanagedConnections ?? unmanaged?.lowConnections ?? 0,
      budgetConnections,
      committedConnections: input.committedConnections,
      freeConnections: budgetConnections - input.committedConnections,
      observedConnections,
    },
    unmanaged,
  };
};

/** Anything else is no reading; a sum with it would compare as room. */
const isCount = ({ maximum }: ConnectionsDatapoint): boolean => Number.isFinite(maximum) && maximum >= 0;

export type Budgeted = { readonly budget: Budget; readonly unmanaged: Unmanaged | null };

/** @returns every database of the domain, sorted by name */
export const budgetsOf = (
  snapshot: Snapshot,
  parties: readonly Party[],
  memory: Memory,
  config: Config,
  nowMs: number,
): readonly Budgeted[] => {
  const names = new Set(config.domains.find((domain) => domain.id === snapshot.domain)?.databases ?? []);
  const databases = config.databases
    .filter((database) => names.has(database.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const readings = new Map(snapshot.databases.map((reading) => [reading.name, reading]));
  const users = usersByDatabase(parties);
  return databases.map((database) => {
    const connected = users.get(database.name) ?? [];
    const unreadable = connected.find(({ party }) => party.want.kind === "unreadable")?.party.service.name ?? null;
    const input: BudgetInput = {
      database,
      reading: readings.get(database.name) ?? unread(database),
      unreadable,
      holders: unreadable === null ? connected.flatMap(holderOf) : null,
      committedConnections: connected.reduce(
        (sum, { party, pool }) => sum + committedTasks(party, snapshot.readAtMs) * pool.connectionsPerTask,
        0,
      ),
      mostConnectionsPerTask: Math.max(0, ...connected.map(({ pool }) => pool.connectionsPerTask)),
      before: remembered(memory.databases, database.name)?.unmanaged ?? null,
    };
    return planBudget(input, nowMs);
  });
};

type User = { readonly party: Party; readonly pool: PoolConfig };

const usersByDatabase = (parties: readonly Party[]): ReadonlyMap<string, readonly User[]> => {
  const users = new Map<string, User[]>();
  for (const party of parties) {
    for (const pool of party.service.pools) {
      const entries = users.get(pool.database);
      if (entries === undefined) users.set(pool.database, [{ party, pool }]);
      else entries.push({ party, pool });
    }
  }
  return users;
};

const holderOf = ({ party, pool }: User): readonly PoolHolder[] => {
  const { service, want } = party;
  if (want.kind === "unreadable" || want.kind === "absent") return [];
  const { connectionsPerTask, minimumConnectionsPerTask } = pool;
  return [{ counts: want.counts, drainSeconds: service.drainSeconds, connectionsPerTask, minimumConnectionsPerTask }];
};

const unread = ({ name }: DatabaseConfig): DatabaseReading => ({
  name,
  facts: noFacts,
  connections: { kind: "unknown", because: "no-data", detail: "not read" },
});
