import { expect, it } from "@jest/globals";
import type { BenchEntry } from "../../../simulator/bench/bench-entry.ts";
import type { BenchReport } from "../../../simulator/bench/bench-report.ts";
import { runBench } from "../../../simulator/bench/run-bench.ts";
import { scenarioEntry } from "../../../simulator/bench/scenario-entries.ts";
import { entriesOfTrace } from "../../../simulator/bench/trace-entries.ts";
import { traceRecipes } from "../../../simulator/bench/trace-recipes.ts";
import { controllerKind } from "../../../simulator/controllers/catalogue.ts";
import { legalScenario } from "../runs/small-scenario.ts";
import { legalWorld } from "../world/small-world.ts";

/** Ten minutes, with a rise in the middle. */
const trace = { slotSeconds: 60, requestsPerSlot: [600, 600, 600, 600, 3_000, 6_000, 6_000, 3_000, 600, 600] };
const recipe = traceRecipes.find(({ file }) => file.startsWith("boutique"))!;

const sweep = [1, 2, 3].map((seed) => ({ label: `seed ${seed}`, world: legalWorld(), seed }));
const entries: readonly BenchEntry[] = [
  scenarioEntry(legalScenario({ name: "plain" })),
  scenarioEntry(legalScenario({ name: "swept", sweep })),
  ...entriesOfTrace(trace, recipe, "quick").filter(({ id }) => !id.includes("elastic")),
];
const slowTestMs = 60_000;

const play = async (workers: number): Promise<{ readonly report: BenchReport; readonly work: readonly number[] }> => {
  let planned = 0;
  let done = 0;
  let runs = 0;
  const report = await runBench({
    entries,
    traces: { kind: "found", folder: "traces", files: [recipe.file] },
    windows: "quick",
    kinds: (["target-tracking-20s", "target-tracking-20s-capped", "hpa"] as const).map(controllerKind),
    seeds: [1, 2],
    workers,
    madeAtMs: 0,
    onStart: (_, work) => {
      planned = work;
    },
    onAdvance: (work) => {
      done += work;
    },
    onRunDone: () => {
      runs += 1;
    },
  });
  return { report, work: [planned, done, runs] };
};

it(
  "gives the same report on one thread and on two",
  async () => {
    const { report, work } = await play(1);
    expect(await play(2)).toEqual({ report, work });

    // 3 controllers: 2 seeds of the plain one and of 7 trace worlds, 3 points of the sweep.
    const runs = 3 * (2 + 3 + 7 * 2);
    const seconds = 3 * (2 * 60 + 3 * 60 + 7 * 2 * 600);
    expect(work).toEqual([seconds, seconds, runs]);
    expect(report.worlds.map(({ runs, swept }) => [runs, swept])).toEqual([
      [2, false],
      [3, true],
      ...Array.from({ length: 7 }, () => [2, false]),
    ]);
    expect(report.rows).toHaveLength(9 * 3);
    expect(report.modes).toHaveLength(2 * 3);
    expect(report.targets).toEqual([]);
    // What is written is what is read back: no infinity, nothing undefined.
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  },
  slowTestMs,
);

it(
  "bound worlds made from a recording are bound by the ideal want, free ones by nobody",
  async () => {
    const { report } = await play(1);
    const found = report.worlds.flatMap(({ source, binding }) =>
      source.kind === "trace" ? [[source.wall, binding.kind === "bound" ? binding.by : binding.kind]] : [],
    );
    expect(found).toEqual([...Array.from({ length: 6 }, () => ["bound", "ideal"]), ["free", "not-bound"]]);
  },
  slowTestMs,
);

it("a world in which a run breaks down is left out and named; the others are reported", async () => {
  const scenario = (name: string) => scenarioEntry(legalScenario({ name }));
  const broken = scenarioEntry(legalScenario({ name: "broken", terms: [] }));
  const report = await runBench({
    entries: [scenario("first"), broken, scenario("last")],
    traces: { kind: "missing", folder: "", message: "" },
    windows: "quick",
    kinds: [controllerKind("static")],
    seeds: [1],
    workers: 1,
    madeAtMs: 0,
    onStart: () => {},
    onAdvance: () => {},
    onRunDone: () => {},
  });
  expect(report.worlds.map(({ id }) => id)).toEqual(["first", "last"]);
  expect(report.rows.map(({ world }) => world)).toEqual(["first", "last"]);
  expect(report.leftOut).toEqual([
    { world: "broken", message: 'static in broken, seed 1: the scenario has no terms for "shop"' },
  ]);
});
