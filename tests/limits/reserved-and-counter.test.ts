import { describe, expect, it } from "@jest/globals";
import type { LimitEngine } from "../../shared/limits/limit-engine.ts";
import { performanceInsightsCounterOf } from "../../shared/limits/performance-insights-counter.ts";
import { predictedLimit } from "../../shared/limits/predicted-limit.ts";
import { reservedConnectionsOf } from "../../shared/limits/reserved-connections.ts";

describe("slots that services can't have", () => {
  it.each<{ engine: LimitEngine; version: string; slots: number; second?: RegExp }>([
    { engine: "postgres", version: "15.7", slots: 8, second: /^rds\.rds_superuser_reserved_connections$/ },
    { engine: "postgres", version: "16.4", slots: 8, second: /rds_reserved/ },
    { engine: "aurora-postgresql", version: "9.6.22", slots: 8, second: /^rds\.rds_superuser_reserved/ },
    { engine: "postgres", version: "v15.7", slots: 8, second: /rds_reserved/ },
    { engine: "aurora-postgresql", version: "?", slots: 8, second: /rds_reserved/ },
    { engine: "mysql", version: "8.0.39", slots: 0 },
    { engine: "mariadb", version: "10.11.6", slots: 0 },
    { engine: "aurora-mysql", version: "8.0.mysql_aurora.3.08.0", slots: 0 },
  ])("are $slots on $engine $version", ({ engine, version, slots, second }) => {
    const { reservedConnections, parts } = reservedConnectionsOf(engine, version);
    expect(reservedConnections).toBe(slots);
    expect(parts.reduce((sum, { connections }) => sum + connections, 0)).toBe(slots);
    if (second !== undefined) expect(parts[1]!.reservedFor).toMatch(second);
  });
});

describe("Performance Insights' counter", () => {
  it.each<{ engine: string; dbClass: string; name: string | null }>([
    { engine: "postgres", dbClass: "db.t3.micro", name: "db.User.max_connections" },
    { engine: "aurora-postgresql", dbClass: "db.t4g.medium", name: "db.User.max_connections" },
    { engine: "mysql", dbClass: "db.t3.medium", name: "db.User.max_connections" },
    { engine: "mysql", dbClass: "db.t3.small", name: null },
    { engine: "mariadb", dbClass: "db.t4g.micro", name: null },
    { engine: "mariadb", dbClass: "db.t2.small", name: null },
    { engine: "mariadb", dbClass: "db.m6g.large", name: "db.User.max_connections" },
    { engine: "aurora-mysql", dbClass: "db.r6g.large", name: "db.Users.max_connections" },
    { engine: "aurora-mysql", dbClass: "db.t3.large", name: null },
    { engine: "aurora-mysql", dbClass: "db.t2.medium", name: null },
    { engine: "aurora-mysql", dbClass: "db.t4g.small", name: null },
    { engine: "aurora-mysql", dbClass: "db.t4g.medium", name: "db.Users.max_connections" },
    { engine: "aurora-mysql", dbClass: "db.serverless", name: "db.Users.max_connections" },
    { engine: "sqlserver-se", dbClass: "db.r6i.large", name: null },
  ])("of $engine on $dbClass is $name", ({ engine, dbClass, name }) => {
    const counter = performanceInsightsCounterOf(engine, dbClass);
    expect(counter).toEqual(
      name === null ? { kind: "not-offered", because: expect.stringContaining(engine) } : { kind: "offered", name },
    );
  });
});

describe("the limit that a class would bring", () => {
  it("is the engine's default on the fallback table", () => {
    expect(predictedLimit("aurora-mysql", "", "db.r6g.2xlarge")).toEqual({
      kind: "exact",
      source: "engine-rule",
      maxConnections: 3_000,
    });
  });

  it("is unknown for an engine without a rule, and for a class without a memory", () => {
    expect(predictedLimit("oracle-ee", "19", "db.r6i.large")).toMatchObject({ code: "engine-unsupported" });
    expect(predictedLimit("postgres", "16.4", "db.m99z.large")).toMatchObject({ code: "class-unknown" });
  });
});
