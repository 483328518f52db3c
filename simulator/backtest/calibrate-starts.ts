import { assumed, type Figure, type MeasuredFigure, measured, type ServiceCalibration } from "./calibration.ts";
import { countRises } from "./count-rises.ts";
import type { ServiceHistory } from "./history.ts";
import { median } from "./quantile.ts";
import { type CpuModel, type RecordedRise, recordedRise, startMisfit } from "./start-misfit.ts";

export type StartCalibration = Pick<ServiceCalibration, "pendingSeconds" | "bootSeconds" | "bootCpuRatio">;

/** What explains one rise best, by boot time: a row per candidate pending time, or the best of all where none is asked. */
type Misfits = {
  readonly pending: readonly number[];
  readonly boot: readonly number[];
  /** By rise, then pending x boot. */
  readonly byRise: readonly Float64Array[];
};

const leastRises = 3;
const mostRises = 60;
const leastStepSeconds = 2.5;
/** Longer starts are searched in longer steps. */
const mostSteps = 60;
const standardErrors = 2;
/** A boot is seen if the readings are explained better with it than without, by this part. */
const leastGain = 0.2;
/** In parts of the new tasks' CPU. */
const leastCap = 0.05;
/** A time known no better than this part of the configured one is not known. */
const mostErrorRatio = 0.5;
const noDesired = "the desired counts do not show it: startSeconds less the boot is used";
const noBoot = "no CPU above what the requests explain was seen after rises";
const fullBoot = "booting tasks are taken to burn all the CPU they have";

/**
 * How long a task takes to start, from rises between two plateaus: pending from the order until RUNNING, boot until it
 * serves. Both are searched on a grid for what explains the CPU and the counts around all rises best.
 *
 * Without a desired count only the boot shows, as CPU above what the requests explain; the moment of RUNNING inside its
 * slot is then searched for each rise. What can't be seen is headgate.yml's.
 *
 * @param configuredSeconds startSeconds of headgate.yml: from the write to a healthy task
 */
export function calibrateStarts(
  history: ServiceHistory,
  slotSeconds: number,
  model: CpuModel,
  configuredSeconds: number,
): StartCalibration {
  const after = Math.ceil((2 * configuredSeconds + 60) / slotSeconds) + 1;
  const ordered = risesOf(history, history.desiredTasks, slotSeconds, after);
  const isOrdered = ordered.length >= leastRises;
  const rises = isOrdered ? ordered : risesOf(history, history.runningTasks, slotSeconds, after);
  const bootCpuRatio = assumed(1, "default", fullBoot);
  const found = rises.length < leastRises ? null : search(rises, isOrdered, slotSeconds, model, configuredSeconds);
  if (found === null) {
    const because = `fewer than ${leastRises} single rises of the task count show how long a start takes`;
    return {
      pendingSeconds: assumed(configuredSeconds, "headgate.yml", because),
      bootSeconds: assumed(0, "default", because),
      bootCpuRatio,
    };
  }
  if (found.boot !== null) {
    const left = Math.max(0, Math.round(configuredSeconds - found.boot.value));
    return {
      pendingSeconds: found.pending ?? assumed(left, "headgate.yml", noDesired),
      bootSeconds: found.boot,
      bootCpuRatio,
    };
  }
  const pendingSeconds = found.pending ?? assumed(configuredSeconds, "headgate.yml", noDesired);
  const left = Math.max(0, Math.round(configuredSeconds - pendingSeconds.value));
  return {
    pendingSeconds,
    bootSeconds: assumed(left, "headgate.yml", `${noBoot}: startSeconds less the pending time is used`),
    bootCpuRatio: assumed(model.idleCpuRatio, "default", noBoot),
  };
}

function risesOf(
  history: ServiceHistory,
  counts: ServiceHistory["runningTasks"],
  slotSeconds: number,
  after: number,
): readonly RecordedRise[] {
  return countRises(counts, after)
    .slice(0, mostRises)
    .flatMap((rise) => {
      const recorded = recordedRise(rise, history, slotSeconds, after);
      // The new plateau has to be reached within the window.
      const isReached = Math.abs((recorded?.readings.at(-1)?.runningTasks ?? Number.NaN) - rise.to) < 0.5;
      return recorded !== null && isReached ? [recorded] : [];
    });
}

