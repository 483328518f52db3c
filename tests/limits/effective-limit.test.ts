import { describe, expect, it } from "@jest/globals";
import { effectiveLimit, type LimitAnswer, type LimitFacts } from "../../shared/limits/effective-limit.ts";
import type { Formula } from "../../shared/limits/formula.ts";
import { formulaLimit, type LimitSubject } from "../../shared/limits/formula-limit.ts";
import { counted, facts, group, unread } from "./facts.ts";

type Row = { readonly when: string; readonly given: Partial<LimitFacts>; readonly expected: LimitAnswer["limit"] };

const exact = (
  source: "configured" | "performance-insights" | "parameter" | "engine-rule" | "formula",
  maxConnections: number,
) => ({ kind: "exact", source, maxConnections }) as const;

const between = (safeConnections: number, expectedConnections: number) =>
  ({ kind: "estimate", source: "formula", safeConnections, expectedConnections }) as const;

const unknown = (code: string) =>
  ({ kind: "unknown", code, detail: expect.any(String) }) as unknown as LimitAnswer["limit"];

const auroraMysql = { engine: "aurora-mysql", engineVersion: "8.0.mysql_aurora.3.08.0" };
const auroraPostgresql = { engine: "aurora-postgresql", engineVersion: "16.4" };
const serverless = (minAcu: number, maxAcu: number) => ({
  instanceClass: "db.serverless",
  serverless: { minAcu, maxAcu },
});

const AURORA_MYSQL_DEFAULT =
  "GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})";

