import { expect, it } from "@jest/globals";
import { modesOf, tablesOf } from "../../../simulator/bench/bench-tables.ts";
import { type Figures, rowsIn, testPlayers, traceWorld } from "./bench-builders.ts";

const names = testPlayers.map(({ name }) => name);
const failing = (aws: number, ours: number): Figures => ({
  "target-tracking": { failedRatio: aws },
  "target-tracking-20s": { failedRatio: 2 * aws },
  "target-tracking-20s-capped": { failedRatio: 0 },
  "headgate-scale": { failedRatio: ours },
});

it("sums and medians are over the scored worlds of each table alone", () => {
  const worlds = [
    traceWorld("a"),
    traceWorld("b"),
    traceWorld("c"),
    traceWorld("tuning", {}, { part: "tuning" }),
    traceWorld("free", { wall: "free" }),
  ];
  const rows = [
    ...rowsIn(worlds[0]!, failing(0.1, 0.01)),
    ...rowsIn(worlds[1]!, failing(0.2, 0.1)),
    // The other policy is the best one here, and both are clear.
    ...rowsIn(worlds[2]!, { ...failing(0.00001, 0), "target-tracking-20s": { failedRatio: 0 } }),
    ...rowsIn(worlds[3]!, failing(0.9, 0.9)),
    ...rowsIn(worlds[4]!, failing(0.9, 0.9)),
  ];
  const [table, free] = tablesOf(worlds, rows, names);
  expect(table?.worlds).toEqual(["a", "b", "c"]);
  expect(free?.worlds).toEqual(["free"]);
  const ours = table?.rows.find(({ controller }) => controller === "headgate-scale");
  expect(ours?.failedRatio.sum).toBeCloseTo(0.11, 10);
  expect(ours?.failedRatio.median).toBe(0.01);
  const { toBestAws, toHandSetCap } = ours!.ratios;
  expect(toBestAws).toEqual({
    ofSums: { kind: "ratio", value: expect.closeTo(0.11 / 0.3, 10) },
    // 0.1, 0.5 and clear
    median: expect.closeTo(0.1, 10),
    noWorseIn: 3,
    worlds: 3,
  });
  // Nothing fails under the cap: worse in two worlds, no ratio in the middle.
  expect(toHandSetCap).toEqual({ ofSums: { kind: "base-clear" }, median: null, noWorseIn: 1, worlds: 3 });
});

it("a table without a world has no rows", () => {
  const tables = tablesOf([], [], names);
  expect(tables.map(({ binding, worlds, rows }) => ({ binding, worlds, rows }))).toEqual([
    { binding: "bound", worlds: [], rows: [] },
    { binding: "not-bound", worlds: [], rows: [] },
  ]);
});

it("modes stand side by side where all three were played, days and tuning left out", () => {
  const modes = (["degrade", "crash", "wait"] as const).map((withoutConnections, i) => ({
    world: traceWorld(withoutConnections, { withoutConnections }),
    figures: failing(0.1 * (i + 1), 0.01 * (i + 1)),
  }));
  const others = [
    { world: traceWorld("day", { window: "day" }), figures: failing(0.9, 0.9) },
    { world: traceWorld("tuning", {}, { part: "tuning" }), figures: failing(0.9, 0.9) },
    { world: traceWorld("one mode only", { peaks: "together" }), figures: failing(0.9, 0.9) },
  ];
  const all = [...modes, ...others];
  const found = modesOf(
    all.map(({ world }) => world),
    all.flatMap(({ world, figures }) => rowsIn(world, figures)),
    ["headgate-scale"],
  );
  expect(found).toEqual([
    {
      controller: "headgate-scale",
      peaks: "apart",
      pools: "fixed",
      failedRatio: {
        degrade: { sum: 0.01, median: 0.01 },
        crash: { sum: 0.02, median: 0.02 },
        wait: { sum: 0.03, median: 0.03 },
      },
      worlds: 1,
    },
  ]);
});
