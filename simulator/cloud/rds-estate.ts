/** The databases of an account, as a test describes them; what is left out is as RDS has it by default. */
export type RdsEstate = {
  readonly instances: readonly DbInstanceSpec[];
  readonly clusters: readonly DbClusterSpec[];
  /** DB parameter groups and DB cluster parameter groups. */
  readonly parameterGroups: readonly ParameterGroupSpec[];
  readonly proxies: readonly DbProxySpec[];
  /** Of EC2, which a class runs on. */
  readonly instanceTypes: readonly InstanceTypeSpec[];
  /** What DescribeOrderableDBInstanceOptions lists; absent: nothing is orderable. */
  readonly orderable?: readonly OrderableSpec[];
  /** How long RDS takes for an operation, where a test wants it otherwise. */
  readonly seconds?: Partial<RdsSeconds>;
  /** The account's quota of Fargate vCPU; `null`: Service Quotas knows none. */
  readonly fargateVcpus: number | null;
};

/** How long each takes here; AWS publishes minutes, no figures. */
export const rdsSeconds = { modify: 600, create: 900, stop: 120, start: 300, reboot: 60, failover: 30 } as const;

export type RdsSeconds = Readonly<Record<keyof typeof rdsSeconds, number>>;

export type OrderableSpec = { readonly engine: string; readonly engineVersion: string; readonly instanceClass: string };

export type DbInstanceSpec = {
  /** In lower case, as RDS keeps it. */
  readonly instance: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly status?: string;
  readonly multiAz?: boolean;
  readonly allocatedStorageGib?: number;
  readonly replicaOf?: string;
  /** DB parameter group; the default one of its engine otherwise. */
  readonly parameterGroup?: string;
  readonly parameterApplyStatus?: string;
  readonly performanceInsights?: PerformanceInsightsSpec;
  /** The master user's secret, where RDS keeps it. */
  readonly secretArn?: string;
  /** PendingModifiedValues.DBInstanceClass. */
  readonly pendingClass?: string;
  /** PreferredMaintenanceWindow, UTC: "sun:03:00-sun:03:30", which is the default. */
  readonly maintenanceWindow?: string;
  /** Default 1, as RDS's own. */
  readonly backupRetentionDays?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of a Multi-AZ deployment the one that serves; default "a", and "b" stands by. */
  readonly zone?: "a" | "b";
};

export type PerformanceInsightsSpec = {
  /** "db.User.max_connections", or `null` where the counter is not offered. */
  readonly counter: string | null;
  /** One figure per minute, newest last; `null`: nothing was sampled. */
  readonly values: readonly (number | null)[];
};

export type DbClusterSpec = {
  readonly cluster: string;
  readonly engine: string;
  readonly status?: string;
  /** Instances; `null`: no member is the writer at the moment. */
  readonly writer: string | null;
  readonly readers: readonly string[];
  readonly parameterGroup?: string;
  readonly parameterApplyStatus?: string;
  readonly serverless?: { readonly minAcu: number; readonly maxAcu: number };
  /** Default "provisioned"; "serverless" is Aurora Serverless v1. */
  readonly engineMode?: string;
  /** The Aurora global database that it is in. */
  readonly globalCluster?: string;
  readonly maintenanceWindow?: string;
  readonly backupRetentionDays?: number;
};

export type ParameterGroupSpec = {
  readonly kind: "instance" | "cluster";
  readonly group: string;
  /** What somebody has set; absent: the default. */
  readonly maxConnections?: string;
  /** The default's formula. */
  readonly defaultMaxConnections?: string;
};

export type DbProxySpec = {
  /** DBProxyName. */
  readonly proxy: string;
  readonly status?: string;
  readonly maxConnectionsPercent?: number;
  readonly borrowTimeoutSeconds?: number;
  readonly targets: readonly {
    readonly instance: string;
    readonly role?: "READ_WRITE" | "READ_ONLY";
    readonly health?: string;
  }[];
  /** The cluster that the targets belong to, where the proxy is in front of one. */
  readonly cluster?: string;
};

export type InstanceTypeSpec = { readonly type: string; readonly memoryMib: number; readonly vcpus: number };

/** An account without a database. */
export const emptyEstate: RdsEstate = {
  instances: [],
  clusters: [],
  parameterGroups: [],
  proxies: [],
  instanceTypes: [],
  fargateVcpus: null,
};
