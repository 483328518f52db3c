import type { ControllerName } from "../controllers/controller-names.ts";
import type { BenchRow, BenchTable, BenchTableRow, BenchWorld, ModeRow, RatioSummary, Ratios } from "./bench-report.ts";
import { figureOf, sumCauses } from "./bench-rows.ts";
import { clearBelow, type Figure, finiteOrNull, medianOf, ratioOf, ratioValue, sumAndMedian } from "./ratio.ts";

/** The two tables, over the scored worlds. */
export function tablesOf(
  worlds: readonly BenchWorld[],
  rows: readonly BenchRow[],
  controllers: readonly ControllerName[],
): readonly BenchTable[] {
  return (["bound", "not-bound"] as const).map((binding) => {
    const own = worlds.filter((world) => world.part === "scored" && world.binding.kind === binding);
    const figure = figureOf(binding);
    const here = new RowsOf(own, rows);
    return {
      binding,
      figure,
      worlds: own.map(({ id }) => id),
      rows: own.length === 0 ? [] : controllers.map((controller) => tableRow(controller, own, here, figure)),
    };
  });
}

/** Finds rows of some worlds. */
export class RowsOf {
  private readonly byKey: ReadonlyMap<string, BenchRow>;

  constructor(worlds: readonly Pick<BenchWorld, "id">[], rows: readonly BenchRow[]) {
    const ids = new Set(worlds.map(({ id }) => id));
    this.byKey = new Map(
      rows.filter(({ world }) => ids.has(world)).map((row) => [`${row.controller} ${row.world}`, row]),
    );
  }

  /** @returns `null`: the controller did not play there */
  find(controller: ControllerName, world: string): BenchRow | null {
    return this.byKey.get(`${controller} ${world}`) ?? null;
  }

  of(controller: ControllerName, world: string): BenchRow {
    const row = this.find(controller, world);
    if (row === null) throw new RangeError(`${controller} did not play in ${world}`);
    return row;
  }
}

function tableRow(
  controller: ControllerName,
  worlds: readonly BenchWorld[],
  rows: RowsOf,
  figure: Figure,
): BenchTableRow {
  const own = worlds.map(({ id }) => rows.of(controller, id));
  const sum = (of: (row: BenchRow) => number) => sumAndMedian(own.map(of));
  const summary = (kind: keyof Ratios) => summarize(own, worlds, rows, figure, kind);
  return {
    controller,
    failedRatio: sum(({ failedRatio }) => failedRatio.mean),
    sloViolationMinutes: sum(({ sloViolationMinutes }) => sloViolationMinutes.mean),
    taskHours: sum(({ taskHours }) => taskHours.mean),
    dollars: sum(({ dollars }) => dollars.mean),
    scoreDollars: sum(({ scoreDollars }) => scoreDollars.mean),
    actions: sum(({ actions }) => actions.mean),
    peakConnectionsRatio: Math.max(...own.map(({ peakConnectionsRatio }) => peakConnectionsRatio.most)),
    overCommittedSeconds: sumCauses(own.map(({ overCommittedSeconds }) => overCommittedSeconds)),
    ratios: {
      toBestAws: summary("toBestAws"),
      toHandSetCap: summary("toHandSetCap"),
      toBound: summary("toBound"),
    },
  };
}

/** The other side is its best in each world, so it may be another policy in each. */
function summarize(
  own: readonly BenchRow[],
  worlds: readonly BenchWorld[],
  rows: RowsOf,
  figure: Figure,
  kind: keyof Ratios,
): RatioSummary | null {
  const values: number[] = [];
  let ownSum = 0;
  let baseSum = 0;
  let clearSum = 0;
  for (const [i, row] of own.entries()) {
    const to = row.ratios[kind];
    const world = worlds[i];
    if (to === null || world === undefined) return null;
    values.push(ratioValue(to.ratio));
    ownSum += row[figure].mean;
    baseSum += rows.of(to.to, world.id)[figure].mean;
    clearSum += clearBelow(figure, world.seconds);
  }
  return {
    ofSums: ratioOf(ownSum, baseSum, clearSum),
    median: finiteOrNull(medianOf(values)),
    noWorseIn: values.filter((value) => value <= 1).length,
    worlds: values.length,
  };
}

/** Failed requests of the scored bound trace worlds that exist in all three modes. */
export function modesOf(
  worlds: readonly BenchWorld[],
  rows: readonly BenchRow[],
  controllers: readonly ControllerName[],
): readonly ModeRow[] {
  const found = new RowsOf(worlds, rows);
  const kinds = [
    { peaks: "apart", pools: "fixed" },
    { peaks: "apart", pools: "elastic" },
    { peaks: "together", pools: "fixed" },
  ] as const;
  return kinds.flatMap(({ peaks, pools }) => {
    const idsOf = (mode: ModeKey) =>
      worlds.flatMap(({ id, part, source, binding }) =>
        part === "scored" &&
        source.kind === "trace" &&
        source.wall === "bound" &&
        binding.kind === "bound" &&
        source.window !== "day" &&
        source.peaks === peaks &&
        source.pools === pools &&
        source.withoutConnections === mode
          ? [id]
          : [],
      );
    const ids = { degrade: idsOf("degrade"), crash: idsOf("crash"), wait: idsOf("wait") };
    // With a part of the worlds left out, the modes would be of different traces.
    const complete = ids.crash.length > 0 && [ids.degrade, ids.wait].every(({ length }) => length === ids.crash.length);
    if (!complete) return [];
    return controllers.map((controller) => {
      const failed = (mode: ModeKey) => sumAndMedian(ids[mode].map((id) => found.of(controller, id).failedRatio.mean));
      const failedRatio = { degrade: failed("degrade"), crash: failed("crash"), wait: failed("wait") };
      return { controller, peaks, pools, failedRatio, worlds: ids.crash.length };
    });
  });
}

type ModeKey = keyof ModeRow["failedRatio"];
