import { factsPartition } from "../shared/aws/facts-table.ts";
import { fargateQuota } from "../shared/aws/read-quotas.ts";
import type { Config } from "../shared/config/config.ts";
import { arn, arnOf } from "./intrinsics.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import type { Statement } from "./statement.ts";

/**
 * What the role of `limits` may do: look at databases, write what it found into its own part of the table, wake domains.
 *
 * By the kind of resource and not by name: who is behind a cluster, and which parameter groups, is read and not
 * configured, and one call reads a hundred instances only where the role may describe any.
 */
export const limitsStatements = (config: Config, logGroup: string): readonly Statement[] => [
  ...runtimeStatements(logGroup),
  {
    Sid: "ReadDatabases",
    Effect: "Allow",
    Action: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
    Resource: [arn("rds", "cluster:*"), arn("rds", "db:*")],
  },
  {
    Sid: "ReadParameterGroups",
    Effect: "Allow",
    Action: ["rds:DescribeDBClusterParameters", "rds:DescribeDBParameters"],
    Resource: [arn("rds", "cluster-pg:*"), arn("rds", "pg:*")],
  },
  ...(config.proxies.length === 0 ? [] : [readProxies]),
  {
    Sid: "ReadCounters",
    Effect: "Allow",
    Action: ["pi:GetResourceMetrics", "pi:ListAvailableResourceMetrics"],
    Resource: [arn("pi", "metrics/rds/*")],
  },
  { Sid: "ReadInstanceTypes", Effect: "Allow", Action: ["ec2:DescribeInstanceTypes"], Resource: "*" },
  {
    Sid: "ReadFargateQuota",
    Effect: "Allow",
    Action: ["servicequotas:GetServiceQuota"],
    Resource: [arn("servicequotas", `${fargateQuota.ServiceCode}/${fargateQuota.QuotaCode}`)],
  },
  {
    Sid: "KeepFacts",
    Effect: "Allow",
    Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    Resource: [arnOf("Table")],
    Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [factsPartition] } },
  },
  {
    Sid: "WakeDomains",
    Effect: "Allow",
    Action: ["sqs:SendMessage"],
    // The dead-letter queue too: what can't be read goes there, and what Lambda gave up.
    Resource: [arnOf("EventsQueue"), arnOf("EventsDeadLetterQueue")],
  },
];

/** A proxy's ARN has RDS's own id in it and not its name. */
const readProxies: Statement = {
  Sid: "ReadProxies",
  Effect: "Allow",
  Action: ["rds:DescribeDBProxies", "rds:DescribeDBProxyTargetGroups", "rds:DescribeDBProxyTargets"],
  Resource: [arn("rds", "db-proxy:*"), arn("rds", "target-group:*")],
};
