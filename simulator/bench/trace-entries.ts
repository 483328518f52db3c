import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readTrace } from "../traces/read-trace.ts";
import type { Trace } from "../traces/trace.ts";
import type { BenchEntry } from "./bench-entry.ts";
import type { TraceSource, TracesFound, WithoutConnections } from "./bench-report.ts";
import { partsOf, smoothTrace, type TracePart } from "./shape-trace.ts";
import { type TraceRecipe, traceRecipes } from "./trace-recipes.ts";
import { traceScenario } from "./trace-world.ts";

export type TraceEntries = { readonly found: TracesFound; readonly entries: readonly BenchEntry[] };

type Shape = Pick<TraceSource, "peaks" | "pools" | "wall" | "withoutConnections">;

const modes: readonly WithoutConnections[] = ["degrade", "crash", "wait"];
const apart = { wall: "bound", peaks: "apart" } as const;

/** Where only one mode is played: what ECS does with a process that exits because it can't connect. */
const plainMode: WithoutConnections = "crash";

/** A typical day shows the ordinary; what the mode of a task without connections changes is shown around the rise. */
const dayShapes: readonly Shape[] = [
  { ...apart, pools: "fixed", withoutConnections: plainMode },
  { wall: "free", peaks: "apart", pools: "fixed", withoutConnections: plainMode },
];

const otherShapes: readonly Shape[] = [
  ...modes.map((mode) => ({ ...apart, pools: "fixed" as const, withoutConnections: mode })),
  ...modes.map((mode) => ({ ...apart, pools: "elastic" as const, withoutConnections: mode })),
  ...modes.map((mode) => ({ ...apart, peaks: "together" as const, pools: "fixed" as const, withoutConnections: mode })),
  { wall: "free", peaks: "apart", pools: "fixed", withoutConnections: plainMode },
];

/**
 * The worlds made from the recordings in a folder.
 *
 * A missing folder, or one without any of them, gives no worlds and says so. A recording that is there and can't be read is
 * an error: figures without it would pass for figures with it.
 *
 * @throws Error with file, line and fix
 */
export async function traceEntries(folder: string, windows: "quick" | "full"): Promise<TraceEntries> {
  const names = await readdir(folder).catch(() => null);
  if (names === null) return missing(folder, `${folder} does not exist`);
  const present = traceRecipes.filter(({ file }) => names.includes(file));
  if (present.length === 0) return missing(folder, `${folder} holds none of the recordings`);
  const entries = await Promise.all(present.map((recipe) => entriesOf(folder, recipe, windows)));
  return {
    found: { kind: "found", folder, files: present.map(({ file }) => file) },
    entries: entries.flat(),
  };
}

function missing(folder: string, what: string): TraceEntries {
  const message = `${what}: the traces are left out. Give their folder with --traces or HEADGATE_TRACES.`;
  return { found: { kind: "missing", folder, message }, entries: [] };
}

async function entriesOf(
  folder: string,
  recipe: TraceRecipe,
  windows: "quick" | "full",
): Promise<readonly BenchEntry[]> {
  const path = join(folder, recipe.file);
  const reading = await readTrace(path);
  if (reading.kind === "unreadable") throw new Error(`${reading.message}\n  ${reading.fix}`);
  if (reading.kind === "refused") {
    const [first] = reading.problems;
    throw new Error(`${path}:${first?.line}: ${first?.message}\n  ${first?.fix}`);
  }
  return entriesOfTrace(reading.trace, recipe, windows);
}

export function entriesOfTrace(trace: Trace, recipe: TraceRecipe, windows: "quick" | "full"): readonly BenchEntry[] {
  const parts = partsOf(smoothTrace(trace, recipe.smoothSeconds), windows);
  const scales = windows === "full" ? [...recipe.scales, ...recipe.fullScales] : recipe.scales;
  return scales.flatMap((scale) =>
    parts.flatMap((part) =>
      (part.window === "day" ? dayShapes : otherShapes).map((shape) => traceEntry(part, scale, shape, recipe)),
    ),
  );
}

function traceEntry(part: TracePart, scale: number, shape: Shape, recipe: TraceRecipe): BenchEntry {
  const { file, smoothSeconds } = recipe;
  const id = [
    `${file.replace(/\.csv$/, "")} x${scale} ${part.window}`,
    shape.wall,
    `peaks ${shape.peaks}`,
    shape.pools,
    ...(shape.wall === "bound" ? [shape.withoutConnections] : []),
  ].join(", ");
  const remarks = [
    `${file} x${scale}, ${describePart(part)}.`,
    ...(smoothSeconds > 0
      ? [`Smoothed over ${smoothSeconds / 60} min before scaling: it counts few requests a slot.`]
      : []),
    ...(part.whole.slotSeconds > 1
      ? [
          `Arrivals are drawn evenly inside each slot of ${part.whole.slotSeconds} s; shorter bursts are not in the file.`,
        ]
      : []),
  ];
  return {
    id,
    title: id,
    part: recipe.part,
    source: { kind: "trace", file, scale, window: part.window, ...shape },
    scenario: (seeds) => traceScenario(id, part, scale, shape, remarks, seeds),
  };
}

function describePart({ window, fromSeconds, seconds }: TracePart): string {
  const hours = (of: number) => Number((of / 3_600).toFixed(1));
  switch (window) {
    case "whole":
      return `all ${hours(seconds)} h`;
    case "rise":
      return `${hours(seconds)} h around its largest rise, from hour ${hours(fromSeconds)}`;
    case "day":
      return `its median day, from hour ${hours(fromSeconds)}`;
  }
}