function search(
  rises: readonly RecordedRise[],
  isOrdered: boolean,
  slotSeconds: number,
  model: CpuModel,
  configuredSeconds: number,
): { readonly pending: Figure | null; readonly boot: Figure | null } | null {
  const misfits = measureMisfits(rises, isOrdered, slotSeconds, model, configuredSeconds);
  const all = misfits.byRise.map((_, index) => index);
  const [pending, boot] = best(misfits, all);
  const parts = all.map((left) =>
    best(
      misfits,
      all.filter((index) => index !== left),
    ),
  );
  // No start is known better than a part of the slot that its readings are averages of.
  const least = slotSeconds / 12;
  const errorOf = (values: readonly number[], value: number): number => {
    const spread = values.reduce((sum, one) => sum + (one - value) ** 2, 0) * ((values.length - 1) / values.length);
    return Math.max(least, stepOf(configuredSeconds), standardErrors * Math.sqrt(spread));
  };
  const mostError = Math.max(slotSeconds / 4, mostErrorRatio * configuredSeconds);
  const known = (figure: MeasuredFigure): Figure | null => (figure.plusMinus <= mostError ? figure : null);
  const isBootSeen = boot > 0 && total(misfits, all, pending, boot) <= (1 - leastGain) * withoutBoot(misfits, all);
  return {
    pending: isOrdered
      ? known(
          measured(
            pending,
            errorOf(
              parts.map(([one]) => one),
              pending,
            ),
            null,
            rises.length,
          ),
        )
      : null,
    boot: isBootSeen
      ? known(
          measured(
            boot,
            errorOf(
              parts.map(([, one]) => one),
              boot,
            ),
            null,
            rises.length,
          ),
        )
      : null,
  };
}

function measureMisfits(
  rises: readonly RecordedRise[],
  isOrdered: boolean,
  slotSeconds: number,
  model: CpuModel,
  configuredSeconds: number,
): Misfits {
  const longest = 2 * configuredSeconds + 60;
  const step = stepOf(configuredSeconds);
  const boot = stepsTo(longest, step);
  const pending = isOrdered ? stepsTo(longest, step) : [0];
  const moments = stepsTo(slotSeconds, Math.max(leastStepSeconds, slotSeconds / mostSteps));
  const byRise = rises.map((rise) => {
    const misfits = new Float64Array(pending.length * boot.length);
    for (const [row, pendingSeconds] of pending.entries()) {
      for (const [column, bootSeconds] of boot.entries()) {
        const misfitAt = (runningAfter: number): number =>
          startMisfit(rise, runningAfter, bootSeconds, 1, slotSeconds, model);
        misfits[row * boot.length + column] = isOrdered
          ? misfitAt((rise.orderedAfterSeconds ?? 0) + pendingSeconds)
          : moments.reduce((least, moment) => Math.min(least, misfitAt(moment)), Number.POSITIVE_INFINITY);
      }
    }
    return misfits;
  });
  // No rise may decide alone: what none of the candidates explains counts no more than this.
  const least = byRise.map((misfits) =>
    misfits.reduce((lowest, one) => Math.min(lowest, one), Number.POSITIVE_INFINITY),
  );
  const cap = Math.max(leastCap, 3 * (median(least) ?? 0));
  return { pending, boot, byRise: byRise.map((misfits) => misfits.map((one) => Math.min(one, cap))) };
}

function stepOf(configuredSeconds: number): number {
  return Math.max(leastStepSeconds, (2 * configuredSeconds + 60) / mostSteps);
}

function stepsTo(most: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

/** Sums, not squares, over the rises: a wild one must not decide. Ties go to the shorter time. */
function best({ pending, boot, byRise }: Misfits, rises: readonly number[]): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let found: readonly [number, number] = [0, 0];
  for (let at = 0; at < pending.length * boot.length; at += 1) {
    let sum = 0;
    for (const rise of rises) sum += byRise[rise]![at]!;
    if (sum >= least - 1e-12) continue;
    least = sum;
    found = [pending[Math.floor(at / boot.length)]!, boot[at % boot.length]!];
  }
  return found;
}

function total(misfits: Misfits, rises: readonly number[], pending: number, boot: number): number {
  const at = misfits.pending.indexOf(pending) * misfits.boot.length + misfits.boot.indexOf(boot);
  return rises.reduce((sum, rise) => sum + misfits.byRise[rise]![at]!, 0);
}

function withoutBoot(misfits: Misfits, rises: readonly number[]): number {
  return misfits.pending.reduce(
    (least, pending) => Math.min(least, total(misfits, rises, pending, 0)),
    Number.POSITIVE_INFINITY,
  );
}
