import type {
  DescribeDBClusterParametersMessage,
  DescribeDBClustersMessage,
  DescribeDBInstancesMessage,
  DescribeDBParametersMessage,
  DescribeDBProxiesRequest,
  DescribeDBProxyTargetGroupsRequest,
  DescribeDBProxyTargetsRequest,
  Filter,
} from "@aws-sdk/client-rds";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";
import type { DbClusterSpec, DbInstanceSpec, DbProxySpec, ParameterGroupSpec, RdsEstate } from "./rds-estate.ts";

/** RDS's own bound on MaxRecords, and its default. */
const recordsPerPage = 100;
const otherParameters = 3;
export const defaultWindow = "sun:03:00-sun:03:30";

/** RDS over a described estate: what Headgate asks of it, with its filters, pages and errors. */
export class Rds {
  readonly #estate: () => RdsEstate;

  constructor(estate: () => RdsEstate) {
    this.#estate = estate;
  }

  describeDBInstances(input: DescribeDBInstancesMessage): object {
    const { instances, clusters } = this.#estate();
    const id = input.DBInstanceIdentifier?.toLowerCase();
    const wanted = filterValues(input.Filters, "db-instance-id");
    const found = instances.filter(({ instance }) => (id === undefined || instance === id) && wanted(instance));
    if (id !== undefined && found.length === 0)
      throw new AwsError("DBInstanceNotFoundFault", `DBInstance ${id} not found.`, 404);
    const { page, next } = pageOf(found, input.Marker, input.MaxRecords ?? recordsPerPage);
    return { DBInstances: page.map((one) => describeInstance(one, clusters, instances)), Marker: next };
  }