describe("the limit by the best authority", () => {
  it.each<Row>([
    {
      when: "the user's figure comes before everything",
      given: { configuredConnections: 300, counter: counted(812), parameter: group("500") },
      expected: exact("configured", 300),
    },
    {
      when: "the counter comes before the group",
      given: { counter: counted(812), parameter: group("500") },
      expected: exact("performance-insights", 812),
    },
    {
      when: "a counter's average over a change is rounded down",
      given: { counter: counted(812.9) },
      expected: exact("performance-insights", 812),
    },
    { when: "a counter of 1 is an answer", given: { counter: counted(1) }, expected: exact("performance-insights", 1) },
    {
      when: "a counter of 0 is no answer, and an in-sync integer is one",
      given: { counter: counted(0), parameter: group("500") },
      expected: exact("parameter", 500),
    },
    {
      when: "a counter that isn't a number is no answer",
      given: { counter: counted(Number.NaN), parameter: group("500") },
      expected: exact("parameter", 500),
    },
    {
      when: "a counter that can't be read leaves the group's integer",
      given: { counter: unread("access-denied"), parameter: group(" 500 ") },
      expected: exact("parameter", 500),
    },
    {
      when: "the default on 16 GiB of RDS PostgreSQL is an interval",
      given: {},
      expected: between(1_681, 1_722),
    },
    {
      when: "the default's own formula in the group is the default",
      given: { parameter: group("LEAST({DBInstanceClassMemory/9531392}, 5000)"), instanceClass: "db.r7g.2xlarge" },
      expected: exact("engine-rule", 5_000),
    },
    {
      when: "memory from EC2 comes before the fallback table",
      given: { memoryGib: 8 },
      expected: between(821, 844),
    },
    {
      when: "a class that only EC2 knows has a limit",
      given: { instanceClass: "db.m99z.large", memoryGib: 8 },
      expected: between(821, 844),
    },
    {
      when: "the group's own formula is worked out on the net memory",
      given: { parameter: group("{DBInstanceClassMemory/19062784}") },
      expected: between(840, 861),
    },
    {
      when: "a formula of known variables alone is exact",
      given: { parameter: group("LEAST({DBInstanceVCPU*100},5000)"), vcpu: 4 },
      expected: exact("formula", 400),
    },
    {
      when: "a formula without the memory needs no memory of the class",
      given: { parameter: group("LEAST({DBInstanceVCPU*100},5000)"), vcpu: 4, instanceClass: "db.m99z.large" },
      expected: exact("formula", 400),
    },
    {
      when: "a formula of the storage reads it in bytes",
      given: { parameter: group("{AllocatedStorage/1073741824}"), allocatedStorageGib: 120 },
      expected: exact("formula", 120),
    },
    {
      when: "a formula that falls with the memory has its smaller end as the safe one",
      given: { parameter: group("SUM(10000,{DBInstanceClassMemory*-1/9531392})") },
      expected: between(8_278, 8_278),
    },
    {
      when: "a formula that asks for the replica knows it",
      given: { parameter: group("IF({TrueIfReplica},100,200)"), isReplica: true },
      expected: exact("formula", 100),
    },
    {
      when: "PostgreSQL on 61 GiB is an interval, also where both ends are 5000",
      given: { instanceClass: "db.r4.2xlarge" },
      expected: between(5_000, 5_000),
    },
    {
      when: "MySQL's default is cut at 16000",
      given: { engine: "mysql", engineVersion: "8.0.39", instanceClass: "db.r5.24xlarge" },
      expected: between(16_000, 16_000),
    },
    {
      when: "an integer of MySQL's may pass 16000",
      given: { engine: "mysql", engineVersion: "8.0.39", parameter: group("20000") },
      expected: exact("parameter", 20_000),
    },
    {
      when: "MariaDB 10.11 has half of MySQL's default",
      given: { engine: "mariadb", engineVersion: "10.11.6" },
      expected: between(637, 652),
    },
    {
      when: "MariaDB 10.4 has MySQL's default",
      given: { engine: "mariadb", engineVersion: "10.4.34" },
      expected: between(1_274, 1_304),
    },
    {
      when: "a MariaDB version that can't be read counts as a new one",
      given: { engine: "mariadb", engineVersion: "latest" },
      expected: between(637, 652),
    },
    {
      when: "Aurora MySQL's formula is exact on the whole memory",
      given: { ...auroraMysql, instanceClass: "db.t3.small", parameter: group(AURORA_MYSQL_DEFAULT) },
      expected: exact("engine-rule", 45),
    },
    {
      when: "another formula on Aurora MySQL is an interval",
      given: { ...auroraMysql, instanceClass: "db.r6g.large", parameter: group("{DBInstanceClassMemory/12582880}") },
      expected: between(1_208, 1_365),
    },
    {
      when: "Aurora MySQL of at most 1 ACU has 90",
      given: { ...auroraMysql, ...serverless(0.5, 1) },
      expected: exact("engine-rule", 90),
    },
    {
      when: "Aurora MySQL between two published capacities is exact where net and whole memory agree",
      given: { ...auroraMysql, ...serverless(0.5, 80) },
      expected: exact("engine-rule", 4_000),
    },
    {
      when: "and an interval where they don't",
      given: { ...auroraMysql, ...serverless(0.5, 5.5) },
      expected: between(180, 1_000),
    },
    {
      when: "Aurora PostgreSQL of at most 8 ACU has 1669",
      given: { ...auroraPostgresql, ...serverless(1, 8) },
      expected: exact("engine-rule", 1_669),
    },
    {
      when: "Aurora PostgreSQL between two published capacities is an interval",
      given: { ...auroraPostgresql, ...serverless(1, 6) },
      expected: between(1_220, 1_246),
    },
    {
      when: "Aurora PostgreSQL that may shrink to 0.5 ACU is cut at 2000",
      given: { ...auroraPostgresql, ...serverless(0.5, 128) },
      expected: exact("engine-rule", 2_000),
    },
    {
      when: "so is one that may pause",
      given: { ...auroraPostgresql, ...serverless(0, 16) },
      expected: exact("engine-rule", 2_000),
    },
    {
      when: "so is its group's integer",
      given: { ...auroraPostgresql, ...serverless(0.5, 128), parameter: group("4000") },
      expected: exact("engine-rule", 2_000),
    },
    {
      when: "an integer at the cut stands",
      given: { ...auroraPostgresql, ...serverless(0.5, 128), parameter: group("2000") },
      expected: exact("parameter", 2_000),
    },
    {
      when: "the safe end of a tiny instance is 0",
      given: { memoryGib: 0.36 },
      expected: between(0, 5),
    },
    {
      when: "the smallest integer is 1",
      given: { parameter: group("1") },
      expected: exact("parameter", 1),
    },
    {
      when: "the largest integer is PostgreSQL's",
      given: { parameter: group("262143") },
      expected: exact("parameter", 262_143),
    },
    {
      when: "a formula may come to 1",
      given: { parameter: group("{DBInstanceVCPU/2}"), vcpu: 2 },
      expected: exact("formula", 1),
    },
    {
      when: "an integer of Aurora PostgreSQL's stands where the memory is fixed",
      given: { ...auroraPostgresql, parameter: group("4000") },
      expected: exact("parameter", 4_000),
    },
    {
      when: "Aurora MySQL's integer isn't cut, however small its capacity may get",
      given: { ...auroraMysql, ...serverless(0.5, 128), parameter: group("4000") },
      expected: exact("parameter", 4_000),
    },
    {
      when: "an integer below the cut stands",
      given: { ...auroraPostgresql, ...serverless(0.5, 128), parameter: group("1500") },
      expected: exact("parameter", 1_500),
    },
  ])("$when", ({ given, expected }) => expect(effectiveLimit(facts(given)).limit).toEqual(expected));
});

