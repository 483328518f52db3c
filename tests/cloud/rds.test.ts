import { describe, expect, it } from "@jest/globals";
import { estateOperations } from "../../simulator/cloud/estate-operations.ts";
import { emptyEstate, type RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { auroraCluster, oneCluster, postgres } from "../limits-function/estates.ts";

const nowMs = Date.UTC(2026, 2, 14, 9, 10, 30);

const cloudOf = (estate: Partial<RdsEstate>) => {
  const operations = estateOperations({ estate: { ...emptyEstate, ...estate } }, () => nowMs) as Readonly<
    Record<string, (input: never) => object>
  >;
  return (operation: string, input: object = {}) => operations[operation]!(input as never);
};

describe("RDS", () => {
  const three = { instances: ["a", "b", "c"].map((name) => postgres(name)) };

  it("answers in pages, until there is no marker", () => {
    const call = cloudOf(three);
    const first = call("rds DescribeDBInstances", { MaxRecords: 2 }) as { DBInstances: object[]; Marker: string };
    expect(first.DBInstances).toHaveLength(2);
    const second = call("rds DescribeDBInstances", { MaxRecords: 2, Marker: first.Marker });
    expect(second).toEqual({
      DBInstances: [expect.objectContaining({ DBInstanceIdentifier: "c" })],
      Marker: undefined,
    });
  });

  type Row = { readonly when: string; readonly operation: string; readonly input: object; readonly error: string };
  it.each<Row>([
    {
      when: "an instance that isn't there, by its name",
      operation: "rds DescribeDBInstances",
      input: { DBInstanceIdentifier: "nope" },
      error: "DBInstanceNotFoundFault",
    },
    {
      when: "a cluster that isn't there, by its name",
      operation: "rds DescribeDBClusters",
      input: { DBClusterIdentifier: "nope" },
      error: "DBClusterNotFoundFault",
    },
    {
      when: "a parameter group that isn't there",
      operation: "rds DescribeDBParameters",
      input: { DBParameterGroupName: "nope" },
      error: "DBParameterGroupNotFoundFault",
    },
    {
      when: "a cluster's parameter group that is an instance's",
      operation: "rds DescribeDBClusterParameters",
      input: { DBClusterParameterGroupName: "own" },
      error: "DBParameterGroupNotFoundFault",
    },
    {
      when: "a proxy that isn't there",
      operation: "rds DescribeDBProxies",
      input: { DBProxyName: "nope" },
      error: "DBProxyNotFoundFault",
    },
    {
      when: "a filter that RDS doesn't have",
      operation: "rds DescribeDBInstances",
      input: { Filters: [{ Name: "DBInstanceStatus", Values: ["available"] }] },
      error: "InvalidParameterValue",
    },
    {
      when: "a marker that no page gave",
      operation: "rds DescribeDBInstances",
      input: { Marker: "7" },
      error: "InvalidParameterValue",
    },
    {
      when: "an instance type that isn't there, by its name",
      operation: "ec2 DescribeInstanceTypes",
      input: { InstanceTypes: ["z9.nano"] },
      error: "InvalidInstanceType",
    },
    {
      when: "a counter without its aggregate",
      operation: "pi GetResourceMetrics",
      input: { Identifier: idOf(three, "a"), MetricQueries: [{ Metric: "db.User.max_connections" }] },
      error: "InvalidArgumentException",
    },
    {
      when: "counters of an instance without Performance Insights",
      operation: "pi ListAvailableResourceMetrics",
      input: { Identifier: "db-NOPE" },
      error: "InvalidArgumentException",
    },
    {
      when: "a quota that it doesn't have",
      operation: "service-quotas GetServiceQuota",
      input: { ServiceCode: "fargate", QuotaCode: "L-00000000" },
      error: "NoSuchResourceException",
    },
  ])("refuses $when", ({ operation, input, error }) => {
    const call = cloudOf({ ...three, parameterGroups: [{ kind: "instance", group: "own" }] });
    expect(() => call(operation, input)).toThrow(expect.objectContaining({ name: error }));
  });

  it("finds by a filter what is there, and says nothing of what is not", () => {
    const call = cloudOf(three);
    const Filters = [{ Name: "db-instance-id", Values: ["b", "nope"] }];
    expect(call("rds DescribeDBInstances", { Filters })).toMatchObject({
      DBInstances: [{ DBInstanceIdentifier: "b" }],
    });
  });

  it("a cluster's instance names its cluster, and one member is the writer", () => {
    const call = cloudOf(oneCluster());
    expect(call("rds DescribeDBInstances")).toMatchObject({ DBInstances: [{ DBClusterIdentifier: "orders" }, {}, {}] });
    expect(call("rds DescribeDBClusters")).toMatchObject({
      DBClusters: [
        {
          DBClusterMembers: [
            { DBInstanceIdentifier: "orders-a", IsClusterWriter: true },
            { DBInstanceIdentifier: "orders-b", IsClusterWriter: false },
            { DBInstanceIdentifier: "orders-c", IsClusterWriter: false },
          ],
        },
      ],
    });
    expect(
      cloudOf({ clusters: [auroraCluster({ writer: null, readers: [] })] })("rds DescribeDBClusters"),
    ).toMatchObject({
      DBClusters: [{ DBClusterMembers: [] }],
    });
  });
});

function idOf(estate: Partial<RdsEstate>, instance: string): string {
  const { DBInstances } = cloudOf(estate)("rds DescribeDBInstances", {
    Filters: [{ Name: "db-instance-id", Values: [instance] }],
  }) as { DBInstances: { DbiResourceId: string }[] };
  return DBInstances[0]!.DbiResourceId;
}
