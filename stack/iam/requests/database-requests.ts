import {
  arnAt,
  awsGivenId,
  type CommandInput,
  type IamRequest,
  type Place,
  type RequestRules,
  request,
} from "../iam-request.ts";

/** RDS is asked about all of a kind where a command names none of it, or picks by a filter. */
const named = (action: string, kind: string, name: string | undefined, place: Place): IamRequest =>
  request(`rds:${action}`, arnAt(place, "rds", `${kind}:${name ?? "*"}`));

const onInstance =
  (action: string) =>
  ({ DBInstanceIdentifier }: CommandInput, place: Place) => [named(action, "db", DBInstanceIdentifier, place)];
const onCluster =
  (action: string) =>
  ({ DBClusterIdentifier }: CommandInput, place: Place) => [named(action, "cluster", DBClusterIdentifier, place)];

/** A new instance gets the groups of what it is made from, whose names are RDS's or the user's. */
const groupsOf = (action: string, place: Place): readonly IamRequest[] =>
  ["og", "pg", "subgrp"].map((kind) => named(action, kind, awsGivenId, place));

const tagged = ({ DBInstanceIdentifier, Tags = [] }: CommandInput, place: Place): readonly IamRequest[] =>
  Tags.length === 0 ? [] : [named("AddTagsToResource", "db", DBInstanceIdentifier, place)];

/** @see Service Authorization Reference, Amazon RDS */
export const databaseRequests: RequestRules = {
  CreateDBInstance: (input, place) => [
    named("CreateDBInstance", "db", input.DBInstanceIdentifier, place),
    named("CreateDBInstance", "cluster", input.DBClusterIdentifier, place),
    ...groupsOf("CreateDBInstance", place),
    ...tagged(input, place),
  ],
  CreateDBInstanceReadReplica: (input, place) => [
    named("CreateDBInstanceReadReplica", "db", input.DBInstanceIdentifier, place),
    named("CreateDBInstanceReadReplica", "db", input.SourceDBInstanceIdentifier, place),
    ...groupsOf("CreateDBInstanceReadReplica", place),
    ...tagged(input, place),
  ],
  DescribeDBClusterParameters: ({ DBClusterParameterGroupName }, place) => [
    named("DescribeDBClusterParameters", "cluster-pg", DBClusterParameterGroupName, place),
  ],
  DescribeDBClusters: onCluster("DescribeDBClusters"),
  DescribeDBInstances: onInstance("DescribeDBInstances"),
  DescribeDBParameters: ({ DBParameterGroupName }, place) => [
    named("DescribeDBParameters", "pg", DBParameterGroupName, place),
  ],
  // Proxies and their target groups have RDS's own ids in their ARNs.
  DescribeDBProxies: (_input, place) => [named("DescribeDBProxies", "db-proxy", awsGivenId, place)],
  DescribeDBProxyTargetGroups: (_input, place) => [named("DescribeDBProxyTargetGroups", "db-proxy", awsGivenId, place)],
  DescribeDBProxyTargets: (_input, place) => [
    named("DescribeDBProxyTargets", "db-proxy", awsGivenId, place),
    named("DescribeDBProxyTargets", "target-group", awsGivenId, place),
  ],
  DescribeOrderableDBInstanceOptions: () => [request("rds:DescribeOrderableDBInstanceOptions", "*")],
  FailoverDBCluster: (input, place) => [
    named("FailoverDBCluster", "cluster", input.DBClusterIdentifier, place),
    ...(input.TargetDBInstanceIdentifier === undefined
      ? []
      : [named("FailoverDBCluster", "db", input.TargetDBInstanceIdentifier, place)]),
  ],
  ModifyDBInstance: onInstance("ModifyDBInstance"),
  RebootDBInstance: onInstance("RebootDBInstance"),
  StartDBCluster: onCluster("StartDBCluster"),
  StartDBInstance: onInstance("StartDBInstance"),
  StopDBCluster: onCluster("StopDBCluster"),
  StopDBInstance: onInstance("StopDBInstance"),
};
