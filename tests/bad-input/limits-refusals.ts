import { resourceIdOf } from "../../simulator/cloud/rds.ts";
import type { DbInstanceSpec } from "../../simulator/cloud/rds-estate.ts";
import { auroraPostgres, postgres, withoutInsights } from "../limits-function/estates.ts";
import { writerOf } from "../limits-function/limits-stack.ts";
import { allGrow, allHeld, heldOnBad, type Proof } from "./prove.ts";
import { proxyOf, viaProxy } from "./proxied.ts";
import type { RefusalRow } from "./refusal-row.ts";
import { soundEstate, trueLimits, twoDatabasesConfig } from "./two-databases.ts";

const [, goodInstance] = soundEstate.instances as [DbInstanceSpec, DbInstanceSpec];

/** A cluster whose group says what its writer accepts. */
const onCluster = {
  config: twoDatabasesConfig({ bad: { at: writerOf("bad-cluster") } }),
  broken: {
    instances: [withoutInsights(auroraPostgres("bad-1")), goodInstance],
    clusters: [
      {
        cluster: "bad-cluster",
        engine: "aurora-postgresql",
        writer: "bad-1",
        readers: [],
        parameterGroup: "bad-shared",
      },
    ],
    parameterGroups: [{ kind: "cluster", group: "bad-shared", maxConnections: String(trueLimits.bad) }],
  },
  mended: {},
} as const;

/** The counter and the group's literal say the same. */
const countedAs = (values: readonly (number | null)[]): Pick<Proof, "broken" | "mended"> => ({
  broken: {
    instances: [
      postgres("bad-1", {
        parameterGroup: "bad-own",
        performanceInsights: { counter: "db.User.max_connections", values },
      }),
      goodInstance,
    ],
  },
  mended: {
    instances: [postgres("bad-1", { parameterGroup: "bad-own", performanceInsights: counting }), goodInstance],
  },
});
const limit = trueLimits.bad;
const counting = { counter: "db.User.max_connections", values: [limit, limit, limit, limit, limit] };

/** A class that only EC2 knows, under a formula of its memory. */
const newClass = {
  broken: {
    instances: [
      withoutInsights(postgres("bad-1", { instanceClass: "db.z99.large", parameterGroup: "bad-own" })),
      goodInstance,
    ],
    parameterGroups: [{ kind: "instance", group: "bad-own", maxConnections: "{DBInstanceClassMemory/122713351}" }],
    instanceTypes: [{ type: "z99.large", memoryMib: 16_384, vcpus: 2 }, ...soundEstate.instanceTypes],
  },
  mended: {},
} as const;

const rds = { denied: "AccessDenied", throttled: "Throttling" };

/** Every action that `limits` calls. */
export const limitsRefusals: readonly RefusalRow[] = [
  {
    operation: "rds DescribeDBInstances",
    action: "rds:DescribeDBInstances",
    when: "of every database",
    ...rds,
    proof: (action) => allHeld("limit-unknown", action),
  },
  {
    operation: "rds DescribeDBClusters",
    action: "rds:DescribeDBClusters",
    when: "of a database on a cluster",
    ...rds,
    proof: (action) => ({ ...onCluster, ...heldOnBad("limit-unknown", `${action} bad-cluster`) }),
  },
  {
    operation: "rds DescribeDBParameters",
    action: "rds:DescribeDBParameters",
    when: "of a database without a counter",
    ...rds,
    proof: (action) => heldOnBad("limit-unknown", "bad-1", `${action} bad-own`),
  },
  {
    operation: "rds DescribeDBClusterParameters",
    action: "rds:DescribeDBClusterParameters",
    when: "of a cluster without a counter",
    ...rds,
    proof: (action) => ({ ...onCluster, ...heldOnBad("limit-unknown", "bad-1", `${action} bad-shared`) }),
  },
  {
    operation: "pi GetResourceMetrics",
    action: "pi:GetResourceMetrics",
    when: "where the group's literal says the same",
    denied: "NotAuthorizedException",
    throttled: "ThrottlingException",
    only: ({ input }) => input["Identifier"] === resourceIdOf("bad-1"),
    proof: (action) => ({ ...countedAs(counting.values), ...allGrow("limit-imprecise", "bad", "bad-1", action) }),
  },
  {
    operation: "pi ListAvailableResourceMetrics",
    action: "pi:ListAvailableResourceMetrics",
    when: "where the counter has no figure and the group's literal has",
    denied: "NotAuthorizedException",
    throttled: "ThrottlingException",
    proof: (action) => ({
      ...countedAs([null]),
      ...allGrow("limit-imprecise", "bad", "bad-1", action),
    }),
  },
  {
    operation: "pi GetResourceMetrics",
    action: "pi:GetResourceMetrics",
    when: "where the group has a typo",
    denied: "NotAuthorizedException",
    throttled: "ThrottlingException",
    only: ({ input }) => input["Identifier"] === resourceIdOf("bad-1"),
    proof: (action) => ({
      broken: {
        ...countedAs(counting.values).broken,
        parameterGroups: [{ kind: "instance", group: "bad-own", maxConnections: "{DBInstanceClasMemory/9531392}" }],
      },
      mended: {},
      ...heldOnBad("limit-unknown", "{DBInstanceClasMemory/9531392}", action),
    }),
  },
  {
    operation: "ec2 DescribeInstanceTypes",
    action: "ec2:DescribeInstanceTypes",
    when: "where the limit rests on a literal",
    denied: "UnauthorizedOperation",
    throttled: "RequestLimitExceeded",
    proof: (action) => allGrow("limit-imprecise", "bad", "bad-1", `${action} r6g.large`),
  },
  {
    operation: "ec2 DescribeInstanceTypes",
    action: "ec2:DescribeInstanceTypes",
    when: "where the limit rests on the memory of a class that only EC2 knows",
    denied: "UnauthorizedOperation",
    throttled: "RequestLimitExceeded",
    proof: (action) => ({
      ...newClass,
      ...heldOnBad("limit-unknown", "bad-1", "the memory of db.z99.large is not known", `${action} z99.large`),
    }),
  },
  ...["DescribeDBProxies", "DescribeDBProxyTargetGroups", "DescribeDBProxyTargets"].map(
    (name): RefusalRow => ({
      operation: `rds ${name}`,
      action: `rds:${name}`,
      when: "of a database behind a proxy",
      ...rds,
      proof: (action) => ({ ...viaProxy, broken: proxyOf(), ...heldOnBad("proxy-unknown", `${action} bad-front`) }),
    }),
  ),
  {
    operation: "service-quotas GetServiceQuota",
    action: "servicequotas:GetServiceQuota",
    when: "which then caps nothing",
    denied: "AccessDeniedException",
    throttled: "TooManyRequestsException",
    proof: (action) => ({
      broken: { fargateVcpus: 140 },
      mended: {},
      ...allGrow("fargate-quota-unknown", "api", action),
    }),
  },
];
