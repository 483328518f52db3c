import { medianError, type Pair, predictionError } from "./comparison.ts";
import type { Outcome } from "./outcome.ts";

/** What is promised of the simulator: the median over all runs, in percentage points and in percent. */
export const mostRefusedSharePoints = 15;
export const mostAttemptsPercent = 15;

/** `at the wall`: connections are refused, and the simulator says how many. `below it`: none ever is, nor is said to be. */
export type Promised = "at the wall" | "below it";

/** @returns what the runs of a play break of what is promised, a sentence each; empty: nothing */
export const brokenPromises = (promised: Promised, runs: readonly Pair[]): readonly string[] =>
  promised === "at the wall" ? brokenAtTheWall(runs) : runs.flatMap(brokenBelowIt);

const brokenAtTheWall = (runs: readonly Pair[]): readonly string[] => {
  const broken = runs
    .filter(({ live }) => live.refused === 0)
    .map(({ run }) => `run ${run}: the server has refused nothing, so there is nothing to predict`);
  const { refusedSharePoints, attemptsPercent } = medianError(runs.map(predictionError));
  if (!(refusedSharePoints <= mostRefusedSharePoints))
    broken.push(
      `the refused share is ${refusedSharePoints.toFixed(1)} points off in the median, more than ${mostRefusedSharePoints}`,
    );
  if (!(attemptsPercent <= mostAttemptsPercent))
    broken.push(
      `the attempts until the first refusal are ${attemptsPercent.toFixed(1)} % off in the median, more than ${mostAttemptsPercent}`,
    );
  return broken;
};

const brokenBelowIt = ({ run, live, predicted }: Pair): readonly string[] => {
  const told = ({ refused, attempts }: Outcome, were: string) => [
    ...(refused === 0 ? [] : [`run ${run}: ${refused} attempts ${were} refused`]),
    ...(attempts === 0 ? [`run ${run}: no attempts ${were} made`] : []),
  ];
  return [...told(live, "were"), ...told(predicted, "were predicted to be")];
};
