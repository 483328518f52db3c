import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetsCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { FoundDbCluster, FoundInstance, FoundProxy } from "../../shared/discovery/account-readings.ts";
import { everyPage, type Gaps } from "./gaps.ts";

/** @throws never */
export const readInstances = async (rds: RDSClient, gaps: Gaps): Promise<readonly FoundInstance[]> => {
  const instances = await everyPage(gaps, "rds:DescribeDBInstances", "The list of databases", async (Marker) => {
    const page = await rds.send(new DescribeDBInstancesCommand({ Marker }));
    return { items: page.DBInstances ?? [], next: page.Marker };
  });
  return instances.filter(({ Engine }) => !isOtherService(Engine)).flatMap(foundInstance);
};

/** @throws never */
export const readDbClusters = async (rds: RDSClient, gaps: Gaps): Promise<readonly FoundDbCluster[]> => {
  const clusters = await everyPage(gaps, "rds:DescribeDBClusters", "The list of database clusters", async (Marker) => {
    const page = await rds.send(new DescribeDBClustersCommand({ Marker }));
    return { items: page.DBClusters ?? [], next: page.Marker };
  });
  return clusters.filter(({ Engine }) => !isOtherService(Engine)).flatMap(foundCluster);
};

/** RDS lists Neptune's and DocumentDB's too. */
const isOtherService = (engine: string | undefined): boolean => engine === "neptune" || engine === "docdb";

const foundInstance = (instance: DBInstance): readonly FoundInstance[] =>
  instance.DBInstanceIdentifier === undefined
    ? []
    : [
        {
          instance: instance.DBInstanceIdentifier,
          engine: instance.Engine ?? "",
          endpoint: instance.Endpoint?.Address ?? null,
          dbCluster: instance.DBClusterIdentifier ?? null,
          secretArn: instance.MasterUserSecret?.SecretArn ?? null,
        },
      ];

const foundCluster = (cluster: DBCluster): readonly FoundDbCluster[] => {
  if (cluster.DBClusterIdentifier === undefined) return [];
  const members = cluster.DBClusterMembers ?? [];
  const namesOf = (isWriter: boolean): readonly string[] =>
    members
      .filter(({ IsClusterWriter }) => (IsClusterWriter ?? false) === isWriter)
      .flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? []);
  return [
    {
      dbCluster: cluster.DBClusterIdentifier,
      engine: cluster.Engine ?? "",
      endpoint: cluster.Endpoint ?? null,
      readerEndpoint: cluster.ReaderEndpoint ?? null,
      customEndpoints: cluster.CustomEndpoints ?? [],
      writer: namesOf(true)[0] ?? null,
      readers: namesOf(false),
      secretArn: cluster.MasterUserSecret?.SecretArn ?? null,
    },
  ];
};

/** The proxies with where each of them ends. @throws never */
export const readProxies = async (rds: RDSClient, gaps: Gaps): Promise<readonly FoundProxy[]> => {
  const proxies = await everyPage(gaps, "rds:DescribeDBProxies", "The list of proxies", async (Marker) => {
    const page = await rds.send(new DescribeDBProxiesCommand({ Marker }));
    return { items: page.DBProxies ?? [], next: page.Marker };
  });
  const found = await inParallel(proxies, async ({ DBProxyName, Endpoint }): Promise<readonly FoundProxy[]> => {
    if (DBProxyName === undefined) return [];
    return [{ proxy: DBProxyName, endpoint: Endpoint ?? null, target: await targetOf(rds, DBProxyName, gaps) }];
  });
  return found.flat();
};

const targetOf = async (rds: RDSClient, proxy: string, gaps: Gaps): Promise<FoundProxy["target"]> => {
  const targets = await everyPage(gaps, "rds:DescribeDBProxyTargets", `The target of ${proxy}`, async (Marker) => {
    const page = await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName: proxy, Marker }));
    return { items: page.Targets ?? [], next: page.Marker };
  });
  // A proxy of a cluster lists the cluster beside its instances.
  const cluster = targets.find(({ Type }) => Type === "TRACKED_CLUSTER")?.RdsResourceId ?? targets[0]?.TrackedClusterId;
  if (cluster !== undefined) return { kind: "cluster", id: cluster };
  const instance = targets.find(({ Type }) => Type === "RDS_INSTANCE")?.RdsResourceId;
  return instance === undefined ? null : { kind: "instance", id: instance };
};
