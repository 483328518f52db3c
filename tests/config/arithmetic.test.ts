import { describe, expect, it } from "@jest/globals";
import { budgetOf, describeBudget, marginOf } from "../../shared/config/budget.ts";
import { smallestStuckCount } from "../../shared/config/check-rollout.ts";
import { compileDatabase } from "../../shared/config/compile.ts";
import { compileService } from "../../shared/config/compile-service.ts";
import { findDomains } from "../../shared/config/domains.ts";
import { nearestName, suggestName } from "../../shared/config/nearest-name.ts";
import { compilePools } from "../../shared/config/pools.ts";

describe("the margin is the larger of 3 and 5 %, rounded up", () => {
  it.each([
    { limit: 1, gives: 3 },
    { limit: 60, gives: 3 },
    { limit: 61, gives: 4 },
    { limit: 100, gives: 5 },
    { limit: 140, gives: 7 },
    { limit: 141, gives: 8 },
    { limit: 5000, gives: 250 },
  ])("$limit connections keep $gives", ({ limit, gives }) => expect(marginOf(limit)).toBe(gives));
});

describe("the budget", () => {
  const instance = "db-1";
  it.each([
    {
      when: "PostgreSQL keeps 8 slots and the margin",
      form: { instance, engine: "postgres", maxConnections: 100 },
      gives: 87,
      written: "100 - 8 reserved - 5 margin = 87",
    },
    {
      when: "MySQL keeps the margin only",
      form: { instance, engine: "mysql", maxConnections: 100 },
      gives: 95,
      written: "100 - 5 margin = 95",
    },
    {
      when: "MariaDB keeps the margin only",
      form: { instance, engine: "mariadb", maxConnections: 40 },
      gives: 37,
      written: "40 - 3 margin = 37",
    },
    {
      when: "the user's own figures win over both",
      form: { instance, engine: "postgres", maxConnections: 100, reservedConnections: 13, marginConnections: 0 },
      gives: 87,
      written: "100 - 13 reserved = 87",
    },
    {
      when: "every connector and a given unmanaged figure come off",
      form: {
        instance,
        engine: "mysql",
        maxConnections: 100,
        connectors: { jobs: 10, lambdas: 20 },
        unmanagedConnections: 7,
      },
      gives: 58,
      written: "100 - 5 margin - 30 connectors - 7 unmanaged = 58",
    },
    {
      when: "a limit that is overdrawn is below 0, not 0",
      form: { instance, engine: "postgres", maxConnections: 5 },
      gives: -6,
      written: "5 - 8 reserved - 3 margin = -6",
    },
  ] as const)("$when", ({ form, gives, written }) => {
    const budget = budgetOf(compileDatabase("db", form), []);
    expect(budget.connections).toBe(gives);
    expect(describeBudget(budget)).toBe(written);
  });

  it("an unknown limit gives an unknown budget, whatever margin is given", () => {
    expect(budgetOf(compileDatabase("db", { instance, engine: "postgres" }), []).connections).toBeNull();
    const withMargin = compileDatabase("db", { instance, engine: "postgres", marginConnections: 4 });
    expect(withMargin.marginConnections).toBe(4);
    expect(budgetOf(withMargin, []).connections).toBeNull();
  });

  const user = (name: string, pools: Record<string, number>) => compileService(name, { cluster: "shop", pools });
  it.each([
    {
      when: "a task that the margin covers is replaced out of the margin",
      services: [user("a", { db: 5 }), user("b", { db: 2 })],
      written: "100 - 8 reserved - 5 margin = 87",
    },
    {
      when: "what the largest pool needs beyond the margin is kept once, not once per service",
      services: [user("a", { db: 20 }), user("b", { db: 20 }), user("c", { db: 7 })],
      written: "100 - 8 reserved - 5 margin - 15 replacement = 72",
    },
    {
      when: "pools to other databases don't count",
      services: [user("a", { db: 6, other: 50 })],
      written: "100 - 8 reserved - 5 margin - 1 replacement = 86",
    },
  ])("$when", ({ services, written }) => {
    const database = compileDatabase("db", { instance, engine: "postgres", maxConnections: 100 });
    expect(describeBudget(budgetOf(database, services))).toBe(written);
  });
});

