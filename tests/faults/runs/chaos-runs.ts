import { publishesNothing } from "../../../shared/config/publication.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../../limits-function/estates.ts";
import { recordOf, zoneId } from "../../records/function/records-stack.ts";
import {
  accountChanges,
  type DatabaseWorld,
  databaseConfig,
  databaseWorld,
  orders,
} from "../../runbooks/database-world.ts";
import { worldSpec } from "../../scale/small-world.ts";
import { runScene } from "./run-scene.ts";

const second = (world: DatabaseWorld, deliver: () => Promise<void>): Promise<void> => world.second(deliver);

/** A failover is over and looked at by then; what is watched for later is the late metric of its connections. */
const watchedSeconds = 60;

const failover = { database: "orders", failover: true };

/** What was asked of RDS and ECS; a request that was sent twice because its answer never came is one. */
const asked = (world: DatabaseWorld): readonly string[] => [...new Set(accountChanges(world))];

/** Nothing is connected, so that the watch ends before the database's late metric. */
const publishedConfig = databaseConfig(
  { pools: [], publish: { ...publishesNothing, records: [recordOf({ name: "checkout.shop.internal" })] } },
  {},
  {
    zones: [{ name: "internal", hostedZoneId: zoneId, domain: "shop.internal", policy: "sync" }],
    domains: ["checkout", "search"].map((id) => ({ id, services: [id], databases: [] })),
  },
);

/** Steady at four tasks with a fifth of room, so that two less for a moment ask for no fifth; its records are written. */
const published = async (): Promise<DatabaseWorld> => {
  const world = await databaseWorld({ config: publishedConfig, world: worldSpec(80) });
  await world.live(120);
  world.calls.length = 0;
  return world;
};

const stoppedTasks = runScene({
  runbook: "chaos",
  about: "that stops tasks",
  params: { service: "checkout", tasks: 2 },
  build: published,
  second,
  seconds: 300,
  look: (world) => {
    const stops = world.calls.filter(({ name }) => name === "ecs StopTask").map(({ input }) => String(input["task"]));
    const { desired, running } = world.world.counts("checkout");
    return { stopped: [...new Set(stops)].sort(), counts: [`${desired} desired, ${running} running`] };
  },
});

const failedOverCluster = runScene({
  runbook: "chaos",
  about: "that fails a cluster over",
  params: failover,
  build: () =>
    databaseWorld({
      config: databaseConfig({}, { at: { kind: "cluster", cluster: "orders", role: "writer" } }),
      estate: {
        instances: ["orders-a", "orders-b"].map((instance) => withoutInsights(auroraPostgres(instance))),
        clusters: [auroraCluster({ readers: ["orders-b"] })],
      },
    }),
  second,
  seconds: watchedSeconds,
  look: (world) => ({ writer: [String(world.cloud.estate.clusters[0]?.writer)], asked: asked(world) }),
});

const failedOverInstance = runScene({
  runbook: "chaos",
  about: "that fails an instance over",
  params: failover,
  build: () => databaseWorld({ estate: { instances: [{ ...orders, multiAz: true }] } }),
  second,
  seconds: watchedSeconds,
  look: async (world) => ({
    zone: [String((await world.instance())["AvailabilityZone"])],
    asked: asked(world),
  }),
});

export const chaosRuns = [stoppedTasks, failedOverCluster, failedOverInstance];
