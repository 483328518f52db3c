import type { PoolSpec, WorldSpec } from "../world/spec.ts";

type Bounds = { readonly minTasks: number; readonly maxTasks: number };

/**
 * MaxCapacity as a careful team sets it, by hand, for the services that share a database.
 *
 * floor((usable - others') / connections per task / surge), split in proportion to maxTasks: every service gets the same
 * share of its maxTasks, the largest that fits. Where the scenario has deployments a task counts times its surge; where it
 * has none, once. A pool behind a proxy ends at the proxy, so it takes no part. A service with two databases takes the
 * smaller of its caps.
 *
 * @param bounds by service
 * @returns by service: minTasks..maxTasks
 * @see PEERS, "What a careful team does today"
 */
export function handSetCaps(
  world: Pick<WorldSpec, "services" | "databases" | "deployments">,
  bounds: ReadonlyMap<string, Bounds>,
): ReadonlyMap<string, number> {
  const holds = world.services.flatMap(({ name, pool, maximumPercent }) => {
    if (pool === undefined) return [];
    const surge = surgeOf(name, maximumPercent ?? 200, world.deployments ?? []);
    return databasesOf(pool).map(({ database, connections }) => ({ name, database, connections: connections * surge }));
  });
  const caps = new Map([...bounds].map(([name, { maxTasks }]) => [name, maxTasks]));
  for (const { name: database, maxConnections, reservedConnections, baseConnections } of world.databases) {
    const free = maxConnections - reservedConnections - baseConnections;
    const shared = holds.filter((hold) => hold.database === database);
    const wanted = shared.reduce((sum, { name, connections }) => sum + connections * bounds.get(name)!.maxTasks, 0);
    if (wanted <= free) continue;
    for (const { name } of shared) {
      const { minTasks, maxTasks } = bounds.get(name)!;
      // 9.999... of a division that should give 10 is 10.
      const cap = Math.max(minTasks, Math.floor((maxTasks * free) / wanted + 1e-9));
      caps.set(name, Math.min(caps.get(name)!, cap));
    }
  }
  return caps;
}

function databasesOf({ database, proxy, connectionsPerTask, reader }: PoolSpec) {
  return [
    ...(proxy === undefined ? [{ database, connections: connectionsPerTask }] : []),
    ...(reader === undefined ? [] : [{ database: reader.database, connections: reader.connectionsPerTask }]),
  ];
}

/** The most tasks at once over the desired count, in any deployment of the scenario; 1 where it has none. */
function surgeOf(service: string, maximumPercent: number, deployments: NonNullable<WorldSpec["deployments"]>): number {
  if (deployments.length === 0) return 1;
  const own = deployments
    .filter((deployment) => deployment.service === service)
    .map(({ strategy, maximumPercent: changed }) => ((strategy ?? "rolling") === "rolling" ? (changed ?? 0) : 200));
  return Math.max(maximumPercent, ...own) / 100;
}