describe("a limit that isn't known", () => {
  it.each<{ when: string; given: Partial<LimitFacts>; code: string; detail: RegExp }>([
    { when: "SQL Server", given: { engine: "sqlserver-se" }, code: "engine-unsupported", detail: /sqlserver-se/ },
    {
      when: "Oracle, whatever its group says",
      given: { engine: "oracle-ee", parameter: group("500") },
      code: "engine-unsupported",
      detail: /oracle-ee/,
    },
    {
      when: "a class that nobody knows",
      given: { instanceClass: "db.m99z.large" },
      code: "class-unknown",
      detail: /memory of db\.m99z\.large/,
    },
    {
      when: "db.serverless without its capacity range",
      given: { ...auroraPostgresql, instanceClass: "db.serverless" },
      code: "class-unknown",
      detail: /capacity range/,
    },
    {
      when: "a formula of vCPUs that weren't read",
      given: { parameter: group("{DBInstanceVCPU*100}") },
      code: "class-unknown",
      detail: /vCPUs of db\.m6g\.xlarge/,
    },
    {
      when: "a formula that has no value on the safe memory, which is nothing",
      given: { parameter: group("{log(DBInstanceClassMemory)*10}"), memoryGib: 0.36 },
      code: "formula-unreadable",
      detail: /logarithm of 0/,
    },
    {
      when: "a formula whose value on the expected memory passes 2^53",
      given: { parameter: group("{DBInstanceClassMemory*555000}") },
      code: "formula-unreadable",
      detail: /too large/,
    },
    {
      when: "a group's typo",
      given: { parameter: group("LEAST({DBInstanceClassMemry/9531392},5000)") },
      code: "formula-unreadable",
      detail: /at character 8: DBInstanceClassMemry is not a variable/,
    },
    {
      when: "a group's value that no engine takes",
      given: { parameter: group("262144") },
      code: "formula-unreadable",
      detail: /no engine takes/,
    },
    {
      when: "a group's value of 0",
      given: { parameter: group("0") },
      code: "formula-unreadable",
      detail: /no engine takes/,
    },
    {
      when: "a formula that comes to nothing",
      given: { parameter: group("SUM({EndPointPort},-6000)") },
      code: "formula-unreadable",
      detail: /comes to -568/,
    },
    {
      when: "a group that may not be read: it may say less than the default",
      given: { parameter: unread("access-denied", "rds:DescribeDBParameters was denied") },
      code: "access-denied",
      detail: /DescribeDBParameters/,
    },
    {
      when: "a group that doesn't exist",
      given: { parameter: unread("not-found") },
      code: "not-found",
      detail: /not-found/,
    },
    { when: "a group that couldn't be read", given: { parameter: unread("failed") }, code: "failed", detail: /failed/ },
    { when: "a group without an answer", given: { parameter: unread("no-data") }, code: "failed", detail: /no-data/ },
  ])("$when", ({ given, code, detail }) => {
    expect(effectiveLimit(facts(given)).limit).toEqual({
      kind: "unknown",
      code,
      detail: expect.stringMatching(detail),
    });
  });

  it("for a class alone: a formula of the storage, which belongs to an instance", () => {
    const ofStorage: Formula = { kind: "variable", name: "AllocatedStorage", scale: { times: null, over: null } };
    const subject: LimitSubject = { ...facts(), engine: "postgres", allocatedStorageGib: null };
    expect(formulaLimit(ofStorage, subject)).toEqual({
      kind: "unknown",
      code: "formula-unreadable",
      detail: "AllocatedStorage is not known",
    });
  });

  it("shows a group's value of 120 characters whole", () => {
    const { limit } = effectiveLimit(facts({ parameter: group("x".repeat(120)) }));
    expect(limit).toMatchObject({ detail: expect.stringMatching(/^max_connections is "x{120}"; at character 1: /) });
  });

  it("shows a group's value on one line and not for ever", () => {
    const { limit } = effectiveLimit(facts({ parameter: group(`{"\n\u0007${"x".repeat(900)}`) }));
    if (limit.kind !== "unknown") throw new Error(limit.kind);
    expect(limit.detail).toMatch(/^max_connections is "\{"\?\?x{116}…"; at character 2: /);
  });
});

describe("a group that is not in sync", () => {
  it.each<Row & { readonly codes: readonly string[] }>([
    {
      when: "a larger value that waits leaves the default, never as exact",
      given: { parameter: group("4000", "pending-reboot") },
      expected: between(1_681, 1_722),
      codes: ["pending-reboot"],
    },
    {
      when: "a smaller value that waits is planned with: a reboot may come at any moment",
      given: { parameter: group("200", "pending-reboot") },
      expected: between(200, 1_722),
      codes: ["pending-reboot"],
    },
    {
      when: "an engine's rule is not exact while something else may be in force",
      given: { parameter: group(null, "pending-reboot"), instanceClass: "db.r7g.2xlarge" },
      expected: between(5_000, 5_000),
      codes: ["pending-reboot"],
    },
    {
      when: "a value that was in sync rules until the reboot",
      given: { parameter: group("4000", "pending-reboot"), parameterInForce: { value: "800" } },
      expected: exact("parameter", 800),
      codes: ["pending-reboot"],
    },
    {
      when: "the default that was in sync rules until the reboot",
      given: { parameter: group("4000", "pending-reboot"), parameterInForce: { value: null } },
      expected: between(1_681, 1_722),
      codes: ["pending-reboot"],
    },
    {
      when: "another parameter's reboot changes nothing",
      given: { parameter: group("800", "pending-reboot"), parameterInForce: { value: "800" } },
      expected: exact("parameter", 800),
      codes: [],
    },
    {
      when: "the counter doesn't care",
      given: { parameter: group("4000", "pending-reboot"), counter: counted(812) },
      expected: exact("performance-insights", 812),
      codes: [],
    },
    {
      when: "a value that is being applied is not certain yet",
      given: { parameter: group("900", "applying") },
      expected: between(900, 1_722),
      codes: ["not-in-sync"],
    },
    {
      when: "a typo that waits is said, and the default counts",
      given: { parameter: group("50 0", "pending-reboot") },
      expected: between(1_681, 1_722),
      codes: ["pending-reboot", "formula-unreadable"],
    },
    {
      when: "without a class there is no default to fall to",
      given: { parameter: group("900", "other"), instanceClass: "db.m99z.large" },
      expected: unknown("class-unknown"),
      codes: ["not-in-sync"],
    },
  ])("$when", ({ given, expected, codes }) => {
    const { limit, notes } = effectiveLimit(facts(given));
    expect({ limit, codes: notes.map(({ code }) => code) }).toEqual({ limit: expected, codes });
  });

  it.each<{ value: string | null; detail: string }>([
    { value: "4000", detail: "max_connections = 4000 in the group waits for a reboot" },
    { value: null, detail: "max_connections by default in the group waits for a reboot" },
  ])("names the value that waits: $value", ({ value, detail }) => {
    const { notes } = effectiveLimit(facts({ parameter: group(value, "pending-reboot") }));
    expect(notes).toEqual([{ code: "pending-reboot", detail }]);
  });
});

describe("what is said beside a figure", () => {
  it.each<{ when: string; counter: LimitFacts["counter"]; notes: LimitAnswer["notes"] }>([
    { when: "nothing where the counter isn't offered", counter: null, notes: [] },
    { when: "nothing where the counter answers", counter: counted(500), notes: [] },
    {
      when: "that it was denied",
      counter: unread("access-denied", "pi:GetResourceMetrics"),
      notes: [{ code: "access-denied", detail: "pi:GetResourceMetrics" }],
    },
    {
      when: "that it has no data yet",
      counter: unread("no-data", "no datapoint"),
      notes: [{ code: "failed", detail: "no datapoint" }],
    },
    {
      when: "that it counts nonsense",
      counter: counted(0),
      notes: [{ code: "failed", detail: "Performance Insights counts 0 as max_connections" }],
    },
  ])("$when", ({ counter, notes }) => expect(effectiveLimit(facts({ counter })).notes).toEqual(notes));
});
