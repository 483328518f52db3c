import type { Config } from "../../config/config.ts";
import type { DatabaseConfig, ProxyConfig } from "../../config/database-config.ts";
import type { PoolConfig } from "../../config/pool-config.ts";
import type { Unknown } from "../../reading.ts";
import { committedTasks } from "../admit/contender-of.ts";
import { type DatabaseMemory, type Memory, recordOf, remembered, type Unmanaged } from "../memory.ts";
import type { Party } from "../party.ts";
import { type DatabaseReading, noFacts, noPressure } from "../readings/database-reading.ts";
import type { Snapshot } from "../snapshot.ts";
import { type OverloadAt, pricedConnections } from "./elastic-use.ts";
import type { Budget } from "./known-budget.ts";
import { lendsReplacement } from "./lends-replacement.ts";
import { limitUsed } from "./limit-used.ts";
import { overloadRatioAt } from "./overload.ts";
import { planBudget } from "./plan-budget.ts";
import type { PoolHolder } from "./pool-holder.ts";
import { type ProxyBudget, type ProxyBudgeted, planProxy } from "./proxy-budget.ts";

export type { Budget, KnownBudget, UnknownBudget } from "./known-budget.ts";

/** A database's budget with those of the proxies in front of it. */
export type Budgeted = {
  readonly budget: Budget;
  /** Sorted by name. */
  readonly proxies: readonly ProxyBudget[];
  readonly unmanaged: Unmanaged | null;
  /** What the budgets want remembered; whoever stores it may add to it. */
  readonly remembered: DatabaseMemory;
};

/** @returns every database of the domain, sorted by name */
export const budgetsOf = (
  snapshot: Snapshot,
  parties: readonly Party[],
  memory: Memory,
  config: Config,
  nowMs: number,
): readonly Budgeted[] => {
  const names = new Set(config.domains.find((domain) => domain.id === snapshot.domain)?.databases ?? []);
  const databases = config.databases.filter((database) => names.has(database.name)).sort(byName);
  const readings = new Map(snapshot.databases.map((reading) => [reading.name, reading]));
  const users = usersByDatabase(parties, snapshot.readAtMs);
  return databases.map((database) => {
    const reading = readings.get(database.name) ?? unread(database);
    const connected = users.get(database.name) ?? [];
    const proxies = config.proxies.filter((proxy) => proxy.database === database.name).sort(byName);
    const before = remembered(memory.databases, database.name);
    return budgetedOf({ database, proxies, reading, connected, before }, nowMs);
  });
};

type Input = {
  readonly database: DatabaseConfig;
  readonly proxies: readonly ProxyConfig[];
  readonly reading: DatabaseReading;
  readonly connected: readonly User[];
  readonly before: DatabaseMemory | null;
};

