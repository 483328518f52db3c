import type { Config } from "../shared/config/config.ts";
import type { rdsDetailTypes } from "../shared/events/limits-trigger.ts";
import { patternCharacters, type RuleResource } from "./event-rules.ts";
import { type Intrinsic, resolvedLength } from "./intrinsics.ts";

type RdsPattern = {
  readonly source: readonly ["aws.rds"];
  readonly "detail-type": readonly (typeof rdsDetailTypes)[number][];
  readonly detail?: { readonly SourceIdentifier: readonly Intrinsic[] | readonly string[] };
};

export type PermissionResource = {
  readonly Type: "AWS::Lambda::Permission";
  readonly Properties: Readonly<Record<string, unknown>>;
};

/**
 * The rules that wake the function `limits`, and its permissions to be invoked by them.
 *
 * Members of clusters and parameter groups are named nowhere in headgate.yml, so that their events can't be told apart
 * here: the function drops what it has not read from. Instances, clusters and proxies are told apart where their names
 * are known and fit.
 *
 * @param resourcePrefix begins every rule's name
 * @returns none where headgate.yml has no database
 */
export const limitsRules = (
  config: Config,
  resourcePrefix: string,
): Readonly<Record<string, RuleResource | PermissionResource>> => {
  const { databases, proxies } = config;
  if (databases.length === 0) return {};
  const instances = databases.flatMap(({ at }) => (at.kind === "instance" ? [at.instance] : []));
  const clusters = databases.flatMap(({ at }) => (at.kind === "cluster" ? [at.cluster] : []));
  return {
    ...ruleWithPermission(
      "RdsInstanceRule",
      `${resourcePrefix}-rds-instance`,
      "Database instances change: class, restart, failover",
      narrowed("RDS DB Instance Event", clusters.length === 0 ? instances : null),
    ),
    ...ruleWithPermission(
      "RdsParameterGroupRule",
      `${resourcePrefix}-rds-parameter-group`,
      "Parameter groups change",
      narrowed("RDS DB Parameter Group Event", null),
    ),
    // Any instance may be a member of a cluster that headgate.yml doesn't name: its capacity range is the cluster's.
    ...ruleWithPermission(
      "RdsClusterRule",
      `${resourcePrefix}-rds-cluster`,
      "Clusters change: writer, members, capacity",
      narrowed("RDS DB Cluster Event", instances.length === 0 ? clusters : null),
    ),
    ...(proxies.length === 0
      ? {}
      : ruleWithPermission(
          "RdsProxyRule",
          `${resourcePrefix}-rds-proxy`,
          "Proxies change",
          narrowed(
            "RDS DB Proxy Event",
            proxies.map(({ proxy }) => proxy),
          ),
        )),
  };
};

/** @param names `null`: not known here. Too many of them for a pattern match every one of the kind. */
const narrowed = (detailType: (typeof rdsDetailTypes)[number], names: readonly string[] | null): RdsPattern => {
  const wide: RdsPattern = { source: ["aws.rds"], "detail-type": [detailType] };
  if (names === null) return wide;
  const SourceIdentifier = [...new Set(names)].sort();
  const exact: RdsPattern = { ...wide, detail: { SourceIdentifier } };
  return resolvedLength(exact) <= patternCharacters ? exact : wide;
};

const limitsFunctionArn: Intrinsic = { "Fn::GetAtt": ["LimitsLambdaFunction", "Arn"] };

const ruleWithPermission = (
  id: string,
  name: string,
  description: string,
  pattern: RdsPattern,
): Readonly<Record<string, RuleResource | PermissionResource>> => ({
  [id]: {
    Type: "AWS::Events::Rule",
    Properties: {
      Name: name,
      Description: description,
      EventPattern: pattern,
      State: "ENABLED",
      Targets: [
        {
          Id: "limits",
          Arn: limitsFunctionArn,
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
          // A quarter of an hour: by then the schedule has read it.
          RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 12 },
        },
      ],
    },
  },
  [`${id}Permission`]: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: limitsFunctionArn,
      Principal: "events.amazonaws.com",
      SourceArn: { "Fn::GetAtt": [id, "Arn"] },
    },
  },
});
