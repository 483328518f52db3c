import type { BenchRow, BenchWorld, Binding, Spread, TraceSource } from "../../../simulator/bench/bench-report.ts";
import { rowsOf } from "../../../simulator/bench/bench-rows.ts";
import type { ControllerKind } from "../../../simulator/controllers/controller.ts";
import type { ControllerName } from "../../../simulator/controllers/controller-names.ts";
import type { RunResult } from "../../../simulator/runs/run-result.ts";

export type TestPlayer = { readonly name: ControllerName; readonly family: ControllerKind["family"] };

/** Ours, two policies of AWS, a cap and the bound. */
export const testPlayers: readonly TestPlayer[] = [
  { name: "target-tracking", family: "aws" },
  { name: "target-tracking-20s", family: "aws" },
  { name: "target-tracking-20s-capped", family: "aws-capped" },
  { name: "headgate-scale", family: "headgate" },
  { name: "clairvoyant", family: "bound" },
];

export const bound: Binding = { kind: "bound", database: "main", want: 110, wall: 100, by: "ideal" };

/** A scored recording of a day; each test changes what it is about. */
export function traceWorld(
  id: string,
  source: Partial<TraceSource> = {},
  changes: Partial<BenchWorld> = {},
): BenchWorld {
  const wall = source.wall ?? "bound";
  return {
    id,
    title: id,
    remarks: [],
    part: "scored",
    binding: wall === "bound" ? bound : { kind: "not-bound" },
    seconds: 86_400,
    runs: 1,
    swept: false,
    source: {
      kind: "trace",
      file: "recording.csv",
      scale: 1,
      window: "rise",
      peaks: "apart",
      pools: "fixed",
      wall,
      withoutConnections: "crash",
      ...source,
    },
    ...changes,
  };
}

export function legalResult(controller: ControllerName, changes: Partial<RunResult> = {}): RunResult {
  return {
    version: 1,
    scenario: "small",
    controller,
    seed: 1,
    seconds: 86_400,
    requests: 1_000,
    attempts: 1_000,
    served: 1_000,
    failedByCause: { refusedConnection: 0, timeout: 0, shed: 0, borrowTimeout: 0, error: 0 },
    failedRatio: 0,
    inFlight: 0,
    sloViolationSeconds: 0,
    taskHours: 100,
    dollars: 4,
    scoreDollars: 4,
    peakTasks: 5,
    databases: { main: { limit: 100, peak: 50, peakCommitted: 60, secondsOver: 0 } },
    actions: 0,
    collapsed: false,
    invariantBreaches: [],
    overCommittedSeconds: { controller: 0, deployment: 0, start: 0, replacement: 0 },
    ...changes,
  };
}

export type Figures = Partial<Record<ControllerName, Partial<RunResult>>>;

/** One world's rows: each player's only run, with what is not named as in `legalResult`. */
export function rowsIn(
  world: BenchWorld,
  figures: Figures,
  players: readonly TestPlayer[] = testPlayers,
): readonly BenchRow[] {
  return rowsOf(
    world,
    players,
    players.map(({ name }) => legalResult(name, figures[name])),
  );
}

export function flat(value: number): Spread {
  return { mean: value, least: value, most: value };
}