const budgetedOf = ({ database, proxies, reading, connected, before }: Input, nowMs: number): Budgeted => {
  const limit = limitUsed(database, reading.facts, nowMs);
  const behind = proxies.map((proxy): ProxyBudgeted => {
    const clients = connected.filter(({ pool }) => pool.proxy === proxy.name);
    const input = {
      proxy,
      reading: reading.proxies.find(({ name }) => name === proxy.name) ?? null,
      facts: proxyFactsOf(reading, proxy),
      unreadable: unreadableOf(clients),
      clients: clients.map(({ pool, tasks }) => ({ pool, committedTasks: tasks })),
      holders: clients.flatMap(holderOf),
      limitConnections: limit.kind === "known" ? limit.limitConnections : null,
      before: remembered(before?.borrowedUse ?? {}, proxy.name) ?? [],
    };
    return planProxy(input, nowMs);
  });
  const direct = connected.filter(({ pool }) => pool.proxy === null);
  const unreadable = unreadableOf(direct);
  const planned = planBudget(
    {
      database,
      limit,
      reading,
      unreadable,
      holders: unreadable === null ? direct.flatMap(holderOf) : null,
      proxies: behind.map(({ budget }) => budget),
      committed: (useMillionths) => ({
        connections: direct.reduce((sum, { pool, tasks }) => sum + tasks * pricedConnections(pool, useMillionths), 0),
        mostPerTask: Math.max(0, ...direct.map(({ pool }) => pricedConnections(pool, useMillionths))),
      }),
      unmanagedBefore: before?.unmanaged ?? null,
      elasticUseBefore: before?.elasticUse ?? [],
      overloadAt: overloadOf(direct),
      lendsReplacement: lendsReplacement(
        direct.map(({ party }) => party),
        connected.map(({ party }) => party),
      ),
    },
    nowMs,
  );
  const { budget, unmanaged, elasticUse } = planned;
  // What nobody is counted with is not remembered: a decision is stored with its memory.
  const measures = direct.some(({ pool }) => pool.admission === "measured");
  const borrowing = behind.filter(({ borrowedUse }) => borrowedUse.length > 0);
  return {
    budget,
    proxies: behind.map((proxy) => proxy.budget),
    unmanaged,
    remembered: {
      unmanaged,
      ...(measures ? { elasticUse } : {}),
      ...(borrowing.length === 0
        ? {}
        : {
            borrowedUse: recordOf(
              borrowing,
              (proxy) => proxy.budget.proxy,
              ({ borrowedUse }) => borrowedUse,
            ),
          }),
    },
  };
};

/** A service's pool on a database, with the tasks that it is counted with. */
type User = { readonly party: Party; readonly pool: PoolConfig; readonly tasks: number };

const usersByDatabase = (parties: readonly Party[], readAtMs: number): ReadonlyMap<string, readonly User[]> => {
  const users = new Map<string, User[]>();
  for (const party of parties) {
    if (party.service.pools.length === 0) continue;
    const tasks = committedTasks(party, readAtMs);
    for (const pool of party.service.pools) {
      const user = { party, pool, tasks };
      const entries = users.get(pool.database);
      if (entries === undefined) users.set(pool.database, [user]);
      else entries.push(user);
    }
  }
  return users;
};

/** Over the elastic pools, each with its capacity; a service whose load nobody tells counts as at its target. */
const overloadOf =
  (users: readonly User[]): OverloadAt =>
  (atMs) => {
    let capacity = 0;
    let weighted = 0;
    for (const { party, pool } of users) {
      if (pool.kind === "fixed" || party.want.kind === "unreadable" || party.want.kind === "absent") continue;
      const { running } = party.want.counts;
      const own = running * pool.connectionsPerTask;
      capacity += own;
      weighted += own * overloadRatioAt(party.service, party.reading, running, atMs);
    }
    return capacity > 0 ? weighted / capacity : 1;
  };

const unreadableOf = (users: readonly User[]): string | null =>
  users.find(({ party }) => party.want.kind === "unreadable")?.party.service.name ?? null;

const holderOf = ({ party, pool }: User): readonly PoolHolder[] => {
  const { service, want } = party;
  if (want.kind === "unreadable" || want.kind === "absent") return [];
  const { connectionsPerTask, minimumConnectionsPerTask } = pool;
  return [{ counts: want.counts, drainSeconds: service.drainSeconds, connectionsPerTask, minimumConnectionsPerTask }];
};

const proxyFactsOf = ({ facts }: DatabaseReading, { name }: ProxyConfig) => {
  if (facts.kind === "unknown") return facts;
  return facts.value.proxies.find(({ proxy }) => proxy === name)?.facts ?? proxyUnread;
};

const proxyUnread: Unknown = {
  kind: "unknown",
  because: "no-data",
  detail: "the function limits has not read the proxy yet",
};

const unread = ({ name }: DatabaseConfig): DatabaseReading => ({
  name,
  facts: noFacts,
  connections: { kind: "unknown", because: "no-data", detail: "not read" },
  pressure: noPressure,
  proxies: [],
});

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
