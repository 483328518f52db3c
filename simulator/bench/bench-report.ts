import type { ControllerKind, InvariantBreach } from "../controllers/controller.ts";
import type { ControllerName } from "../controllers/controller-names.ts";
import type { OverCommitmentCause } from "../runs/run-result.ts";
import type { PoolSpec } from "../world/spec.ts";

/**
 * The published bench: every controller in every world, what it comes to, and how that stands against the targets.
 *
 * What `npm run bench` writes to .headgate/bench.json, stable under its version; the page is drawn from it alone.
 *
 * @see docs/bench.md for how each figure is computed
 */
export type BenchReport = {
  readonly version: 1;
  readonly madeAtMs: number;
  /** `quick`: parts of long traces. `full`: whole traces. */
  readonly windows: "quick" | "full";
  readonly seeds: readonly number[];
  readonly traces: TracesFound;
  /** Who played, in the order of tables. */
  readonly controllers: readonly BenchController[];
  /** Scenarios first, then traces; tuning before scored. */
  readonly worlds: readonly BenchWorld[];
  /** Worlds in which a run broke down: in no list below, for nobody. Empty in a bench that went well. */
  readonly leftOut: readonly { readonly world: string; readonly message: string }[];
  /** One per world and controller, in the order of both lists. */
  readonly rows: readonly BenchRow[];
  /** Over the scored worlds: bound first, then not bound. */
  readonly tables: readonly BenchTable[];
  /** What becomes of it when a task without connections degrades, crashes or waits. Empty without traces. */
  readonly modes: readonly ModeRow[];
  readonly targets: readonly BenchTarget[];
};

export type TracesFound =
  | { readonly kind: "found"; readonly folder: string; readonly files: readonly string[] }
  /** The rest was run. */
  | { readonly kind: "missing"; readonly folder: string; readonly message: string };

export type BenchController = Pick<ControllerKind, "name" | "title" | "purpose" | "family" | "inferences">;

export type BenchWorld = {
  /** Unique, as in "wc98-bursts-8d x5 rise, bound, peaks apart, fixed pools, crash". */
  readonly id: string;
  readonly title: string;
  /** Sentences: what it is, its scale factor, its window, what was smoothed. */
  readonly remarks: readonly string[];
  /** Nobody is scored on what the controllers were tuned on; it is shown apart. */
  readonly part: "tuning" | "scored";
  readonly binding: Binding;
  readonly seconds: number;
  /** Each controller's runs here: seeds, or points of a sweep. */
  readonly runs: number;
  /** The runs are a sweep over worlds of the same scenario; what counts there is how many collapse. */
  readonly swept: boolean;
  readonly source: { readonly kind: "scenario"; readonly name: string } | TraceSource;
};

/** A recording in front of three services that share a database. */
export type TraceSource = {
  readonly kind: "trace";
  readonly file: string;
  /** Multiplies every slot. */
  readonly scale: number;
  /** `rise`: around the largest rise. `day`: the day whose sum is the median of all days'. `whole`: all of it. */
  readonly window: "rise" | "day" | "whole";
  /** Whether the three services have their peaks at different times, or at the same one. */
  readonly peaks: "apart" | "together";
  readonly pools: PoolSpec["kind"];
  /** `bound`: what clients can open is the want / 1.1. `free`: out of everybody's reach. */
  readonly wall: "bound" | "free";
  readonly withoutConnections: WithoutConnections;
};

export type WithoutConnections = PoolSpec["withoutConnections"];

/** Whether a database is what holds back, and how that is known. */
export type Binding =
  | {
      readonly kind: "bound";
      readonly database: string;
      /** Connections, others' included; more than the wall. */
      readonly want: number;
      /** What clients can open: max_connections less what is reserved. */
      readonly wall: number;
      /** `ideal`: of exactly as many tasks as the target load needs each second. Otherwise who went there. */
      readonly by: "ideal" | ControllerName;
    }
  | { readonly kind: "not-bound" };

/** Over the runs of one controller in one world. */
export type Spread = { readonly mean: number; readonly least: number; readonly most: number };

