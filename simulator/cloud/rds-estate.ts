/** The databases of an account, as a test describes them; what is left out is as RDS has it by default. */
export type RdsEstate = {
  readonly instances: readonly DbInstanceSpec[];
  readonly clusters: readonly DbClusterSpec[];
  /** DB parameter groups and DB cluster parameter groups. */
  readonly parameterGroups: readonly ParameterGroupSpec[];
  readonly proxies: readonly DbProxySpec[];
  /** Of EC2, which a class runs on. */
  readonly instanceTypes: readonly InstanceTypeSpec[];
  /** The account's quota of Fargate vCPU; `null`: Service Quotas knows none. */
  readonly fargateVcpus: number | null;
};

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
