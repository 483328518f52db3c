import type { LimitsClients } from "../../shared/aws/clients.ts";
import { inParallel } from "../../shared/aws/in-parallel.ts";
import { type InstanceType, readInstanceTypes } from "../../shared/aws/read-instance-types.ts";
import { readLimitCounter } from "../../shared/aws/read-performance-insights.ts";
import { type RdsCluster, readRdsClusters } from "../../shared/aws/read-rds-clusters.ts";
import { type RdsInstance, readRdsInstances } from "../../shared/aws/read-rds-instances.ts";
import { type GroupParameter, type ParameterGroup, readMaxConnections } from "../../shared/aws/read-rds-parameters.ts";
import { readRdsProxies } from "../../shared/aws/read-rds-proxies.ts";
import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import { ec2TypeOf } from "../../shared/limits/class-memory.ts";
import type { ProxyFacts } from "../../shared/limits/database-facts.ts";
import { membersOf } from "../../shared/limits/members-of.ts";
import { performanceInsightsCounterOf } from "../../shared/limits/performance-insights-counter.ts";
import type { Reading } from "../../shared/reading.ts";

/** Everything that AWS said in one run; each reading that failed is its own value. */
export type RdsReadings = {
  /** By DBClusterIdentifier: the configured ones, and those that instances say they are in. */
  readonly clusters: ReadonlyMap<string, Reading<RdsCluster>>;
  /** By DBInstanceIdentifier. */
  readonly instances: ReadonlyMap<string, Reading<RdsInstance>>;
  /** By `keyOfGroup`. */
  readonly parameters: ReadonlyMap<string, Reading<GroupParameter>>;
  /** By DbiResourceId; none: not enabled or not offered. */
  readonly counters: ReadonlyMap<string, Reading<number>>;
  /** By EC2's type. */
  readonly types: ReadonlyMap<string, Reading<InstanceType>>;
  /** By DBProxyName. */
  readonly proxies: ReadonlyMap<string, ProxyFacts["facts"]>;
};

type ReadClients = Pick<LimitsClients, "rds" | "performanceInsights" | "ec2">;

/**
 * Reads what the limits of databases rest on. Decides nothing.
 *
 * Where the user gives the limit, parameter groups and counters aren't asked: the figure overrides them.
 *
 * @throws never
 */
export const readRds = async (
  clients: ReadClients,
  databases: readonly DatabaseConfig[],
  proxies: readonly ProxyConfig[],
  nowMs: number,
): Promise<RdsReadings> => {
  const { rds, performanceInsights, ec2 } = clients;
  const [named, proxyFacts] = await Promise.all([
    readRdsClusters(rds, unique(databases.flatMap(({ at }) => (at.kind === "cluster" ? [at.cluster] : [])))),
    readRdsProxies(rds, unique(proxies.map(({ proxy }) => proxy))),
  ]);
  const idsOf = (some: readonly DatabaseConfig[]): readonly string[] =>
    unique(
      some.flatMap(({ at }) => {
        const members = membersOf(at, named);
        return members.kind === "known" ? members.value.map(({ instance }) => instance) : [];
      }),
    );
  const instances = await readRdsInstances(rds, idsOf(databases));
  const found = knownValues(instances);
  const clusters = new Map([
    ...named,
    ...(await readRdsClusters(
      rds,
      unique(found.flatMap(({ cluster }) => (cluster === null || named.has(cluster) ? [] : [cluster]))),
    )),
  ]);
  const unfixed = knownValues(
    new Map(
      idsOf(databases.filter(({ maxConnections }) => maxConnections === null)).map((id) => [id, instances.get(id)!]),
    ),
  );
  const [parameters, counters, types] = await Promise.all([
    readMaxConnections(rds, groupsOf(unfixed, clusters)),
    inParallel(unfixed, async (instance): Promise<readonly [string, Reading<number>][]> => {
      const counter = performanceInsightsCounterOf(instance.engine, instance.instanceClass);
      if (!instance.performanceInsights || counter.kind === "not-offered") return [];
      const reading = await readLimitCounter(performanceInsights, instance.resourceId, counter.name, nowMs);
      return reading === null ? [] : [[instance.resourceId, reading]];
    }),
    readInstanceTypes(ec2, unique(found.flatMap(({ instanceClass }) => ec2TypeOf(instanceClass) ?? []))),
  ]);
  return { clusters, instances, parameters, counters: new Map(counters.flat()), types, proxies: proxyFacts };
};

const groupsOf = (
  instances: readonly RdsInstance[],
  clusters: ReadonlyMap<string, Reading<RdsCluster>>,
): readonly ParameterGroup[] => {
  const own = unique(instances.flatMap(({ parameterGroups }) => parameterGroups.map(({ group }) => group)));
  const shared = unique(
    instances.flatMap(({ cluster }) => {
      const reading = cluster === null ? undefined : clusters.get(cluster);
      return reading?.kind === "known" ? (reading.value.parameterGroup ?? []) : [];
    }),
  );
  return [
    ...own.map((group) => ({ kind: "instance", group }) as const),
    ...shared.map((group) => ({ kind: "cluster", group }) as const),
  ];
};

const knownValues = <T>(readings: ReadonlyMap<string, Reading<T>>): readonly T[] =>
  [...readings.values()].flatMap((reading) => (reading.kind === "known" ? [reading.value] : []));

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
