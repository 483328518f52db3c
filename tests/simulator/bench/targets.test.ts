import { expect, it } from "@jest/globals";
import type { BenchTarget, BenchWorld } from "../../../simulator/bench/bench-report.ts";
import { targetsOf } from "../../../simulator/bench/targets.ts";
import { type Figures, rowsIn, testPlayers, traceWorld } from "./bench-builders.ts";

type Played = { readonly world: BenchWorld; readonly figures: Figures };

function targetIn(played: readonly Played[], id: string): Pick<BenchTarget, "figure" | "verdict"> | undefined {
  const target = targetsOf(
    played.map(({ world }) => world),
    played.flatMap(({ world, figures }) => rowsIn(world, figures)),
    testPlayers,
  ).find((found) => found.id === id && found.controller === "headgate-scale");
  return target && { figure: target.figure, verdict: target.verdict };
}

/** One bound world per row: failed requests of ours, of the best AWS policy, of the cap. */
const boundWorlds = (rows: readonly (readonly [ours: number, aws: number, cap: number])[], source = {}) =>
  rows.map(
    ([ours, aws, cap], i): Played => ({
      world: traceWorld(`world ${i}`, source),
      figures: {
        "headgate-scale": { failedRatio: ours },
        "target-tracking": { failedRatio: aws },
        "target-tracking-20s": { failedRatio: aws },
        "target-tracking-20s-capped": { failedRatio: cap },
      },
    }),
  );

/** One free world of a day per row: violation minutes of ours and of the 20 s tracker. */
const freeWorlds = (rows: readonly (readonly [ours: number, tracker: number])[], seconds = 86_400) =>
  rows.map(
    ([ours, tracker], i): Played => ({
      world: traceWorld(`world ${i}`, { wall: "free" }, { seconds }),
      figures: {
        "headgate-scale": { sloViolationSeconds: ours * 60 },
        "target-tracking-20s": { sloViolationSeconds: tracker * 60 },
      },
    }),
  );

type Row = {
  readonly when: string;
  readonly played: readonly Played[];
  readonly id: string;
  readonly expected: Pick<BenchTarget, "figure" | "verdict">;
};

const met = (figure: number) => ({ figure: expect.closeTo(figure, 10) as unknown as number, verdict: "met" as const });
const missed = (figure: number | null) => ({
  figure: figure === null ? null : (expect.closeTo(figure, 10) as unknown as number),
  verdict: "missed" as const,
});

