import { budgetOf, isOneInstance } from "../config/budget.ts";
import type { Config, DatabaseConfig, PoolSetting, ServiceConfig } from "../config/config.ts";
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

/**
 * The inverse plan: not how many tasks a pool allows, but how large a pool the tasks allow.
 *
 * Every service is counted at its maximum, so that with these pools no cap ever binds on the database.
 *
 * @param said sessions that no service explains, by database, where headgate.yml leaves them to be measured
 * @returns fits sorted by database and service
 * @throws never
 */
export const fitPools = (
  config: Config,
  said: ReadonlyMap<string, number> = new Map(),
): { readonly fits: readonly PoolFit[]; readonly unfit: readonly UnfitDatabase[] } => {
  const fits: PoolFit[] = [];
  const unfit: UnfitDatabase[] = [];
  for (const database of config.databases) {
    const users = config.services.flatMap((service) => userOf(service, database.name));
    if (users.length === 0) continue;
    if (!isOneInstance(database)) {
      unfit.push({ database: database.name, because: "how many readers share its load is not known without AWS" });
      continue;
    }
    if (database.maxConnections === null || database.marginConnections === null) {
      unfit.push({ database: database.name, because: "max_connections is not in headgate.yml" });
      continue;
    }
    const unmanagedConnections = database.unmanagedConnections ?? said.get(database.name) ?? null;
    if (unmanagedConnections === null) {
      const because = `the sessions of others are not in headgate.yml: add --unmanaged ${database.name}=N`;
      unfit.push({ database: database.name, because });
      continue;
    }
    const room = roomOf({ ...database, unmanagedConnections }, config.services);
    const marginConnections = database.marginConnections;
    const now = users.map(({ connectionsPerTask }) => connectionsPerTask);
    const together = fillProportionally(users, now, room, marginConnections);
    for (const [index, { service, tasks, connectionsPerTask }] of users.entries()) {
      const alone = largestAlone(users, now, index, room, marginConnections);
      const settings = service.poolSettings.filter((setting) => setting.database === database.name);
      fits.push({
        service: service.name,
        database: database.name,
        tasks,
        nowConnectionsPerTask: connectionsPerTask,
        aloneConnectionsPerTask: alone,
        togetherConnectionsPerTask: together[index]!,
        sizes: sizesFor(settings, together[index]!),
      });
    }
  }
  return { fits, unfit };
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

/** The budget before the replacement of the largest pool, which changes with the pools. */
const roomOf = (database: DatabaseConfig, services: readonly ServiceConfig[]): number => {
  const budget = budgetOf(database, services);
  return (budget.connections ?? 0) + (budget.replacement ?? 0);
};

const fitsWith = (users: readonly User[], pools: readonly number[], room: number, margin: number): boolean => {
  const replacement = Math.max(0, Math.max(...pools) - margin);
  return users.reduce((sum, { tasks }, index) => sum + tasks * pools[index]!, 0) + replacement <= room;
};

const largestAlone = (
  users: readonly User[],
  now: readonly number[],
  index: number,
  room: number,
  margin: number,
): number => {
  let fitting = 0;
  for (let least = 1, most = Math.max(0, room); least <= most; ) {
    const candidate = Math.floor((least + most) / 2);
    if (fitsWith(users, now.with(index, candidate), room, margin)) {
      fitting = candidate;
      least = candidate + 1;
    } else most = candidate - 1;
  }
  return fitting;
};

/** One connection at a time to whoever has least of its present pool; ties go to the smaller name. */
const fillProportionally = (
  users: readonly User[],
  now: readonly number[],
  room: number,
  margin: number,
): readonly number[] => {
  const pools = users.map(() => 0);
  const full = new Set<number>();
  while (full.size < users.length) {
    let next = -1;
    for (const index of users.keys()) {
      if (full.has(index)) continue;
      if (next < 0 || pools[index]! * now[next]! < pools[next]! * now[index]!) next = index;
    }
    if (fitsWith(users, pools.with(next, pools[next]! + 1), room, margin)) pools[next]! += 1;
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
