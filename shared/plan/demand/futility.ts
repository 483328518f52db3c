import type { FutilityMemory, SignalMoment } from "../memory.ts";

/** After this many growth steps a signal must have fallen. */
const judgedSteps = 2;
/** By at least this part of what was predicted. */
const leastPartOfFall = 1 / 3;
/** A futile signal that has moved by more than this has changed. */
const changeRatio = 0.1;

/**
 * Follows what growth does to a signal, and takes its vote where growth does nothing.
 *
 * Predicted is value x tasks before / tasks after x requests after / requests before: with twice the tasks at the same
 * load, half of it. A signal that has not fallen by a third of that after two finished growth steps measures something
 * that tasks don't change (a slow database, a background job), and more of them only cost connections. It has no vote
 * until it changes by a tenth. Judged only where the request rate is known: load that grows as fast as the tasks looks
 * just the same.
 *
 * @param moment the newest datapoint with its tasks and requests; `null` where they are not all known or still settling
 * @param asksForMore whether the signal, by itself, asks for more than it had at the datapoint
 * @returns what to remember; `null`: nothing
 * @throws never
 */
export const followGrowth = (
  before: FutilityMemory | null,
  moment: SignalMoment | null,
  asksForMore: boolean,
): FutilityMemory | null => {
  if (moment === null) return before;
  const anew = (): FutilityMemory | null =>
    asksForMore && moment.requestsPerSecond > 0
      ? { before: moment, after: moment, finishedSteps: 0, futile: false }
      : null;
  if (before === null) return anew();
  if (moment.atMs <= before.after.atMs) return before;
  if (before.futile) {
    const change = Math.abs(moment.value - before.after.value);
    return change > changeRatio * before.after.value ? anew() : before;
  }
  if (!asksForMore || moment.tasks < before.after.tasks) return anew();
  if (moment.tasks === before.after.tasks) return before;
  const finishedSteps = before.finishedSteps + 1;
  const grown = { before: before.before, after: moment, finishedSteps, futile: false };
  if (finishedSteps < judgedSteps) return grown;
  const predictedFall = before.before.value - predictedValue(before.before, moment);
  // The load has grown with the tasks: nothing to be seen.
  if (predictedFall <= 0) return anew();
  return before.before.value - moment.value < predictedFall * leastPartOfFall ? { ...grown, futile: true } : anew();
};

const predictedValue = (before: SignalMoment, after: SignalMoment): number =>
  before.value * (before.tasks / after.tasks) * (after.requestsPerSecond / before.requestsPerSecond);