it.each<Row>([
  {
    when: "the median of the ratios counts, not the ratio of the medians",
    played: boundWorlds([
      [0.01, 0.1, 1],
      [0.09, 0.1, 1],
      [0.0001, 0.1, 1],
    ]),
    id: "bound-failed-median-aws, crash",
    expected: met(0.1),
  },
  {
    when: "a tenth of the best AWS policy is met, a little more is missed",
    played: boundWorlds([[0.0101, 0.1, 1]]),
    id: "bound-failed-median-aws, crash",
    expected: missed(0.101),
  },
  {
    when: "a quarter of the hand-set cap is met",
    played: boundWorlds([[0.02, 0.01, 0.08]]),
    id: "bound-failed-median-cap, crash",
    expected: met(0.25),
  },
  {
    when: "where both are below 0.01 % a world counts as met, however many times one is the other",
    played: boundWorlds([[0.00009, 0.000001, 0.000001]]),
    id: "bound-failed-median-aws, crash",
    expected: met(0),
  },
  {
    when: "failing where the other does not is missed, and has no figure",
    played: boundWorlds([[0.0002, 0, 0.5]]),
    id: "bound-failed-median-aws, crash",
    expected: missed(null),
  },
  {
    when: "one such world among three does not decide the median",
    played: boundWorlds([
      [0.0002, 0, 0.5],
      [0.001, 0.1, 0.5],
      [0.002, 0.1, 0.5],
    ]),
    id: "bound-failed-median-aws, crash",
    expected: met(0.02),
  },
  {
    when: "the sum is of all worlds, so a heavy one decides it",
    played: boundWorlds([
      [0.3, 0.4, 1],
      [0, 0.1, 1],
    ]),
    id: "bound-failed-sum-aws, crash",
    expected: missed(0.6),
  },
  {
    when: "modes are apart: a crash is no wait",
    played: boundWorlds([[0.3, 0.4, 1]], { withoutConnections: "wait" }),
    id: "bound-failed-sum-aws, crash",
    expected: { figure: null, verdict: "not measured" },
  },
  {
    when: "tuning worlds are in no target",
    played: [
      ...boundWorlds([[0.01, 0.1, 1]]),
      { ...boundWorlds([[0.9, 0.1, 1]])[0]!, world: traceWorld("tuning", {}, { part: "tuning" }) },
    ],
    id: "bound-failed-sum-aws, crash",
    expected: met(0.1),
  },
  {
    when: "a wall that turned out not to bind is no bound world",
    played: boundWorlds([[0.3, 0.4, 1]]).map(({ world, figures }) => ({
      world: { ...world, binding: { kind: "not-bound" } },
      figures,
    })),
    id: "bound-failed-sum-aws, crash",
    expected: { figure: null, verdict: "not measured" },
  },
  {
    when: "where all peaks coincide, as much as the cap is met",
    played: boundWorlds([[0.2, 0.1, 0.2]], { peaks: "together" }),
    id: "bound-together-cap, crash",
    expected: met(1),
  },
  {
    when: "worlds with peaks apart say nothing about those that coincide",
    played: boundWorlds([[0.2, 0.1, 0.2]]),
    id: "bound-together-cap, crash",
    expected: { figure: null, verdict: "not measured" },
  },
  {
    when: "task-hours are those of the cap that fails least",
    played: boundWorlds([[0.1, 0.1, 0.1]]).map(({ world, figures }) => ({
      world,
      figures: { ...figures, "headgate-scale": { taskHours: 111 } },
    })),
    id: "bound-task-hours-cap, crash",
    expected: missed(1.11),
  },
  {
    when: "half of the 20 s tracker's violation minutes is met",
    played: freeWorlds([
      [10, 30],
      [10, 10],
    ]),
    id: "not-bound-slo-sum",
    expected: met(0.5),
  },
  {
    when: "a world in which nobody violates anything is met",
    played: freeWorlds([[0, 0]]),
    id: "not-bound-slo-sum",
    expected: met(0),
  },
  {
    when: "two minutes more in six hours are eight a day",
    played: freeWorlds(
      [
        [1, 9],
        [12, 10],
      ],
      21_600,
    ),
    id: "not-bound-worst-trace",
    expected: missed(8),
  },
  {
    when: "five minutes more a day are met",
    played: freeWorlds([[15, 10]]),
    id: "not-bound-worst-trace",
    expected: met(5),
  },
  {
    when: "as many task-hours as the tracker's are met",
    played: freeWorlds([[1, 2]]),
    id: "not-bound-task-hours",
    expected: met(1),
  },
  {
    when: "cost is held against the clairvoyant's, over bound and free worlds",
    played: [1, 1.2, 9].map((scoreDollars, i) => ({
      world: traceWorld(`world ${i}`, { wall: i === 0 ? "free" : "bound" }),
      figures: { "headgate-scale": { scoreDollars }, clairvoyant: { scoreDollars: 1 } },
    })),
    id: "cost-median",
    expected: met(1.2),
  },
  {
    when: "nothing played is not measured, not met",
    played: [],
    id: "cost-median",
    expected: { figure: null, verdict: "not measured" },
  },
])("$when", ({ played, id, expected }) => expect(targetIn(played, id)).toEqual(expected));

const swept = (ours: number, aws: number) => {
  const world = traceWorld("sale", {}, { swept: true, runs: 4, source: { kind: "scenario", name: "sale" } });
  const rows = rowsIn(world, {}).map((row) => ({
    ...row,
    collapsedRatio: row.controller === "headgate-scale" ? ours : aws,
  }));
  return targetsOf([world], rows, testPlayers).find(({ id }) => id === "collapse");
};

it.each([
  { when: "a fifth of the runs that collapse under AWS is met", ours: 0.1, aws: 0.5, verdict: "met" },
  { when: "more than a fifth is missed", ours: 0.2, aws: 0.5, verdict: "missed" },
  { when: "none of either is met", ours: 0, aws: 0, verdict: "met" },
  { when: "one where AWS has none is missed", ours: 0.1, aws: 0, verdict: "missed" },
])("$when", ({ ours, aws, verdict }) => expect(swept(ours, aws)?.verdict).toBe(verdict));

it("a single write above the budget is missed, in a tuning world too, and says by whom seconds were spent above the wall", () => {
  const world = traceWorld("tuning", {}, { part: "tuning" });
  const breach = { invariant: "I1", count: 1, firstAtSeconds: 3, detail: "" } as const;
  const overCommittedSeconds = { controller: 7, deployment: 5, start: 0, replacement: 1 };
  const rows = rowsIn(world, { "headgate-scale": { invariantBreaches: [breach], overCommittedSeconds } });
  const target = targetsOf([world], rows, testPlayers).find(({ id }) => id === "writes-above-budget");
  expect(target).toEqual({
    id: "writes-above-budget",
    title: "Writes that raise commitments above the budget known at that write: none",
    controller: "headgate-scale",
    unit: "writes",
    limit: 0,
    figure: 1,
    verdict: "missed",
    why: "1 in 1 worlds. Seconds with commitments above a wall, all runs: 7 by its own growth, 5 by deployments, 0 from the start, 1 by replacements. Above the limit in 1 of 1 worlds, by most in tuning (1).",
    perWorld: [{ world: "tuning", figure: 1 }],
  });
});

it("without Headgate there is no target", () => {
  const players = testPlayers.filter(({ family }) => family !== "headgate");
  expect(targetsOf([traceWorld("a")], rowsIn(traceWorld("a"), {}, players), players)).toEqual([]);
});
