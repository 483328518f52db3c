import { budgetOf, isOneInstance } from "../config/budget.ts";
import type { Config } from "../config/config.ts";
import type { DatabaseConfig } from "../config/database-config.ts";
import type { PoolSetting } from "../config/pool-config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import { held } from "../plan/budget/held.ts";

/** The largest safe pool of one service on one database. */
export type PoolFit = {
  readonly service: string;
  readonly database: string;
  /** Tasks that may hold pools at once: the maximum, with its surge where that is kept free. */
  readonly tasks: number;
  readonly nowConnectionsPerTask: number;
  /** While every other service keeps its pool; 0: not even one connection fits. */
  readonly aloneConnectionsPerTask: number;
  /** When all pools on the database are set anew, each in proportion to what it has now; 0 as above. */
  readonly togetherConnectionsPerTask: number;
  /** Per process, one per pool of the task, for `togetherConnectionsPerTask`; `null`: no pool of at least 1 fits. */
  readonly sizes: readonly number[] | null;
};

/** Why a database has no answer. */
export type UnfitDatabase = { readonly database: string; readonly because: string };

export type PoolFits = { readonly fits: readonly PoolFit[]; readonly unfit: readonly UnfitDatabase[] };

/** What a database has for the pools of services, or why nobody knows. */
export type PoolRoom =
  | {
      readonly kind: "known";
      readonly marginConnections: number;
      /** Whole connections for tasks where so much is kept for one replaced task beyond the margin. */
      readonly budgetWith: (replacementConnections: number) => number;
    }
  | { readonly kind: "unknown"; readonly because: string };

/**
 * The inverse plan: not how many tasks a pool allows, but how large a pool the tasks allow.
 *
 * Every service is counted at its maximum, so that with these pools no cap ever binds on the database.
 *
 * @param said sessions that no service explains, by database, where headgate.yml leaves them to be measured
 * @returns fits sorted by database and service
 * @throws never
 */
export const fitPools = (config: Config, said: ReadonlyMap<string, number> = new Map()): PoolFits =>
  fitPoolsIn(config, (database) => offlineRoom(database, config.services, said));

/**
 * The same with the room of each database from elsewhere, such as from AWS.
 *
 * @param databases only these; in the order of the configuration
 */
export const fitPoolsIn = (
  config: Config,
  roomOf: (database: DatabaseConfig) => PoolRoom,
  databases: readonly DatabaseConfig[] = config.databases,
): PoolFits => {
  const fits: PoolFit[] = [];
  const unfit: UnfitDatabase[] = [];
  for (const database of databases) {
    const users = config.services.flatMap((service) => userOf(service, database.name));
    if (users.length === 0) continue;
    const room = roomOf(database);
    if (room.kind === "unknown") {
      unfit.push({ database: database.name, because: room.because });
      continue;
    }
    const now = users.map(({ connectionsPerTask }) => connectionsPerTask);
    const together = fillProportionally(users, now, room);
    for (const [index, { service, tasks, connectionsPerTask }] of users.entries()) {
      const settings = service.poolSettings.filter((setting) => setting.database === database.name);
      fits.push({
        service: service.name,
        database: database.name,
        tasks,
        nowConnectionsPerTask: connectionsPerTask,
        aloneConnectionsPerTask: largestAlone(users, now, index, room),
        togetherConnectionsPerTask: together[index]!,
        sizes: sizesFor(settings, together[index]!),
      });
    }
  }
  return { fits, unfit };
};

/** By headgate.yml alone. */
const offlineRoom = (
  database: DatabaseConfig,
  services: readonly ServiceConfig[],
  said: ReadonlyMap<string, number>,
): PoolRoom => {
  const unknown = (because: string): PoolRoom => ({ kind: "unknown", because });
  if (!isOneInstance(database)) return unknown("how many readers share its load is not known without AWS");
  const { name, maxConnections, marginConnections } = database;
  if (maxConnections === null || marginConnections === null) return unknown("max_connections is not in headgate.yml");
  const unmanagedConnections = database.unmanagedConnections ?? said.get(name) ?? null;
  if (unmanagedConnections === null)
    return unknown(`the sessions of others are not in headgate.yml: add --unmanaged ${name}=N`);
  const budget = budgetOf({ ...database, unmanagedConnections }, services);
  // The replacement of the largest pool changes with the pools.
  const whole = (budget.connections ?? 0) + (budget.replacement ?? 0);
  return { kind: "known", marginConnections, budgetWith: (replacement) => whole - replacement };
};

type User = { readonly service: ServiceConfig; readonly tasks: number; readonly connectionsPerTask: number };

const userOf = (service: ServiceConfig, database: string): readonly User[] => {
  const pool = service.pools.find((entry) => entry.database === database && entry.proxy === null);
  if (pool === undefined) return [];
  const { maxTasks: desiredTasks, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds } = service;
  const rollout = { desiredTasks, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds };
  const tasks = service.surge === "reserve" ? held(rollout).tasks : desiredTasks;
  return [{ service, tasks, connectionsPerTask: pool.connectionsPerTask }];
};

type KnownRoom = Extract<PoolRoom, { kind: "known" }>;

const fitsWith = (
  users: readonly User[],
  pools: readonly number[],
  { marginConnections, budgetWith }: KnownRoom,
): boolean => {
  const replacement = Math.max(0, Math.max(...pools) - marginConnections);
  return users.reduce((sum, { tasks }, index) => sum + tasks * pools[index]!, 0) <= budgetWith(replacement);
};

const largestAlone = (users: readonly User[], now: readonly number[], index: number, room: KnownRoom): number => {
  let fitting = 0;
  for (let least = 1, most = Math.max(0, room.budgetWith(0)); least <= most; ) {
    const candidate = Math.floor((least + most) / 2);
    if (fitsWith(users, now.with(index, candidate), room)) {
      fitting = candidate;
      least = candidate + 1;
    } else most = candidate - 1;
  }
  return fitting;
};

/** One connection at a time to whoever has least of its present pool; ties go to the smaller name. */
const fillProportionally = (users: readonly User[], now: readonly number[], room: KnownRoom): readonly number[] => {
  const pools = users.map(() => 0);
  const full = new Set<number>();
  while (full.size < users.length) {
    let next = -1;
    for (const index of users.keys()) {
      if (full.has(index)) continue;
      if (next < 0 || pools[index]! * now[next]! < pools[next]! * now[index]!) next = index;
    }
    if (fitsWith(users, pools.with(next, pools[next]! + 1), room)) pools[next]! += 1;
    else full.add(next);
  }
  return pools;
};

/** Spreads a task's connections over its pools in proportion to their sizes, never more than they are. */
const sizesFor = (settings: readonly PoolSetting[], connectionsPerTask: number): readonly number[] | null => {
  const extras = settings.reduce((sum, setting) => sum + setting.extras, 0);
  const pooled = settings.reduce((sum, { size, processes }) => sum + size * processes, 0);
  const sizes = settings.map(({ size }) => Math.floor((size * (connectionsPerTask - extras)) / pooled));
  return sizes.length > 0 && sizes.every((size) => size >= 1) ? sizes : null;
};
