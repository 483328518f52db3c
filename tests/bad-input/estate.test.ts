import { describe, expect, it } from "@jest/globals";
import type { DbInstanceSpec, RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { auroraPostgres, postgres, withoutInsights } from "../limits-function/estates.ts";
import { readersOf, writerOf } from "../limits-function/limits-stack.ts";
import { heldOnBad, type Proof, prove } from "./prove.ts";
import { proxyOf, target, viaProxy } from "./proxied.ts";
import { soundEstate, trueLimits, twoDatabasesConfig } from "./two-databases.ts";

const [badInstance, goodInstance] = soundEstate.instances as [DbInstanceSpec, DbInstanceSpec];
const withBad = (changes: Partial<DbInstanceSpec>): Partial<RdsEstate> => ({
  instances: [{ ...badInstance, ...changes }, goodInstance],
});
const parameter = (maxConnections: string): Partial<RdsEstate> => ({
  parameterGroups: [{ kind: "instance", group: "bad-own", maxConnections }],
});

const onWriter = twoDatabasesConfig({ bad: { at: writerOf("bad-cluster") } });
const onReaders = twoDatabasesConfig({ bad: { at: readersOf("bad-cluster") } });
const aurora = (instance: string): DbInstanceSpec => withoutInsights(auroraPostgres(instance));
const clusterOf = (writer: string | null, readers: readonly string[]): Partial<RdsEstate> => ({
  instances: [...["bad-1", "bad-2"].map(aurora), goodInstance],
  clusters: [{ cluster: "bad-cluster", engine: "aurora-postgresql", writer, readers, parameterGroup: "bad-shared" }],
  parameterGroups: [{ kind: "cluster", group: "bad-shared", maxConnections: String(trueLimits.bad) }],
});

type Row = { readonly when: string } & Proof;

describe("a value that is wrong", () => {
  it.each<Row>([
    {
      when: "an instance that doesn't exist",
      broken: { instances: [goodInstance] },
      ...heldOnBad("limit-unknown", "RDS has no DB instance bad-1 in this account and region"),
    },
    {
      when: "a cluster that doesn't exist",
      config: onWriter,
      broken: { ...clusterOf("bad-1", ["bad-2"]), clusters: [] },
      mended: clusterOf("bad-1", ["bad-2"]),
      ...heldOnBad("limit-unknown", "RDS has no DB cluster bad-cluster in this account and region"),
    },
    {
      when: "a cluster without a reader, where the readers are meant",
      config: onReaders,
      broken: clusterOf("bad-1", []),
      mended: clusterOf("bad-1", ["bad-2"]),
      ...heldOnBad("limit-unknown", "RDS lists no reader of DB cluster bad-cluster"),
    },
    {
      when: "a cluster between two writers",
      config: onWriter,
      broken: clusterOf(null, ["bad-2"]),
      mended: clusterOf("bad-1", ["bad-2"]),
      ...heldOnBad("limit-unknown", "RDS lists no writer of DB cluster bad-cluster"),
    },
    {
      when: "a cluster whose writer is not among the instances",
      config: onWriter,
      broken: { ...clusterOf("bad-1", []), instances: [goodInstance] },
      mended: clusterOf("bad-1", []),
      ...heldOnBad("limit-unknown", "RDS has no DB instance bad-1 in this account and region"),
    },
    {
      when: "a formula with a typo in its variable",
      broken: parameter("{DBInstanceClasMemory/9531392}"),
      mended: parameter("{DBInstanceClassMemory/122713351}"),
      ...heldOnBad(
        "limit-unknown",
        "bad-1",
        "formula-unreadable",
        '"{DBInstanceClasMemory/9531392}"',
        "at character 2",
      ),
    },
    {
      when: "a formula that isn't closed",
      broken: parameter("{DBInstanceClassMemory/9531392"),
      ...heldOnBad(
        "limit-unknown",
        "bad-1",
        "formula-unreadable",
        '"{DBInstanceClassMemory/9531392"',
        "at character 31",
      ),
    },
    {
      when: "a literal that isn't a number",
      broken: parameter("a lot"),
      ...heldOnBad("limit-unknown", "bad-1", "formula-unreadable", '"a lot"', "at character 1"),
    },
    ...["", "0", "-5", "140.5", "1e3", "{DBInstanceClassMemory/0}", "{DBInstanceClassMemory/99999999999999}"].map(
      (value): Row => ({
        when: `a group that says "${value}"`,
        broken: parameter(value),
        ...heldOnBad("limit-unknown", "bad-1", "formula-unreadable", "max_connections"),
      }),
    ),
    {
      when: "a literal that no engine takes",
      broken: parameter("9999999"),
      ...heldOnBad("limit-unknown", "bad-1", "max_connections is 9999999, which no engine takes"),
    },
    {
      when: "a parameter group that doesn't exist",
      broken: { parameterGroups: [] },
      ...heldOnBad("limit-unknown", "bad-1", "not-found", "rds:DescribeDBParameters bad-own"),
    },
    {
      when: "a formula of the memory of a class that nobody knows",
      broken: { ...withBad({ instanceClass: "db.z99.huge" }), ...parameter("{DBInstanceClassMemory/122713351}") },
      ...heldOnBad("limit-unknown", "bad-1", "the memory of db.z99.huge is not known"),
    },
    {
      when: "an engine without rules",
      broken: withBad({ engine: "sqlserver-se", engineVersion: "15.00.4365.2.v1" }),
      ...heldOnBad("limit-unknown", "bad-1", "engine-unsupported", "sqlserver-se"),
    },
    ...["rebooting", "stopped", "storage-full", "inaccessible-encryption-credentials", "a-status-of-next-year"].map(
      (status): Row => ({
        when: `an instance that is ${status}`,
        broken: withBad({ status }),
        ...heldOnBad("database-not-available", `bad-1 is ${status}`),
      }),
    ),
    {
      when: "a proxy that doesn't exist",
      ...viaProxy,
      broken: { proxies: [] },
      ...heldOnBad("proxy-unknown", "rds:DescribeDBProxies bad-front", "DB proxy bad-front not found"),
    },
    {
      when: "a proxy without a target, which may not take more than a part of its database",
      ...viaProxy,
      broken: proxyOf({ targets: [] }),
      grow: ["both", "web"],
      says: [{ code: "proxy-without-target", about: "api", names: ["bad-front has no target"] }],
    },
    {
      when: "a proxy without a target, which may take all of its database",
      ...viaProxy,
      broken: proxyOf({ targets: [], maxConnectionsPercent: 100 }),
      ...heldOnBad("proxy-without-target", "bad-front has no target"),
    },
    {
      when: "a proxy whose target is not available",
      ...viaProxy,
      broken: proxyOf({ targets: [{ ...target, health: "UNAVAILABLE" }] }),
      grow: ["both", "web"],
      says: [{ code: "proxy-without-target", about: "api", names: ["bad-1 is UNAVAILABLE"] }],
    },
  ])("$when holds what is on it, is named, and holds nothing once it is mended", async (row) => {
    await prove(row);
  });

  it("a typo in a parameter group is only a note where Performance Insights counts the limit", async () => {
    const counted = postgres("bad-1", {
      parameterGroup: "bad-own",
      performanceInsights: { counter: "db.User.max_connections", values: [140, 140, 140, 140, 140] },
    });
    const stack = await prove({
      broken: { instances: [counted, goodInstance], ...parameter("{DBInstanceClasMemory/9531392}") },
      grow: ["api", "both", "web"],
      says: [],
    });
    expect(stack.told().filter(({ notice }) => notice.code === "limit-unknown")).toEqual([]);
  });

  it("the watch over what is ordered fails where the group's value is beyond the database's own", async () => {
    await expect(prove({ broken: parameter("400"), grow: ["api", "both", "web"], says: [] })).rejects.toThrow(
      "connections ordered on bad, which has 127",
    );
  });
});
