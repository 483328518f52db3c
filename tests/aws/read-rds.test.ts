import { describe, expect, it } from "@jest/globals";
import type { Rds } from "../../shared/aws/clients.ts";
import { readRdsClusters } from "../../shared/aws/read-rds-clusters.ts";
import { readRdsInstances } from "../../shared/aws/read-rds-instances.ts";
import { keyOfGroup, readMaxConnections } from "../../shared/aws/read-rds-parameters.ts";
import { readRdsProxies } from "../../shared/aws/read-rds-proxies.ts";
import { answering, awsError } from "./answering.ts";

type Input = { Filters: { Name: string; Values: string[] }[]; Marker?: string; DBProxyName?: string };

const rds = (answer: (input: Input, operation: string) => unknown) =>
  answering<Rds>((operation, input) => answer(input as unknown as Input, operation));

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `db-${n}`);

describe("readRdsInstances", () => {
  it("asks a hundred at a time, follows the markers, and answers every name", async () => {
    const fake = rds(({ Filters, Marker }) => {
      const found = Filters[0]!.Values.map((DBInstanceIdentifier) => ({ DBInstanceIdentifier }));
      return Marker === undefined
        ? { DBInstances: found.slice(0, 60), Marker: "60" }
        : { DBInstances: found.slice(60, 99) };
    });
    const readings = await readRdsInstances(fake.client, names(130));
    expect(fake.asked.map(({ input }) => (input as unknown as Input).Marker)).toEqual([
      undefined,
      undefined,
      "60",
      "60",
    ]);
    expect([...readings.keys()]).toEqual(names(130));
    expect([...readings].filter(([, { kind }]) => kind === "unknown").map(([name]) => name)).toEqual(["db-99"]);
  });

  it.each([
    {
      when: "with an endpoint: its port",
      instance: { Endpoint: { Port: 5433 }, DbInstancePort: 0 },
      expected: { port: 5433, isReplica: false, cluster: null, performanceInsights: false, parameterGroups: [] },
    },
    { when: "being created: without a port", instance: {}, expected: { port: 0, multiAz: false } },
    {
      when: "a replica of an instance",
      instance: { ReadReplicaSourceDBInstanceIdentifier: "a" },
      expected: { isReplica: true },
    },
    {
      when: "a replica of a cluster",
      instance: { ReadReplicaSourceDBClusterIdentifier: "a" },
      expected: { isReplica: true },
    },
  ])("$when", async ({ instance, expected }) => {
    const fake = rds(() => ({ DBInstances: [{ DBInstanceIdentifier: "users", ...instance }] }));
    expect((await readRdsInstances(fake.client, ["users"])).get("users")).toMatchObject({ value: expected });
  });

  it("a name that RDS refuses takes none of its neighbours along", async () => {
    const fake = rds(({ Filters: [filter] }) => {
      if (filter!.Values.includes("db-1")) throw awsError("DBInstanceNotFoundFault");
      return { DBInstances: filter!.Values.map((DBInstanceIdentifier) => ({ DBInstanceIdentifier })) };
    });
    const readings = await readRdsInstances(fake.client, names(3));
    expect([...readings.values()].map((reading) => (reading.kind === "known" ? "known" : reading.because))).toEqual([
      "known",
      "not-found",
      "known",
    ]);
  });

  it("a call that is throttled is not asked again by name", async () => {
    const fake = rds(() => {
      throw awsError("Throttling", "Rate exceeded");
    });
    const readings = await readRdsInstances(fake.client, names(3));
    expect(fake.asked).toHaveLength(1);
    expect(readings.get("db-1")).toEqual({
      kind: "unknown",
      because: "failed",
      detail: "rds:DescribeDBInstances db-1: Throttling: Rate exceeded",
    });
  });
});

describe("readRdsClusters", () => {
  it("reads members, group and the range of Serverless v2, over pages", async () => {
    const fake = rds(({ Marker }) =>
      Marker === undefined
        ? { DBClusters: [], Marker: "1" }
        : {
            DBClusters: [
              {
                DBClusterIdentifier: "orders",
                Status: "available",
                DBClusterParameterGroup: "shared",
                ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 },
                DBClusterMembers: [
                  { DBInstanceIdentifier: "a", IsClusterWriter: true, DBClusterParameterGroupStatus: "in-sync" },
                ],
              },
            ],
          },
    );
    expect((await readRdsClusters(fake.client, ["orders"])).get("orders")).toEqual({
      kind: "known",
      value: {
        cluster: "orders",
        status: "available",
        parameterGroup: "shared",
        serverless: { minAcu: 0.5, maxAcu: 16 },
        members: [{ instance: "a", isWriter: true, parameterApplyStatus: "in-sync" }],
      },
    });
  });

  it("asks nothing for no cluster", async () => {
    const fake = rds(() => ({}));
    expect((await readRdsClusters(fake.client, [])).size).toBe(0);
    expect(fake.asked).toEqual([]);
  });
});

