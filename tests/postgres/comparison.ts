import { type Outcome, refusedShare } from "./outcome.ts";

/** One run of one play, by real processes and by the simulator. */
export type Pair = { readonly run: number; readonly live: Outcome; readonly predicted: Outcome };

/** How far a prediction is off, with its sign: above 0 it said more, or later. */
export type PredictionError = {
  /** Percentage points. */
  readonly refusedSharePoints: number;
  /** Percent of the live figure; infinite: only one of the two was refused anything. */
  readonly attemptsPercent: number;
  readonly secondsPercent: number;
};

export const predictionError = ({ live, predicted }: Pick<Pair, "live" | "predicted">): PredictionError => ({
  refusedSharePoints: 100 * (refusedShare(predicted) - refusedShare(live)),
  attemptsPercent: percentOff(predicted.attemptsToRefusal, live.attemptsToRefusal),
  secondsPercent: percentOff(predicted.secondsToExhaustion, live.secondsToExhaustion),
});

/**
 * The median of the errors' sizes, each measure by itself. Not the size of the median: errors to both sides don't cancel out.
 *
 * @param errors an odd number of them
 */
export const medianError = (errors: readonly PredictionError[]): PredictionError => {
  const of = (measure: (error: PredictionError) => number) => median(errors.map((error) => Math.abs(measure(error))));
  return {
    refusedSharePoints: of(({ refusedSharePoints }) => refusedSharePoints),
    attemptsPercent: of(({ attemptsPercent }) => attemptsPercent),
    secondsPercent: of(({ secondsPercent }) => secondsPercent),
  };
};

const percentOff = (predicted: number | null, live: number | null): number => {
  if (predicted === null && live === null) return 0;
  if (predicted === null) return Number.NEGATIVE_INFINITY;
  if (live === null) return Number.POSITIVE_INFINITY;
  return (100 * (predicted - live)) / live;
};

const median = (numbers: readonly number[]): number => {
  if (numbers.length % 2 === 0) throw new RangeError(`the median of ${numbers.length} runs is none of them`);
  return [...numbers].sort((a, b) => a - b)[(numbers.length - 1) / 2]!;
};
