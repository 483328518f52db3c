import { Ec2 } from "./ec2.ts";
import { PerformanceInsights } from "./performance-insights.ts";
import { Rds } from "./rds.ts";
import type { RdsEstate } from "./rds-estate.ts";
import { ServiceQuotas } from "./service-quotas.ts";

/** What AWS answers about an account's databases, by service and operation. */
export const estateOperations = (estate: () => RdsEstate, nowMs: () => number) => {
  const rds = new Rds(estate);
  const insights = new PerformanceInsights(estate, nowMs);
  const ec2 = new Ec2(estate);
  const quotas = new ServiceQuotas(estate);
  return {
    "rds DescribeDBInstances": (input) => rds.describeDBInstances(input),
    "rds DescribeDBClusters": (input) => rds.describeDBClusters(input),
    "rds DescribeDBParameters": (input) => rds.describeDBParameters(input),
    "rds DescribeDBClusterParameters": (input) => rds.describeDBClusterParameters(input),
    "rds DescribeDBProxies": (input) => rds.describeDBProxies(input),
    "rds DescribeDBProxyTargetGroups": (input) => rds.describeDBProxyTargetGroups(input),
    "rds DescribeDBProxyTargets": (input) => rds.describeDBProxyTargets(input),
    "pi ListAvailableResourceMetrics": (input) => insights.listAvailableResourceMetrics(input),
    "pi GetResourceMetrics": (input) => insights.getResourceMetrics(input),
    "ec2 DescribeInstanceTypes": (input) => ec2.describeInstanceTypes(input),
    "service-quotas GetServiceQuota": (input) => quotas.getServiceQuota(input),
  } satisfies Readonly<Record<string, (input: never) => object>>;
};
