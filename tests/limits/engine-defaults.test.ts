import { describe, expect, it } from "@jest/globals";
import { defaultFormulaOf, formulaCapOf, isDefaultFormula } from "../../shared/limits/default-formula.ts";
import type { LimitEngine } from "../../shared/limits/limit-engine.ts";
import { limitEngineOf } from "../../shared/limits/limit-engine.ts";
import { parseFormula } from "../../shared/limits/parse-formula.ts";
import { predictedLimit } from "../../shared/limits/predicted-limit.ts";
import { serverlessCapOf, serverlessLimitOf } from "../../shared/limits/serverless-limit.ts";

const MYSQL = "{DBInstanceClassMemory/12582880}";
const POSTGRESQL = "LEAST({DBInstanceClassMemory/9531392},5000)";
const MARIADB = "LEAST({DBInstanceClassMemory/25165760},12000)";

describe("the engine's default", () => {
  it.each<{ engine: LimitEngine; version: string; formula: string }>([
    { engine: "postgres", version: "16.4", formula: POSTGRESQL },
    { engine: "aurora-postgresql", version: "15.7", formula: POSTGRESQL },
    { engine: "mysql", version: "8.0.39", formula: MYSQL },
    { engine: "mysql", version: "?", formula: MYSQL },
    { engine: "mariadb", version: "10.4.34", formula: MYSQL },
    { engine: "mariadb", version: "10.5.24", formula: MARIADB },
    { engine: "mariadb", version: "10.5", formula: MARIADB },
    { engine: "mariadb", version: "11.4.3", formula: MARIADB },
    { engine: "mariadb", version: "9.6", formula: MYSQL },
    { engine: "mariadb", version: "9.12", formula: MYSQL },
    { engine: "mariadb", version: "10", formula: MARIADB },
    { engine: "mariadb", version: "v10.4", formula: MARIADB },
    { engine: "mariadb", version: "10.4rc1", formula: MARIADB },
    {
      engine: "aurora-mysql",
      version: "8.0.mysql_aurora.3.08.0",
      formula: "GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})",
    },
  ])("of $engine $version is $formula", ({ engine, version, formula }) => {
    expect(defaultFormulaOf(engine, version)).toBe(formula);
    const read = parseFormula(formula.toLowerCase().replace(/dbinstanceclassmemory/g, " DBInstanceClassMemory "));
    if (read.kind === "unreadable") throw new Error(read.because);
    expect(isDefaultFormula(read, engine, version)).toBe(true);
    expect(isDefaultFormula({ kind: "integer", value: 5_000n }, engine, version)).toBe(false);
  });

  it.each<{ engine: LimitEngine; cap: number | null }>([
    { engine: "mysql", cap: 16_000 },
    { engine: "mariadb", cap: 16_000 },
    { engine: "aurora-mysql", cap: 16_000 },
    { engine: "postgres", cap: null },
    { engine: "aurora-postgresql", cap: null },
  ])("of $engine is cut at $cap", ({ engine, cap }) => expect(formulaCapOf(engine)).toBe(cap));

  it("is known for five engines", () => {
    expect(
      ["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql", "aurora", "oracle-se2", "db2-se", ""].map(
        limitEngineOf,
      ),
    ).toEqual(["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql", null, null, null, null]);
  });

  it.each<{ memoryGib: number; kind: string }>([
    { memoryGib: 63.5, kind: "estimate" },
    { memoryGib: 64, kind: "exact" },
  ])("of PostgreSQL on $memoryGib GiB is $kind", ({ memoryGib, kind }) => {
    for (const engine of ["postgres", "aurora-postgresql"])
      expect(predictedLimit(engine, "16.4", "db.any.size", null, memoryGib).kind).toBe(kind);
  });
});

describe("a published capacity of Serverless v2", () => {
  const capacities = [1, 4, 8, 16, 32, 64, 128, 192, 256];
  const range = (maxAcu: number) => ({ minAcu: 1, maxAcu });

  it("has AWS's figures", () => {
    expect(capacities.map((acu) => serverlessLimitOf("aurora-mysql", range(acu)))).toEqual([
      90, 135, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 6_000,
    ]);
    expect(capacities.map((acu) => serverlessLimitOf("aurora-postgresql", range(acu)))).toEqual([
      189, 823, 1_669, 3_360, 5_000, 5_000, 5_000, 5_000, 5_000,
    ]);
  });

  it("is one of nine; above 32 ACU Aurora PostgreSQL has 5000 at each", () => {
    expect(serverlessLimitOf("aurora-mysql", range(40))).toBeNull();
    expect(serverlessLimitOf("aurora-postgresql", range(31.5))).toBeNull();
    expect(serverlessLimitOf("aurora-postgresql", range(40))).toBe(5_000);
  });

  it.each<{ minAcu: number; cap: number | null }>([
    { minAcu: 0, cap: 2_000 },
    { minAcu: 0.5, cap: 2_000 },
    { minAcu: 1, cap: null },
  ])("with a minimum of $minAcu is cut at $cap on Aurora PostgreSQL", ({ minAcu, cap }) =>
    expect(serverlessCapOf({ minAcu, maxAcu: 64 })).toBe(cap),
  );
});
