import { Ec2 } from "./ec2.ts";
import { PerformanceInsights } from "./performance-insights.ts";
import { Rds } from "./rds.ts";
import { RdsOperations } from "./rds-operations.ts";
import { type EstateHolder, RdsTimeline } from "./rds-timeline.ts";
import { ServiceQuotas } from "./service-quotas.ts";

/** What AWS answers about an account's databases, by service and operation. */
export const estateOperations = (holder: EstateHolder, nowMs: () => number) => {
  const timeline = new RdsTimeline(holder, nowMs);
  const estate = () => timeline.estate();
  const operations = new RdsOperations(timeline);
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
    "rds DescribeOrderableDBInstanceOptions": (input) => operations.describeOrderableDBInstanceOptions(input),
    "rds ModifyDBInstance": (input) => operations.modifyDBInstance(input),
    "rds CreateDBInstance": (input) => operations.createDBInstance(input),
    "rds CreateDBInstanceReadReplica": (input) => operations.createDBInstanceReadReplica(input),
    "rds StopDBInstance": (input) => operations.stopDBInstance(input),
    "rds StartDBInstance": (input) => operations.startDBInstance(input),
    "rds StopDBCluster": (input) => operations.stopDBCluster(input),
    "rds StartDBCluster": (input) => operations.startDBCluster(input),
    "rds RebootDBInstance": (input) => operations.rebootDBInstance(input),
    "rds FailoverDBCluster": (input) => operations.failoverDBCluster(input),
    "pi ListAvailableResourceMetrics": (input) => insights.listAvailableResourceMetrics(input),
    "pi GetResourceMetrics": (input) => insights.getResourceMetrics(input),
    "ec2 DescribeInstanceTypes": (input) => ec2.describeInstanceTypes(input),
    "service-quotas GetServiceQuota": (input) => quotas.getServiceQuota(input),
  } satisfies Readonly<Record<string, (input: never) => object>>;
};