  describeDBClusters(input: DescribeDBClustersMessage): object {
    const id = input.DBClusterIdentifier?.toLowerCase();
    const wanted = filterValues(input.Filters, "db-cluster-id");
    const found = this.#estate().clusters.filter(
      ({ cluster }) => (id === undefined || cluster === id) && wanted(cluster),
    );
    if (id !== undefined && found.length === 0)
      throw new AwsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`, 404);
    const { page, next } = pageOf(found, input.Marker, input.MaxRecords ?? recordsPerPage);
    return { DBClusters: page.map(describeCluster), Marker: next };
  }

  describeDBParameters(input: DescribeDBParametersMessage): object {
    return this.#parameters("instance", input.DBParameterGroupName ?? "", input);
  }

  describeDBClusterParameters(input: DescribeDBClusterParametersMessage): object {
    return this.#parameters("cluster", input.DBClusterParameterGroupName ?? "", input);
  }

  describeDBProxies(input: DescribeDBProxiesRequest): object {
    const { proxies } = this.#estate();
    const found = input.DBProxyName === undefined ? proxies : [this.#proxy(input.DBProxyName)];
    const { page, next } = pageOf(found, input.Marker, input.MaxRecords ?? recordsPerPage);
    return {
      DBProxies: page.map(({ proxy, status }) => ({
        DBProxyName: proxy,
        Status: status ?? "available",
        Endpoint: hostOf(`${proxy.toLowerCase()}.proxy-example`),
      })),
      Marker: next,
    };
  }

  describeDBProxyTargetGroups(input: DescribeDBProxyTargetGroupsRequest): object {
    const { proxy, maxConnectionsPercent, borrowTimeoutSeconds } = this.#proxy(input.DBProxyName);
    return {
      TargetGroups: [
        {
          DBProxyName: proxy,
          TargetGroupName: "default",
          IsDefault: true,
          Status: "available",
          ConnectionPoolConfig: {
            MaxConnectionsPercent: maxConnectionsPercent ?? 100,
            MaxIdleConnectionsPercent: 50,
            ConnectionBorrowTimeout: borrowTimeoutSeconds ?? 120,
            SessionPinningFilters: [],
          },
        },
      ],
    };
  }

  describeDBProxyTargets(input: DescribeDBProxyTargetsRequest): object {
    const { targets, cluster } = this.#proxy(input.DBProxyName);
    const tracked = cluster === undefined ? [] : [{ Type: "TRACKED_CLUSTER", RdsResourceId: cluster }];
    const instances = targets.map(({ instance, role, health }) => ({
      Type: "RDS_INSTANCE",
      RdsResourceId: instance,
      TrackedClusterId: cluster,
      Role: role ?? "READ_WRITE",
      TargetHealth: { State: health ?? "AVAILABLE" },
    }));
    const { page, next } = pageOf([...tracked, ...instances], input.Marker, input.MaxRecords ?? recordsPerPage);
    return { Targets: page, Marker: next };
  }

  #proxy(name: string | undefined): DbProxySpec {
    const proxy = this.#estate().proxies.find((one) => one.proxy === name);
    if (proxy === undefined) throw new AwsError("DBProxyNotFoundFault", `DB proxy ${name} not found.`, 404);
    return proxy;
  }

  #parameters(
    kind: ParameterGroupSpec["kind"],
    name: string,
    input: Pick<DescribeDBParametersMessage, "Filters" | "Marker" | "MaxRecords">,
  ): object {
    const { parameterGroups } = this.#estate();
    const spec = parameterGroups.find((group) => group.kind === kind && group.group === name);
    if (spec === undefined && !name.startsWith("default.")) {
      // Of a cluster's group too: DBClusterParameterGroupNotFoundFault is what other operations answer.
      throw new AwsError(
        "DBParameterGroupNotFoundFault",
        `${kind === "instance" ? "DBParameterGroup" : "DBClusterParameterGroup"} not found: ${name}`,
        404,
      );
    }
    const wanted = filterValues(input.Filters, "parameter-name");
    const found = parametersOf(spec).filter(({ ParameterName }) => wanted(ParameterName));
    const { page, next } = pageOf(found, input.Marker, input.MaxRecords ?? recordsPerPage);
    return { Parameters: page, Marker: next };
  }
}

export const describeInstance = (
  spec: DbInstanceSpec,
  clusters: readonly DbClusterSpec[],
  instances: readonly DbInstanceSpec[],
): object => {
  const cluster = clusters.find(({ writer, readers }) => writer === spec.instance || readers.includes(spec.instance));
  const isPostgres = spec.engine.endsWith("postgres") || spec.engine.endsWith("postgresql");
  return {
    DBInstanceIdentifier: spec.instance,
    DbiResourceId: resourceIdOf(spec.instance),
    DBInstanceStatus: spec.status ?? "available",
    DBInstanceClass: spec.instanceClass,
    Engine: spec.engine,
    EngineVersion: spec.engineVersion,
    MultiAZ: spec.multiAz ?? false,
    AllocatedStorage: spec.allocatedStorageGib ?? (cluster === undefined ? 100 : 1),
    ...(spec.status === "creating"
      ? {}
      : { Endpoint: { Address: hostOf(`${spec.instance}.example`), Port: isPostgres ? 5432 : 3306 } }),
    DBInstanceArn: `arn:aws:rds:eu-central-1:123456789012:db:${spec.instance}`,
    AvailabilityZone: `eu-central-1${spec.zone ?? "a"}`,
    ...(spec.multiAz === true
      ? { SecondaryAvailabilityZone: `eu-central-1${(spec.zone ?? "a") === "a" ? "b" : "a"}` }
      : {}),
    BackupRetentionPeriod: spec.backupRetentionDays ?? 1,
    PreferredMaintenanceWindow: spec.maintenanceWindow ?? defaultWindow,
    PendingModifiedValues: spec.pendingClass === undefined ? {} : { DBInstanceClass: spec.pendingClass },
    ReadReplicaDBInstanceIdentifiers: instances
      .filter(({ replicaOf }) => replicaOf === spec.instance)
      .map(({ instance }) => instance),
    TagList: Object.entries(spec.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ...(spec.secretArn === undefined
      ? {}
      : { MasterUserSecret: { SecretArn: spec.secretArn, SecretStatus: "active" } }),
    PerformanceInsightsEnabled: spec.performanceInsights !== undefined,
    DBParameterGroups: [
      {
        DBParameterGroupName: spec.parameterGroup ?? `default.${spec.engine}${spec.engineVersion.split(".")[0]}`,
        ParameterApplyStatus: spec.parameterApplyStatus ?? "in-sync",
      },
    ],
    ...(cluster === undefined ? {} : { DBClusterIdentifier: cluster.cluster }),
    ...(spec.replicaOf === undefined ? {} : { ReadReplicaSourceDBInstanceIdentifier: spec.replicaOf }),
  };
};

/** The first labels of an endpoint; what follows them is the region's. */
const hostOf = (labels: string): string => `${labels}.rds.amazonaws.com`;

/** DbiResourceId: RDS's own, and nothing of the name is in it. */
export const resourceIdOf = (instance: string): string =>
  `db-${Buffer.from(instance).toString("hex").toUpperCase().slice(0, 40)}`;

export const describeCluster = (spec: DbClusterSpec): object => {
  const member = (DBInstanceIdentifier: string, IsClusterWriter: boolean): object => ({
    DBInstanceIdentifier,
    IsClusterWriter,
    DBClusterParameterGroupStatus: spec.parameterApplyStatus ?? "in-sync",
  });
  return {
    DBClusterIdentifier: spec.cluster,
    Endpoint: hostOf(`${spec.cluster}.cluster-example`),
    ReaderEndpoint: hostOf(`${spec.cluster}.cluster-ro-example`),
    Engine: spec.engine,
    Status: spec.status ?? "available",
    EngineMode: spec.engineMode ?? "provisioned",
    BackupRetentionPeriod: spec.backupRetentionDays ?? 1,
    PreferredMaintenanceWindow: spec.maintenanceWindow ?? defaultWindow,
    ...(spec.globalCluster === undefined ? {} : { GlobalClusterIdentifier: spec.globalCluster }),
    DBClusterParameterGroup: spec.parameterGroup ?? `default.${spec.engine}`,
    DBClusterMembers: [
      ...(spec.writer === null ? [] : [member(spec.writer, true)]),
      ...spec.readers.map((reader) => member(reader, false)),
    ],
    ...(spec.serverless === undefined
      ? {}
      : {
          ServerlessV2ScalingConfiguration: {
            MinCapacity: spec.serverless.minAcu,
            MaxCapacity: spec.serverless.maxAcu,
          },
        }),
  };
};

/** A few others before it: whoever doesn't filter has to look for it. */
const parametersOf = (spec: ParameterGroupSpec | undefined) => [
  ...Array.from({ length: otherParameters }, (_, index) => ({
    ParameterName: `a_parameter_${index}`,
    Source: "system",
  })),
  {
    ParameterName: "max_connections",
    ...(spec?.maxConnections !== undefined
      ? { ParameterValue: spec.maxConnections, Source: "user" }
      : {
          ...(spec?.defaultMaxConnections === undefined ? {} : { ParameterValue: spec.defaultMaxConnections }),
          Source: "system",
        }),
  },
];

/** @throws AwsError for a filter that RDS doesn't have */
const filterValues = (filters: readonly Filter[] | undefined, name: string): ((value: string) => boolean) => {
  for (const { Name } of filters ?? []) {
    if (Name !== name) throw new AwsError("InvalidParameterValue", `Unrecognized filter name: ${Name}`);
  }
  const [filter] = filters ?? [];
  if (filter === undefined) return () => true;
  const values = new Set(filter.Values ?? []);
  return (value) => values.has(value);
};
