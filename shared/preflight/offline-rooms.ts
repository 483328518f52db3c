import { budgetOf, isOneInstance, marginOf } from "../config/budget.ts";
import type { Config } from "../config/config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import type { PreflightProblem } from "./problem.ts";

/** What a person says beside headgate.yml, where nothing is read from AWS. */
export type Assumptions = {
  /** Tasks of other services, by name; whoever isn't named counts at tasks.max. */
  readonly tasks: ReadonlyMap<string, number>;
  /** Sessions that no service explains, by database, where headgate.yml leaves them to be measured. */
  readonly unmanagedConnections: ReadonlyMap<string, number>;
  /** max_connections, by database, where headgate.yml leaves it to be found out. */
  readonly maxConnections: ReadonlyMap<string, number>;
};

export type Room = {
  readonly database: string;
  readonly budgetConnections: number;
  readonly othersConnections: number;
  readonly roomConnections: number;
};

export type Rooms =
  | { readonly kind: "known"; readonly rooms: readonly Room[] }
  | { readonly kind: "refused"; readonly problem: PreflightProblem };

/**
 * What is left for one service on each of its databases, by headgate.yml alone.
 *
 * The careful reading of a file: all other services are at their maximum unless their tasks are named.
 *
 * @returns one room per database of the service; refused where a figure is neither in the file nor said
 * @throws never
 */
export const offlineRooms = (config: Config, service: ServiceConfig, assumptions: Assumptions): Rooms => {
  const rooms: Room[] = [];
  for (const { database: name } of service.pools.filter(({ proxy }) => proxy === null)) {
    const configured = config.databases.find((database) => database.name === name)!;
    if (!isOneInstance(configured)) return readers(name);
    const maxConnections = configured.maxConnections ?? assumptions.maxConnections.get(name) ?? null;
    if (maxConnections === null) {
      return missing(name, "max_connections", `--max-connections ${name}=N`, "maxConnections");
    }
    const unmanagedConnections = configured.unmanagedConnections ?? assumptions.unmanagedConnections.get(name) ?? null;
    if (unmanagedConnections === null) {
      return missing(name, "the number of sessions of others", `--unmanaged ${name}=N`, "unmanagedConnections");
    }
    const marginConnections = configured.marginConnections ?? marginOf(maxConnections);
    const told = { ...configured, maxConnections, marginConnections, unmanagedConnections };
    // Every term is told, so the sum is.
    const budgetConnections = budgetOf(told, config.services).connections!;
    const othersConnections = config.services
      .filter((other) => other.name !== service.name)
      .reduce((sum, other) => sum + connectionsOn(other, name, assumptions.tasks.get(other.name) ?? other.maxTasks), 0);
    rooms.push({
      database: name,
      budgetConnections,
      othersConnections,
      roomConnections: budgetConnections - othersConnections,
    });
  }
  return { kind: "known", rooms };
};

/** Clients of a proxy count in full too: it never opens more than they ask for. */
const connectionsOn = ({ pools }: ServiceConfig, name: string, tasks: number): number =>
  pools.reduce(
    (sum, { database, connectionsPerTask }) => sum + (database === name ? tasks * connectionsPerTask : 0),
    0,
  );

const readers = (database: string): Rooms => ({
  kind: "refused",
  problem: {
    place: `databases.${database}.role`,
    message: `is reader, and how many readers share the load of ${database} is not known without AWS`,
    fix: "read the service's notice deployment-exceeds-budget, which knows them",
  },
});

const missing = (database: string, what: string, option: string, key: string): Rooms => ({
  kind: "refused",
  problem: {
    place: `databases.${database}.${key}`,
    message: `is not in headgate.yml, so ${what} of ${database} is not known without AWS`,
    fix: `add ${option}, or write the key`,
  },
});
