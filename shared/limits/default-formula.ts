import { assertNever } from "../plan/assert-never.ts";
import type { Formula } from "./formula.ts";
import { printFormula } from "./formula.ts";
import type { LimitEngine } from "./limit-engine.ts";
import { parseFormula } from "./parse-formula.ts";

/**
 * What `max_connections` is where the parameter group doesn't say otherwise, in AWS's own words.
 *
 * MariaDB halved its default with 10.5. A version that can't be read gets the newer one, which is the smaller.
 *
 * @param engineVersion as RDS says it: "10.11.6", "8.0.mysql_aurora.3.08.0"
 * @see Amazon RDS User Guide, "Quotas and constraints", maximum number of database connections
 */
export const defaultFormulaOf = (engine: LimitEngine, engineVersion: string): string => {
  switch (engine) {
    case "postgres":
    case "aurora-postgresql":
      return "LEAST({DBInstanceClassMemory/9531392},5000)";
    case "mysql":
      return "{DBInstanceClassMemory/12582880}";
    case "mariadb":
      return isBefore(engineVersion, 10, 5)
        ? "{DBInstanceClassMemory/12582880}"
        : "LEAST({DBInstanceClassMemory/25165760},12000)";
    case "aurora-mysql":
      return "GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})";
    default:
      return assertNever(engine);
  }
};

/** Groups give the engine's default as a value too: it is told by its meaning, whatever its blanks and braces. */
export const isDefaultFormula = (formula: Formula, engine: LimitEngine, engineVersion: string): boolean => {
  const standard = parseFormula(defaultFormulaOf(engine, engineVersion));
  return standard.kind !== "unreadable" && printFormula(standard) === printFormula(formula);
};

/**
 * The most that a formula can give: RDS cuts what it computes for MySQL and MariaDB at 16,000. An integer in the group
 * may be larger.
 *
 * @returns connections; `null`: no cut is known
 */
export const formulaCapOf = (engine: LimitEngine): number | null => {
  switch (engine) {
    case "mysql":
    case "mariadb":
    case "aurora-mysql":
      return 16_000;
    case "postgres":
    case "aurora-postgresql":
      return null;
    default:
      return assertNever(engine);
  }
};

const isBefore = (version: string, major: number, minor: number): boolean => {
  const [, foundMajor, foundMinor] = /^(\d{1,4})\.(\d{1,4})(?:\.|$)/.exec(version) ?? [];
  if (foundMajor === undefined || foundMinor === undefined) return false;
  return Number(foundMajor) < major || (Number(foundMajor) === major && Number(foundMinor) < minor);
};