describe("readMaxConnections", () => {
  const group = { kind: "instance", group: "tuned" } as const;
  const answerOf = async (Parameters: readonly object[]) =>
    (await readMaxConnections(rds(() => ({ Parameters })).client, [group])).get(keyOfGroup(group));

  it.each([
    {
      when: "set by somebody",
      parameters: [{ ParameterName: "max_connections", ParameterValue: "400", Source: "user" }],
      expected: { value: "400", isSet: true },
    },
    {
      when: "the default's formula",
      parameters: [
        { ParameterName: "max_connections", ParameterValue: "{DBInstanceClassMemory/12582880}", Source: "system" },
      ],
      expected: { value: "{DBInstanceClassMemory/12582880}", isSet: false },
    },
    {
      when: "named without a value",
      parameters: [{ ParameterName: "max_connections", Source: "engine-default" }],
      expected: { value: null, isSet: false },
    },
    {
      when: "not in the group, whatever else is",
      parameters: [{ ParameterName: "max_connect_errors", ParameterValue: "1", Source: "user" }],
      expected: { value: null, isSet: false },
    },
  ])("$when", async ({ parameters, expected }) => {
    expect(await answerOf(parameters)).toEqual({ kind: "known", value: expected });
  });

  it("asks for the one parameter, on every page until it is there", async () => {
    const fake = rds(({ Marker }) =>
      Marker === undefined
        ? { Parameters: [], Marker: "1" }
        : { Parameters: [{ ParameterName: "max_connections", ParameterValue: "7", Source: "user" }], Marker: "2" },
    );
    const readings = await readMaxConnections(fake.client, [{ kind: "cluster", group: "shared" }]);
    expect(readings.get("cluster/shared")).toMatchObject({ value: { value: "7" } });
    expect(fake.operations()).toEqual(["DescribeDBClusterParameters", "DescribeDBClusterParameters"]);
    expect((fake.asked[0]!.input as unknown as Input).Filters).toEqual([
      { Name: "parameter-name", Values: ["max_connections"] },
    ]);
  });
});

describe("readRdsProxies", () => {
  it("takes RDS's defaults where it says nothing, and every page of targets, sorted", async () => {
    const fake = rds(({ Marker }, operation) => {
      if (operation === "DescribeDBProxies") return { DBProxies: [{ Status: "available" }] };
      if (operation === "DescribeDBProxyTargetGroups") return { TargetGroups: [{ IsDefault: true }] };
      return Marker === undefined
        ? { Targets: [{ Type: "TRACKED_CLUSTER", RdsResourceId: "orders" }, { RdsResourceId: "b" }], Marker: "1" }
        : { Targets: [{ RdsResourceId: "a", Role: "READ_ONLY", TargetHealth: { State: "UNAVAILABLE" } }] };
    });
    expect((await readRdsProxies(fake.client, ["front"])).get("front")).toEqual({
      kind: "known",
      value: {
        status: "available",
        maxConnectionsPercent: 100,
        borrowTimeoutSeconds: 120,
        targets: [
          { instance: "a", role: "READ_ONLY", health: "UNAVAILABLE" },
          { instance: "b", role: "UNKNOWN", health: "" },
        ],
      },
    });
  });

  it("a proxy may be on a page after an empty one", async () => {
    const fake = rds(({ Marker }, operation) => {
      if (operation === "DescribeDBProxies")
        return Marker === undefined ? { DBProxies: [], Marker: "next" } : { DBProxies: [{ Status: "available" }] };
      return operation === "DescribeDBProxyTargetGroups" ? { TargetGroups: [] } : { Targets: [] };
    });
    expect((await readRdsProxies(fake.client, ["front"])).get("front")).toMatchObject({
      kind: "known",
      value: { status: "available" },
    });
  });

  it("an answer without the proxy is a proxy that is not there", async () => {
    const fake = rds(() => ({ DBProxies: [] }));
    expect((await readRdsProxies(fake.client, ["front"])).get("front")).toMatchObject({ because: "not-found" });
  });
});
