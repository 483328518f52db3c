import { assertNever } from "../plan/assert-never.ts";
import { defaultFormulaOf } from "./default-formula.ts";
import { formulaLimit, type LimitSubject, nominalGibOf } from "./formula-limit.ts";
import type { EffectiveLimit } from "./limit.ts";
import { parseFormula } from "./parse-formula.ts";
import { serverlessCapOf, serverlessLimitOf } from "./serverless-limit.ts";

/** At this memory PostgreSQL's default has passed its own 5,000 on any estimate of the net memory. */
const POSTGRESQL_FULL_GIB = 64;
const POSTGRESQL_FULL_CONNECTIONS = 5_000;

/**
 * The limit of an instance whose parameter group leaves `max_connections` alone.
 *
 * Exact where AWS publishes the figure or the formula's rounding hides what isn't published: Serverless v2, Aurora MySQL,
 * PostgreSQL at 64 GiB and above. An estimate elsewhere.
 *
 * @returns whole connections; unknown where the class isn't known
 * @throws never
 */
export const defaultLimit = (subject: LimitSubject): EffectiveLimit => {
  const ruled = ruleOf(subject);
  if (ruled !== null) return { kind: "exact", source: "engine-rule", maxConnections: ruled };
  const formula = parseFormula(defaultFormulaOf(subject.engine, subject.engineVersion));
  if (formula.kind === "unreadable") return { kind: "unknown", code: "formula-unreadable", detail: formula.because };
  const limit = formulaLimit(formula, subject);
  if (subject.engine !== "aurora-mysql" || limit.kind !== "estimate") return limit;
  const { safeConnections, expectedConnections } = limit;
  // Every provisioned class that AWS publishes follows from its whole memory. Between two published capacities of
  // Serverless v2 the whole and the net memory must agree.
  return subject.serverless === null || safeConnections === expectedConnections
    ? { kind: "exact", source: "engine-rule", maxConnections: expectedConnections }
    : limit;
};

const ruleOf = (subject: LimitSubject): number | null => {
  const { engine, serverless } = subject;
  switch (engine) {
    case "aurora-mysql":
      return serverless === null ? null : serverlessLimitOf(engine, serverless);
    case "aurora-postgresql": {
      if (serverless === null) return fullPostgresql(subject);
      const published = serverlessLimitOf(engine, serverless);
      return published === null ? null : Math.min(published, serverlessCapOf(serverless) ?? published);
    }
    case "postgres":
      return fullPostgresql(subject);
    case "mysql":
    case "mariadb":
      return null;
    default:
      return assertNever(engine);
  }
};

const fullPostgresql = (subject: LimitSubject): number | null =>
  (nominalGibOf(subject) ?? 0) >= POSTGRESQL_FULL_GIB ? POSTGRESQL_FULL_CONNECTIONS : null;