describe("the pools of one task", () => {
  it.each([
    { when: "a bare number is a fixed pool", entry: 10, gives: { k: 10, kind: "fixed", minimum: 10 } },
    {
      when: "each process opens its own pool, extras come once",
      entry: { size: 10, processes: 4, extras: 2 },
      gives: { k: 42, kind: "fixed", minimum: 42 },
    },
    {
      when: "an elastic pool may idle at nothing, and its extras may be closed",
      entry: { size: 10, kind: "elastic", extras: 1 },
      gives: { k: 11, kind: "elastic", minimum: 0 },
    },
    {
      when: "an elastic pool's minimum counts per process",
      entry: { size: 10, kind: "elastic", minimum: 2, processes: 3 },
      gives: { k: 30, kind: "elastic", minimum: 6 },
    },
    {
      when: "several pools to one database add up, and one elastic makes all elastic",
      entry: [{ size: 10 }, { size: 5, kind: "elastic", minimum: 1 }],
      gives: { k: 15, kind: "elastic", minimum: 11 },
    },
    {
      when: "HikariCP opens 10 at start",
      entry: { library: "hikaricp" },
      gives: { k: 10, kind: "fixed", minimum: 10 },
    },
    { when: "asyncpg opens 10 at start", entry: { library: "asyncpg" }, gives: { k: 10, kind: "fixed", minimum: 10 } },
    {
      when: "psycopg_pool opens 4 at start",
      entry: { library: "psycopg_pool" },
      gives: { k: 4, kind: "fixed", minimum: 4 },
    },
    {
      when: "node-postgres grows to 10",
      entry: { library: "node-postgres" },
      gives: { k: 10, kind: "elastic", minimum: 0 },
    },
    { when: "mysql2 grows to 10", entry: { library: "mysql2" }, gives: { k: 10, kind: "elastic", minimum: 0 } },
    { when: "Sequelize grows to 5", entry: { library: "sequelize" }, gives: { k: 5, kind: "elastic", minimum: 0 } },
    {
      when: "SQLAlchemy grows to 5 + 10",
      entry: { library: "sqlalchemy" },
      gives: { k: 15, kind: "elastic", minimum: 0 },
    },
    { when: "pgxpool grows to 4", entry: { library: "pgxpool" }, gives: { k: 4, kind: "elastic", minimum: 0 } },
    { when: "Rails grows to 5", entry: { library: "rails" }, gives: { k: 5, kind: "elastic", minimum: 0 } },
    { when: "Npgsql grows to 100", entry: { library: "npgsql" }, gives: { k: 100, kind: "elastic", minimum: 0 } },
    {
      when: "keys beside the library win",
      entry: { library: "hikaricp", size: 20, kind: "elastic", minimum: 5 },
      gives: { k: 20, kind: "elastic", minimum: 5 },
    },
  ] as const)("$when", ({ entry, gives }) => {
    const { k, kind, minimum } = gives;
    const pools =
      typeof entry === "number" ? entry : structuredClone(entry as Exclude<Parameters<typeof compilePools>[1], number>);
    expect(compilePools({ database: "db", proxy: null }, pools)).toEqual({
      database: "db",
      proxy: null,
      connectionsPerTask: k,
      kind,
      minimumConnectionsPerTask: minimum,
      admission: "worst",
    });
  });
});

describe("a rollout that can never end", () => {
  it.each([
    { when: "3 tasks at 125 / 100 are stuck", given: [3, 20, 125, 100], gives: 3 },
    { when: "3 tasks at 133 / 100 are stuck", given: [3, 20, 133, 100], gives: 3 },
    { when: "3 tasks at 134 / 100 move", given: [3, 20, 134, 100], gives: null },
    { when: "3 tasks at 100 / 67 are stuck: two thirds round up to 3", given: [3, 20, 100, 67], gives: 3 },
    { when: "3 tasks at 100 / 66 move", given: [3, 20, 100, 66], gives: null },
    { when: "100 / 100 is stuck at any count", given: [10, 20, 100, 100], gives: 10 },
    { when: "a service parked at 0 is judged from its first task", given: [0, 20, 150, 100], gives: 1 },
    { when: "one task at ECS's default moves", given: [1, 1, 200, 100], gives: null },
  ])("$when", ({ given, gives }) => {
    const [minTasks, maxTasks, maximumPercent, minimumHealthyPercent] = given as [number, number, number, number];
    expect(smallestStuckCount({ minTasks, maxTasks, maximumPercent, minimumHealthyPercent })).toBe(gives);
  });
});

describe("domains", () => {
  const service = (name: string, ...databases: string[]) => ({
    name,
    pools: databases.map((database) => ({ database })),
  });
  it.each([
    { when: "no service, no domain", services: [], gives: [] },
    {
      when: "a service without a database is alone",
      services: [service("b"), service("a")],
      gives: [
        { id: "a", services: ["a"], databases: [] },
        { id: "b", services: ["b"], databases: [] },
      ],
    },
    {
      when: "a shared database joins, a chain of them too, and the smallest name is the id",
      services: [service("z", "db-1"), service("m", "db-2", "db-1"), service("k", "db-2"), service("l", "db-3")],
      gives: [
        { id: "k", services: ["k", "m", "z"], databases: ["db-1", "db-2"] },
        { id: "l", services: ["l"], databases: ["db-3"] },
      ],
    },
  ])("$when", ({ services, gives }) => expect(findDomains(services)).toEqual(gives));
});

describe("the nearest name", () => {
  it.each([
    { when: "a swapped pair is one edit", wrong: "odrer", legal: ["user", "order"], gives: "order" },
    { when: "case doesn't count", wrong: "MaxConnections", legal: ["maxConnections"], gives: "maxConnections" },
    { when: "ties go to the smaller name", wrong: "db", legal: ["dc", "da"], gives: "da" },
    { when: "nothing near is nothing", wrong: "payment", legal: ["user", "order"], gives: null },
    { when: "an empty choice is nothing", wrong: "a", legal: [], gives: null },
  ])("$when", ({ wrong, legal, gives }) => expect(nearestName(wrong, legal)).toBe(gives));

  it("lists the choice when nothing is near", () => {
    expect(suggestName("payment", ["user", "order"])).toBe("it may be order, user");
    expect(suggestName("payment", [])).toBe("there is none yet");
  });

  it("shows names of the file on one line, printable and bounded", () => {
    expect(suggestName("order-db", ["orders\u0007db"])).toBe("did you mean orders?db?");
    expect(suggestName("x", ["a\nb", "y".repeat(200)])).toBe(`it may be a?b, ${"y".repeat(59)}…`);
  });
});