export type BenchRow = {
  /** BenchWorld's id. */
  readonly world: string;
  readonly controller: ControllerName;
  /** 0..1, of the users' requests. */
  readonly failedRatio: Spread;
  readonly sloViolationMinutes: Spread;
  readonly taskHours: Spread;
  /** Of the task-hours. */
  readonly dollars: Spread;
  /** Task-hours and violation minutes together. */
  readonly scoreDollars: Spread;
  /** Of the database that comes closest to its limit; 0 without databases. */
  readonly peakConnectionsRatio: Spread;
  readonly actions: Spread;
  /** Share of the runs in which most of the end failed, 0..1. */
  readonly collapsedRatio: number;
  /** Summed over the runs. */
  readonly overCommittedSeconds: Readonly<Record<OverCommitmentCause, number>>;
  /** Counts summed over the runs. */
  readonly invariantBreaches: readonly InvariantBreach[];
  /** Of the table's figure: failed requests where a database binds, violation minutes where none does. */
  readonly ratios: Ratios;
};

/** `null`: nobody of that kind played here. */
export type Ratios = {
  /** To the best AWS policy without a cap, and which one that is. */
  readonly toBestAws: RatioTo | null;
  /** To the best of those with a hand-set cap. */
  readonly toHandSetCap: RatioTo | null;
  /** To the clairvoyant. */
  readonly toBound: RatioTo | null;
};

export type RatioTo = { readonly to: ControllerName; readonly ratio: Ratio };

export type Ratio =
  | { readonly kind: "ratio"; readonly value: number }
  /** Both are too small to compare (below 0.01 % of the requests, or of the time): counts as met, as 0 in a median. */
  | { readonly kind: "both-clear" }
  /** Only the other one is too small: counts as missed, and as infinite in a median. */
  | { readonly kind: "base-clear" };

export type BenchTable = {
  readonly binding: Binding["kind"];
  /** What the ratios are of. */
  readonly figure: "failedRatio" | "sloViolationMinutes";
  readonly worlds: readonly string[];
  readonly rows: readonly BenchTableRow[];
};

/** One controller over all scored worlds of a table; a world counts with the mean over its runs. */
export type BenchTableRow = {
  readonly controller: ControllerName;
  /** Mean and median over the worlds, 0..1. */
  readonly failedRatio: SumAndMedian;
  readonly sloViolationMinutes: SumAndMedian;
  readonly taskHours: SumAndMedian;
  readonly dollars: SumAndMedian;
  readonly scoreDollars: SumAndMedian;
  readonly actions: SumAndMedian;
  /** Highest of all worlds. */
  readonly peakConnectionsRatio: number;
  readonly overCommittedSeconds: Readonly<Record<OverCommitmentCause, number>>;
  readonly ratios: {
    readonly toBestAws: RatioSummary | null;
    readonly toHandSetCap: RatioSummary | null;
    readonly toBound: RatioSummary | null;
  };
};

export type SumAndMedian = { readonly sum: number; readonly median: number };

export type RatioSummary = {
  /** Sum over the worlds to the sum of the others' best in each world. */
  readonly ofSums: Ratio;
  /** Median of the ratios per world; `null`: infinite. */
  readonly median: number | null;
  /** Worlds in which it was at most 1, or both were clear. */
  readonly noWorseIn: number;
  readonly worlds: number;
};

/** Failed requests of one controller in the bound trace worlds that differ only in the mode. Scored worlds only. */
export type ModeRow = {
  readonly controller: ControllerName;
  readonly peaks: TraceSource["peaks"];
  readonly pools: TraceSource["pools"];
  readonly failedRatio: Readonly<Record<WithoutConnections, SumAndMedian>>;
  readonly worlds: number;
};

/** One sentence of "how well", held against what came out. */
export type BenchTarget = {
  /** As in "bound-failed-median-aws, crash"; unique together with the controller. */
  readonly id: string;
  /** As in "Failed requests, median over the traces: at most 1/10 of the best AWS policy's". */
  readonly title: string;
  /** Whose figure it is. */
  readonly controller: ControllerName;
  readonly unit: "ratio" | "minutes a day" | "writes";
  /** `null`: infinite (only the other one is clear), or not measured. */
  readonly figure: number | null;
  /** The figure may be this at most. */
  readonly limit: number;
  readonly verdict: "met" | "missed" | "not measured";
  /** A sentence with numbers: what it rests on, and where missed, which worlds weigh most. */
  readonly why: string;
  /** What went in, per world. Empty where it isn't per world. */
  readonly perWorld: readonly { readonly world: string; readonly figure: number | null }[];
};
