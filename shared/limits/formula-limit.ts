import { assertNever } from "../plan/assert-never.ts";
import { memoryOfClass } from "./class-memory.ts";
import { formulaCapOf } from "./default-formula.ts";
import { evaluateFormula, type FormulaValues, type FormulaWithoutValue } from "./evaluate-formula.ts";
import { type Formula, readsMemory } from "./formula.ts";
import type { EffectiveLimit } from "./limit.ts";
import type { LimitEngine } from "./limit-engine.ts";
import { BYTES_PER_GIB, GIB_PER_ACU, netMemory } from "./net-memory.ts";
import { type CapacityRange, serverlessCapOf } from "./serverless-limit.ts";

/** The instance that a formula is worked out for. */
export type LimitSubject = {
  readonly engine: LimitEngine;
  readonly engineVersion: string;
  readonly instanceClass: string;
  /** `null`: taken from the fallback table. */
  readonly memoryGib: number | null;
  readonly vcpu: number | null;
  readonly serverless: CapacityRange | null;
  readonly allocatedStorageGib: number | null;
  readonly port: number | null;
  readonly isReplica: boolean;
};

/**
 * The limit that a formula gives for an instance.
 *
 * Worked out twice, on the safe and on the expected net memory; a formula that doesn't read the memory is exact.
 *
 * @returns whole connections, safe <= expected; unknown where a variable isn't known or the figure is no limit
 * @throws never
 */
export const formulaLimit = (formula: Formula, subject: LimitSubject): EffectiveLimit => {
  const nominalGib = nominalGibOf(subject);
  const net =
    nominalGib === null
      ? null
      : netMemory(subject.engine, nominalGib, subject.serverless === null ? "provisioned" : "serverless");
  const expected = evaluateFormula(formula, valuesOf(subject, net?.expectedBytes ?? null));
  if (typeof expected !== "number") return unknownLimit(expected, subject);
  const safe = evaluateFormula(formula, valuesOf(subject, net?.safeBytes ?? null));
  if (typeof safe !== "number") return unknownLimit(safe, subject);
  const cap = capOf(subject) ?? Number.POSITIVE_INFINITY;
  const expectedConnections = Math.min(expected, cap);
  if (expectedConnections < 1)
    return { kind: "unknown", code: "formula-unreadable", detail: `max_connections comes to ${expectedConnections}` };
  if (!readsMemory(formula)) return { kind: "exact", source: "formula", maxConnections: expectedConnections };
  // A formula may fall with the memory, so the safe end is the smaller one, not the one of the smaller memory.
  const safeConnections = Math.max(0, Math.min(safe, expectedConnections));
  return { kind: "estimate", source: "formula", safeConnections, expectedConnections };
};

/** GiB of the class as AWS publishes it; `null`: not known. A Serverless v2 instance has that of its maximum capacity. */
export const nominalGibOf = ({ serverless, memoryGib, instanceClass }: LimitSubject): number | null => {
  if (serverless !== null) return serverless.maxAcu * GIB_PER_ACU;
  return memoryGib ?? memoryOfClass(instanceClass);
};

/** The most that AWS lets a formula give; `null`: no such cut. */
const capOf = ({ engine, serverless }: LimitSubject): number | null =>
  engine === "aurora-postgresql" && serverless !== null ? serverlessCapOf(serverless) : formulaCapOf(engine);

const valuesOf = (subject: LimitSubject, memoryBytes: number | null): FormulaValues => ({
  AllocatedStorage: subject.allocatedStorageGib === null ? null : subject.allocatedStorageGib * BYTES_PER_GIB,
  DBInstanceClassMemory: memoryBytes,
  DBInstanceVCPU: subject.vcpu,
  EndPointPort: subject.port,
  TrueIfReplica: subject.isReplica ? 1 : 0,
});

const unknownLimit = ({ missing, because }: FormulaWithoutValue, { instanceClass }: LimitSubject): EffectiveLimit => {
  switch (missing) {
    case "DBInstanceClassMemory":
      return {
        kind: "unknown",
        code: "class-unknown",
        detail:
          instanceClass === "db.serverless"
            ? "the capacity range of db.serverless is not known"
            : `the memory of ${instanceClass} is not known`,
      };
    case "DBInstanceVCPU":
      return { kind: "unknown", code: "class-unknown", detail: `the vCPUs of ${instanceClass} are not known` };
    case "AllocatedStorage":
    case "EndPointPort":
    case "TrueIfReplica":
    case null:
      return { kind: "unknown", code: "formula-unreadable", detail: because };
    default:
      return assertNever(missing);
  }
};
