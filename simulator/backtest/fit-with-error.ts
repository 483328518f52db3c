import { median, quantile } from "./quantile.ts";
import { type Observation, predict, robustFit } from "./robust-fit.ts";

/** An observation with its place in the recording. */
export type PlacedObservation = Observation & { readonly slot: number };

/** Coefficients with what is known of their quality. */
export type Fit = {
  readonly coefficients: readonly number[];
  /** About 95 % of such figures lie this close to the true one; as many as coefficients. */
  readonly plusMinus: readonly number[];
  /** Median of |prediction - reading| / reading on readings that the fit has not seen; `null`: none was held out. */
  readonly heldOutError: number | null;
  readonly samples: number;
  readonly heldOutSamples: number;
};

/** Blocks of neighbouring slots: minutes resemble their neighbours, so that single ones tell too little about the error. */
const blocks = 30;
const groups = 10;
/** Every third block is held out. */
const heldOutEvery = 3;
/** Student's t with nine degrees of freedom: this many standard errors hold 95 % of the errors. */
const standardErrors = 2.26;
/** A fluid model of whole connections and rounded counts is no better than this. */
const leastErrorRatio = 0.01;
/** A reading below this part of the largest ones is compared with that part: an idle night is not a ratio's denominator. */
const smallReadingRatio = 0.1;

/**
 * Fits on two thirds of the recording and measures the error on the third that was left out; the error of each
 * coefficient is a jackknife over ten parts of it.
 *
 * @param slots of the recording
 * @returns `null` where nothing can be fitted
 * @see B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans, chapter 3 (delete-a-group)
 */
export function fitWithError(observations: readonly PlacedObservation[], columns: number, slots: number): Fit | null {
  const blockSlots = Math.max(1, Math.ceil(slots / blocks));
  const blockOf = ({ slot }: PlacedObservation): number => Math.floor(slot / blockSlots);
  const isHeldOut = (one: PlacedObservation): boolean => blockOf(one) % heldOutEvery === heldOutEvery - 1;
  const seen = observations.filter((one) => !isHeldOut(one));
  const unseen = observations.filter(isHeldOut);
  const coefficients = robustFit(seen, columns);
  if (coefficients === null) return null;
  const used = [...new Set(seen.map(blockOf))];
  const groupOf = new Map(used.map((block, index) => [block, index % groups]));
  const count = Math.min(groups, used.length);
  const parts = Array.from({ length: count }, (_, group) =>
    robustFit(
      seen.filter((one) => groupOf.get(blockOf(one)) !== group),
      columns,
    ),
  );
  const plusMinus = coefficients.map((value, column) => {
    const values = parts.map((part) => part?.[column]);
    // A part without which nothing can be fitted carries it all.
    if (count < 3 || values.some((one) => one === undefined)) return Number.POSITIVE_INFINITY;
    const mean = values.reduce<number>((sum, one) => sum + (one as number), 0) / count;
    const spread = values.reduce<number>((sum, one) => sum + ((one as number) - mean) ** 2, 0);
    return Math.max(standardErrors * Math.sqrt(((count - 1) / count) * spread), leastErrorRatio * Math.abs(value));
  });
  const heldOutError = median(
    relativeErrors(
      unseen.map(({ x }) => predict(coefficients, x)),
      unseen.map(({ y }) => y),
    ),
  );
  return { coefficients, plusMinus, heldOutError, samples: seen.length, heldOutSamples: unseen.length };
}

/** |predicted - reading| / reading, pair by pair. */
export function relativeErrors(predicted: readonly number[], readings: readonly number[]): readonly number[] {
  const least = smallReadingRatio * (quantile(readings.map(Math.abs), 0.95) ?? 0);
  return readings.map((reading, index) => {
    const off = Math.abs((predicted[index] as number) - reading);
    return off === 0 ? 0 : off / Math.max(Math.abs(reading), least);
  });
}
