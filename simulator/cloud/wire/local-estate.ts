import type { Config } from "../../../shared/config/config.ts";
import type { DatabaseConfig } from "../../../shared/config/database-config.ts";
import type { DbClusterSpec, DbInstanceSpec, RdsEstate } from "../rds-estate.ts";

/** What an unknown limit is there; the counter says it. */
export const localLimit = 1_000;

/**
 * The databases of headgate.yml as an account may have them: each an instance of two vCPU, or a cluster of a writer and
 * a reader, with Performance Insights; each proxy in front of its database.
 */
export const localEstate = (config: Config): RdsEstate => {
  const clusters = [
    ...new Map(
      config.databases.flatMap((database): [string, DatabaseConfig][] =>
        database.at.kind === "cluster" ? [[database.at.cluster, database]] : [],
      ),
    ),
  ].map(
    ([cluster, { engine }]): DbClusterSpec => ({
      cluster,
      engine: auroraOf(engine),
      writer: `${cluster}-1`,
      readers: [`${cluster}-2`],
    }),
  );
  return {
    clusters,
    instances: [
      ...config.databases.flatMap((database) =>
        database.at.kind === "instance"
          ? [instanceOf(database.at.instance, database.engine, database.maxConnections ?? localLimit)]
          : [],
      ),
      ...clusters.flatMap(({ engine, writer, readers }) =>
        [writer!, ...readers].map((instance) => instanceOf(instance, engine, localLimit)),
      ),
    ],
    parameterGroups: [],
    proxies: config.proxies.map(({ proxy, database }) => ({
      proxy,
      targets: config.databases.flatMap(({ name, at }) =>
        name !== database ? [] : [{ instance: at.kind === "instance" ? at.instance : `${at.cluster}-1` }],
      ),
    })),
    instanceTypes: [{ type: "r6g.large", memoryMib: 16_384, vcpus: 2 }],
    fargateVcpus: 140,
  };
};

const instanceOf = (instance: string, engine: string, limit: number): DbInstanceSpec => ({
  instance,
  engine,
  engineVersion: engine.includes("postgres") ? "16.4" : "8.0",
  instanceClass: "db.r6g.large",
  performanceInsights: {
    counter: engine === "aurora-mysql" ? "db.Users.max_connections" : "db.User.max_connections",
    values: Array.from({ length: 5 }, () => limit),
  },
});

/** MariaDB has no Aurora. */
const auroraOf = (engine: DatabaseConfig["engine"]): string =>
  engine === "postgres" ? "aurora-postgresql" : "aurora-mysql";
