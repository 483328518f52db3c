import { auroraCluster, auroraPostgres, withoutInsights } from "../../limits-function/estates.ts";
import {
  accountChanges,
  type DatabaseWorld,
  databaseConfig,
  databaseWorld,
  orderable,
  orders,
} from "../../runbooks/database-world.ts";
import { worldSpec } from "../../scale/small-world.ts";
import { runScene } from "./run-scene.ts";

/** Only what the runs did; a request that was sent twice because its answer never came is one. */
const changesOf = (world: DatabaseWorld): readonly string[] => [
  ...new Set(accountChanges(world).filter((name) => name.startsWith("rds"))),
];

const instancesOf = ({ cloud }: DatabaseWorld): readonly string[] =>
  cloud.estate.instances.map(({ instance, instanceClass }) => `${instance} ${instanceClass}`);

const second = (world: DatabaseWorld, deliver: () => Promise<void>): Promise<void> => world.second(deliver);

const resize = runScene({
  runbook: "resize-database",
  params: { database: "orders", class: "db.r6g.xlarge", when: "now" },
  build: () => databaseWorld({ estate: { seconds: { modify: 40, failover: 20 } } }),
  second,
  seconds: 400,
  look: (world) => ({ instances: instancesOf(world), changes: changesOf(world) }),
});

const replica = runScene({
  runbook: "add-read-replica",
  params: { database: "orders" },
  build: () => databaseWorld({ estate: { seconds: { create: 60 } } }),
  second,
  seconds: 400,
  look: (world) => ({ instances: instancesOf(world), changes: changesOf(world) }),
});

const quickPace = {
  upPercent: 100,
  upPeriodSeconds: 30,
  downPercent: 100,
  downPeriodSeconds: 1,
  stabilizationSeconds: 0,
};

/** Nobody else is on `orders`. */
const quietWorld = () => {
  const spec = worldSpec();
  return { ...spec, databases: spec.databases.map((database) => ({ ...database, baseConnections: 0 })) };
};

const park = runScene({
  runbook: "park",
  params: { services: ["checkout"], databases: ["orders"], until: "900s" },
  build: () =>
    databaseWorld({
      config: databaseConfig({ pace: quickPace, drainSeconds: 30 }, { unmanagedConnections: 0 }),
      world: quietWorld(),
      estate: { instances: [orders], seconds: { stop: 20, start: 20 } },
    }),
  second,
  seconds: 1300,
  look: async (world) => ({
    status: [String((await world.instance())["DBInstanceStatus"])],
    changes: changesOf(world),
    isServing: [String(world.world.counts("checkout").running > 0)],
  }),
});

const writerOf = { at: { kind: "cluster", cluster: "orders", role: "writer" } } as const;

/** A writer, and one reader where there are two. */
const cluster = (...instances: readonly [string, ...string[]]) => ({
  instances: instances.map((instance) => withoutInsights(auroraPostgres(instance))),
  clusters: [auroraCluster({ writer: instances[0], readers: instances.slice(1) })],
});

const clusterResize = runScene({
  runbook: "resize-database",
  about: "of a cluster",
  params: { database: "orders", class: "db.r6g.xlarge", when: "now" },
  build: () =>
    databaseWorld({
      config: databaseConfig({}, writerOf),
      estate: {
        ...cluster("orders-a", "orders-b"),
        orderable: orderable("aurora-postgresql", "db.r6g.xlarge") ?? [],
        seconds: { modify: 40, failover: 20 },
      },
    }),
  second,
  seconds: 600,
  look: (world) => ({
    instances: instancesOf(world),
    writer: [String(world.cloud.estate.clusters[0]?.writer)],
    changes: changesOf(world),
  }),
});

const clusterReplica = runScene({
  runbook: "add-read-replica",
  about: "of a cluster",
  params: { database: "orders" },
  build: () =>
    databaseWorld({
      config: databaseConfig({}, writerOf),
      estate: { ...cluster("orders-a", "orders-b"), seconds: { create: 60 } },
    }),
  second,
  seconds: 400,
  look: (world) => ({
    readers: world.cloud.estate.clusters[0]?.readers ?? [],
    instances: instancesOf(world),
    changes: changesOf(world),
  }),
});

const clusterPark = runScene({
  runbook: "park",
  about: "of a cluster",
  params: { services: ["checkout"], databases: ["orders"], until: "900s" },
  build: () =>
    databaseWorld({
      config: databaseConfig({ pace: quickPace, drainSeconds: 30 }, { ...writerOf, unmanagedConnections: 0 }),
      world: quietWorld(),
      estate: { ...cluster("orders-a"), seconds: { stop: 20, start: 20 } },
    }),
  second,
  seconds: 1300,
  look: async (world) => ({
    status: [String((await world.instance("orders-a"))["DBInstanceStatus"])],
    changes: changesOf(world),
    isServing: [String(world.world.counts("checkout").running > 0)],
  }),
});

export const databaseRuns = [resize, replica, park, clusterResize, clusterReplica, clusterPark];
