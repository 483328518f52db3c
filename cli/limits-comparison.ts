import { memoryOfClass } from "../shared/limits/class-memory.ts";
import type { EffectiveLimit } from "../shared/limits/limit.ts";
import type { LimitEngine } from "../shared/limits/limit-engine.ts";
import { predictedLimit } from "../shared/limits/predicted-limit.ts";
import type { ReferenceRow } from "./limits-reference.ts";

/** A known limit beside the one that Headgate works out. */
export type ComparedRow = {
  readonly line: number;
  readonly engine: LimitEngine;
  readonly class: string;
  readonly memoryGib: number;
  readonly referenceConnections: number;
  readonly observed: boolean;
  readonly safeConnections: number;
  readonly expectedConnections: number;
  readonly exact: boolean;
  readonly source: "engine-rule" | "formula";
  /** Safe less reference: negative where connections are left unused, positive where too many would be planned. */
  readonly safeDifference: number;
  readonly expectedDifference: number;
  readonly verdict: Verdict;
};

export type Verdict =
  | "exact"
  /** Called exact, and isn't. */
  | "exact-differs"
  /** An estimate whose safe end is at or below the reference. */
  | "safe"
  | "safe-above-observed"
  /** Above a figure of documentation, which may be rounded. */
  | "safe-above-published";

export type EngineSummary = {
  readonly engine: LimitEngine;
  readonly rows: number;
  readonly exactRows: number;
  readonly exactDiffers: number;
  readonly estimatedRows: number;
  readonly safeAboveObserved: number;
  readonly safeAbovePublished: number;
  /** Of the estimates, in percent of the reference: how far the safe end is below it, and the expectation off, at most. */
  readonly mostBelowPercent: number | null;
  readonly expectedOffPercent: readonly [least: number, most: number] | null;
};

/** A published figure that AWS's own formula doesn't give. */
export type FormulaException = {
  readonly line: number;
  readonly engine: LimitEngine;
  readonly class: string;
  readonly referenceConnections: number;
  readonly formulaConnections: number;
  readonly predictedConnections: number;
};

export type Comparison = {
  readonly rows: readonly ComparedRow[];
  readonly summary: readonly EngineSummary[];
  readonly formulaExceptions: readonly FormulaException[];
  /** The file's memory of a class isn't the fallback table's. */
  readonly memoryDiffers: readonly { readonly line: number; readonly class: string; readonly tableGib: number }[];
};

/** Works out the limit of every row by the engine's default, and sets it beside the reference. */
export const compareLimits = (references: readonly ReferenceRow[]): Comparison => {
  const rows = references.map(comparedRow);
  const engines = [...new Set(rows.map(({ engine }) => engine))].sort();
  return {
    rows,
    summary: engines.map((engine) =>
      summaryOf(
        engine,
        rows.filter((row) => row.engine === engine),
      ),
    ),
    formulaExceptions: references.flatMap((reference, i) => formulaException(reference, rows[i]!)),
    memoryDiffers: references.flatMap(({ line, writtenClass, instanceClass, memoryGib }) => {
      const tableGib = memoryOfClass(instanceClass);
      return tableGib === null || tableGib === memoryGib ? [] : [{ line, class: writtenClass, tableGib }];
    }),
  };
};

/** Whether a reference shows the rules to be wrong. */
export const isRefuted = ({ verdict }: ComparedRow): boolean =>
  verdict === "exact-differs" || verdict === "safe-above-observed";

const comparedRow = (reference: ReferenceRow): ComparedRow => {
  const { line, engine, memoryGib, maxConnections, observed } = reference;
  const { exact, source, safe, expected } = figuresOf(predictedOf(reference));
  return {
    line,
    engine,
    class: reference.writtenClass,
    memoryGib,
    referenceConnections: maxConnections,
    observed,
    safeConnections: safe,
    expectedConnections: expected,
    exact,
    source,
    safeDifference: safe - maxConnections,
    expectedDifference: expected - maxConnections,
    verdict: exact
      ? expected === maxConnections
        ? "exact"
        : "exact-differs"
      : safe <= maxConnections
        ? "safe"
        : observed
          ? "safe-above-observed"
          : "safe-above-published",
  };
};

const predictedOf = ({ engine, engineVersion, instanceClass, serverless, memoryGib }: ReferenceRow): EffectiveLimit =>
  predictedLimit(engine, engineVersion, instanceClass, serverless, memoryGib);

type Figures = { exact: boolean; source: ComparedRow["source"]; safe: number; expected: number };

const figuresOf = (limit: EffectiveLimit): Figures => {
  switch (limit.kind) {
    case "exact":
      return { exact: true, source: "engine-rule", safe: limit.maxConnections, expected: limit.maxConnections };
    case "estimate":
      return { exact: false, source: "formula", safe: limit.safeConnections, expected: limit.expectedConnections };
    case "unknown":
      // The engine and the memory of a row are checked: only a memory too small for one connection is left.
      return { exact: false, source: "formula", safe: 0, expected: 0 };
  }
};

const formulaException = (reference: ReferenceRow, row: ComparedRow): readonly FormulaException[] => {
  if (reference.engine !== "aurora-mysql" || reference.serverless === null) return [];
  // Aurora MySQL's formula on the whole memory, as for a provisioned class.
  const { expected } = figuresOf(predictedOf({ ...reference, serverless: null }));
  if (expected === row.referenceConnections) return [];
  return [
    {
      line: row.line,
      engine: row.engine,
      class: row.class,
      referenceConnections: row.referenceConnections,
      formulaConnections: expected,
      predictedConnections: row.expectedConnections,
    },
  ];
};

const summaryOf = (engine: LimitEngine, rows: readonly ComparedRow[]): EngineSummary => {
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  const estimates = rows.filter(({ exact }) => !exact);
  const off = estimates.map((row) => percentOf(row.expectedDifference, row.referenceConnections));
  return {
    engine,
    rows: rows.length,
    exactRows: count("exact"),
    exactDiffers: count("exact-differs"),
    estimatedRows: estimates.length,
    safeAboveObserved: count("safe-above-observed"),
    safeAbovePublished: count("safe-above-published"),
    mostBelowPercent:
      estimates.length === 0
        ? null
        : Math.max(0, ...estimates.map((row) => -percentOf(row.safeDifference, row.referenceConnections))),
    expectedOffPercent: estimates.length === 0 ? null : [Math.min(...off), Math.max(...off)],
  };
};

/** One decimal. */
const percentOf = (part: number, whole: number): number => Math.round((part / whole) * 1_000) / 10;
