import type { ControllerKind, InvariantBreach } from "../controllers/controller.ts";
import type { ControllerName } from "../controllers/controller-names.ts";
import type { OverCommitmentCause, RunResult } from "../runs/run-result.ts";
import type { BenchRow, BenchWorld, Binding, Ratios, RatioTo } from "./bench-report.ts";
import { clearBelow, type Figure, ratioOf, spreadOf } from "./ratio.ts";

type Family = ControllerKind["family"];
type RowWithoutRatios = Omit<BenchRow, "ratios">;

/** What the two tables are about. */
export function figureOf(binding: Binding["kind"]): Figure {
  switch (binding) {
    case "bound":
      return "failedRatio";
    case "not-bound":
      return "sloViolationMinutes";
  }
}

/**
 * One world's rows, in the order of `players`.
 *
 * @param results of each player, in any order; none may be missing
 */
export function rowsOf(
  world: Pick<BenchWorld, "id" | "binding" | "seconds">,
  players: readonly { readonly name: ControllerName; readonly family: Family }[],
  results: readonly RunResult[],
): readonly BenchRow[] {
  const rows = players.map(({ name }) =>
    rowOf(
      world.id,
      name,
      results.filter(({ controller }) => controller === name),
    ),
  );
  const figure = figureOf(world.binding.kind);
  const clear = clearBelow(figure, world.seconds);
  const best = (family: Family) => bestOf(rows, players, family, figure);
  const bases = { aws: best("aws"), capped: best("aws-capped"), bound: best("bound") };
  return rows.map((row) => ({ ...row, ratios: ratiosOf(row, bases, figure, clear) }));
}

function rowOf(world: string, controller: ControllerName, results: readonly RunResult[]): RowWithoutRatios {
  if (results.length === 0) throw new RangeError(`no run of ${controller} in ${world}`);
  const spread = (figure: (result: RunResult) => number) => spreadOf(results.map(figure));
  return {
    world,
    controller,
    failedRatio: spread(({ failedRatio }) => failedRatio),
    sloViolationMinutes: spread(({ sloViolationSeconds }) => sloViolationSeconds / 60),
    taskHours: spread(({ taskHours }) => taskHours),
    dollars: spread(({ dollars }) => dollars),
    scoreDollars: spread(({ scoreDollars }) => scoreDollars),
    peakConnectionsRatio: spread(peakRatioOf),
    actions: spread(({ actions }) => actions),
    collapsedRatio: results.filter(({ collapsed }) => collapsed).length / results.length,
    overCommittedSeconds: sumCauses(results.map(({ overCommittedSeconds }) => overCommittedSeconds)),
    invariantBreaches: mergeBreaches(results.flatMap(({ invariantBreaches }) => invariantBreaches)),
  };
}

function peakRatioOf({ databases }: RunResult): number {
  return Object.values(databases).reduce((most, { peak, limit }) => Math.max(most, peak / limit), 0);
}

export function sumCauses(
  parts: readonly Readonly<Record<OverCommitmentCause, number>>[],
): Record<OverCommitmentCause, number> {
  const sum = { controller: 0, deployment: 0, start: 0, replacement: 0 };
  for (const part of parts) {
    sum.controller += part.controller;
    sum.deployment += part.deployment;
    sum.start += part.start;
    sum.replacement += part.replacement;
  }
  return sum;
}

/** One per rule, with the first one's numbers. */
export function mergeBreaches(breaches: readonly InvariantBreach[]): readonly InvariantBreach[] {
  const merged = new Map<string, InvariantBreach>();
  for (const breach of breaches) {
    const before = merged.get(breach.invariant);
    merged.set(breach.invariant, before === undefined ? breach : { ...before, count: before.count + breach.count });
  }
  return [...merged.values()];
}

/** The first one of the lowest. */
function bestOf(
  rows: readonly RowWithoutRatios[],
  players: readonly { readonly name: ControllerName; readonly family: Family }[],
  family: Family,
  figure: Figure,
): RowWithoutRatios | null {
  const own = rows.filter((_, i) => players[i]?.family === family);
  return own.reduce<RowWithoutRatios | null>(
    (best, row) => (best === null || row[figure].mean < best[figure].mean ? row : best),
    null,
  );
}

function ratiosOf(
  row: RowWithoutRatios,
  bases: Readonly<Record<"aws" | "capped" | "bound", RowWithoutRatios | null>>,
  figure: Figure,
  clear: number,
): Ratios {
  const to = (base: RowWithoutRatios | null): RatioTo | null =>
    base === null ? null : { to: base.controller, ratio: ratioOf(row[figure].mean, base[figure].mean, clear) };
  return { toBestAws: to(bases.aws), toHandSetCap: to(bases.capped), toBound: to(bases.bound) };
}
