import { expect, it } from "@jest/globals";
import type { BenchRow } from "../../../simulator/bench/bench-report.ts";
import { rowsOf } from "../../../simulator/bench/bench-rows.ts";
import { flat, legalResult, rowsIn, traceWorld } from "./bench-builders.ts";

const breach = (count: number, firstAtSeconds: number) =>
  ({ invariant: "I1", count, firstAtSeconds, detail: `at ${firstAtSeconds}` }) as const;

it("takes the mean of a controller's runs, with the least and the most", () => {
  const world = traceWorld("day");
  const players = [{ name: "headgate-scale", family: "headgate" }] as const;
  const over = { controller: 1, deployment: 2, start: 3, replacement: 4 };
  const row = rowsOf(world, players, [
    legalResult("headgate-scale", {
      failedRatio: 0.01,
      sloViolationSeconds: 60,
      taskHours: 10,
      dollars: 1,
      scoreDollars: 2,
      actions: 4,
      collapsed: true,
      invariantBreaches: [breach(2, 7)],
      overCommittedSeconds: over,
    }),
    legalResult("headgate-scale", {
      failedRatio: 0.03,
      sloViolationSeconds: 180,
      taskHours: 20,
      dollars: 3,
      scoreDollars: 6,
      actions: 8,
      databases: {
        main: { limit: 100, peak: 70, peakCommitted: 100, secondsOver: 0 },
        other: { limit: 50, peak: 45, peakCommitted: 50, secondsOver: 0 },
      },
      invariantBreaches: [breach(3, 5)],
      overCommittedSeconds: over,
    }),
  ]);
  expect(row).toEqual([
    {
      world: "day",
      controller: "headgate-scale",
      failedRatio: { mean: 0.02, least: 0.01, most: 0.03 },
      sloViolationMinutes: { mean: 2, least: 1, most: 3 },
      taskHours: { mean: 15, least: 10, most: 20 },
      dollars: { mean: 2, least: 1, most: 3 },
      scoreDollars: { mean: 4, least: 2, most: 6 },
      peakConnectionsRatio: { mean: 0.7, least: 0.5, most: 0.9 },
      actions: { mean: 6, least: 4, most: 8 },
      collapsedRatio: 0.5,
      overCommittedSeconds: { controller: 2, deployment: 4, start: 6, replacement: 8 },
      invariantBreaches: [{ ...breach(5, 7) }],
      ratios: { toBestAws: null, toHandSetCap: null, toBound: null },
    } satisfies BenchRow,
  ]);
});

it("where a database binds, the best of each family is who fails least, and ratios are of failed requests", () => {
  const rows = rowsIn(traceWorld("day"), {
    "target-tracking": { failedRatio: 0.2 },
    "target-tracking-20s": { failedRatio: 0.1, sloViolationSeconds: 9_999 },
    "target-tracking-20s-capped": { failedRatio: 0.05 },
    "headgate-scale": { failedRatio: 0.025 },
  });
  const ours = rows.find(({ controller }) => controller === "headgate-scale");
  expect(ours?.failedRatio).toEqual(flat(0.025));
  expect(ours?.ratios).toEqual({
    toBestAws: { to: "target-tracking-20s", ratio: { kind: "ratio", value: 0.25 } },
    toHandSetCap: { to: "target-tracking-20s-capped", ratio: { kind: "ratio", value: 0.5 } },
    toBound: { to: "clairvoyant", ratio: { kind: "base-clear" } },
  });
});

it("where none binds, they are of violation minutes", () => {
  const rows = rowsIn(traceWorld("day", { wall: "free" }), {
    "target-tracking": { sloViolationSeconds: 600, failedRatio: 0.5 },
    "target-tracking-20s": { sloViolationSeconds: 1_200 },
    "headgate-scale": { sloViolationSeconds: 300 },
  });
  expect(rows.find(({ controller }) => controller === "headgate-scale")?.ratios.toBestAws).toEqual({
    to: "target-tracking",
    ratio: { kind: "ratio", value: 0.5 },
  });
});

it("a missing run is a mistake, not a zero", () => {
  const players = [{ name: "hpa", family: "kubernetes" }] as const;
  expect(() => rowsOf(traceWorld("day"), players, [legalResult("keda")])).toThrow("no run of hpa in day");
});
