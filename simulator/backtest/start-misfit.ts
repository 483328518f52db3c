import type { Rise } from "./count-rises.ts";
import type { ServiceHistory } from "./history.ts";

/** What CPU is without boots. */
export type CpuModel = { readonly cpuSecondsPerRequest: number; readonly idleCpuRatio: number };

/** A rise with the readings around it: from the slot before it to the last one that is compared. */
export type RecordedRise = Rise & {
  /** From the beginning of `slot`, where the desired count is known; `null`: unknown. */
  readonly orderedAfterSeconds: number | null;
  readonly readings: readonly RiseReading[];
};

export type RiseReading = {
  /** Of its beginning, from the beginning of the rise's slot. */
  readonly atSeconds: number;
  readonly requests: number;
  readonly cpuRatio: number;
  readonly runningTasks: number;
};

/** A task at its limit queues: its CPU does not show what came. */
const saturatedPercent = 92;
const leastKnownRatio = 0.75;
/** Whole counts are rounded averages; fractions are averages. */
const roundingTasks = 0.5;
const fractionTasks = 0.05;

/**
 * How badly a start time explains the readings around a rise: new tasks run from `runningAfter` on, burn `bootCpuRatio`
 * for `bootSeconds` and then serve as the others do.
 *
 * @returns root mean square of what is off, in parts of the new tasks' CPU
 */
export function startMisfit(
  rise: RecordedRise,
  runningAfterSeconds: number,
  bootSeconds: number,
  bootCpuRatio: number,
  slotSeconds: number,
  model: CpuModel,
): number {
  const added = rise.to - rise.from;
  let sum = 0;
  for (const reading of rise.readings) {
    const fresh = added * overlap(reading.atSeconds, slotSeconds, runningAfterSeconds, Number.POSITIVE_INFINITY);
    const boot =
      added * overlap(reading.atSeconds, slotSeconds, runningAfterSeconds, runningAfterSeconds + bootSeconds);
    const taskSeconds = rise.from * slotSeconds + fresh;
    const work = model.cpuSecondsPerRequest * reading.requests;
    const cpu = (model.idleCpuRatio * (taskSeconds - boot) + work + bootCpuRatio * boot) / taskSeconds;
    const offCpu = ((cpu - reading.cpuRatio) * (taskSeconds / slotSeconds)) / added;
    const allowed = Number.isInteger(reading.runningTasks) ? roundingTasks : fractionTasks;
    const offTasks = Math.max(0, Math.abs(taskSeconds / slotSeconds - reading.runningTasks) - allowed) / added;
    sum += offCpu * offCpu + offTasks * offTasks;
  }
  return Math.sqrt(sum / rise.readings.length);
}

/** @returns `null` where more than a quarter of the readings is missing, one is saturated, or a rollout ran meanwhile */
export function recordedRise(
  rise: Rise,
  history: ServiceHistory,
  slotSeconds: number,
  after: number,
): RecordedRise | null {
  const readings: RiseReading[] = [];
  for (let slot = rise.slot - 1; slot < rise.slot + after; slot += 1) {
    const requests = history.requests[slot] ?? null;
    const percent = history.cpuPercent[slot] ?? null;
    const runningTasks = history.runningTasks[slot] ?? null;
    if (requests === null || percent === null || runningTasks === null) continue;
    // A rollout runs more than is desired, and a failing start less: neither shows how long a start takes.
    const isStart = runningTasks > rise.from - roundingTasks && runningTasks < rise.to + roundingTasks;
    if (percent > saturatedPercent || !isStart) return null;
    const atSeconds = (slot - rise.slot) * slotSeconds;
    readings.push({ atSeconds, requests, cpuRatio: percent / 100, runningTasks });
  }
  if (readings.length < leastKnownRatio * (after + 1)) return null;
  return { ...rise, orderedAfterSeconds: orderedAfter(rise, history, slotSeconds), readings };
}

/** An average over the slot says when within it the count was changed. */
function orderedAfter({ slot, from, to }: Rise, { desiredTasks }: ServiceHistory, slotSeconds: number): number | null {
  const average = desiredTasks[slot] ?? null;
  return average === null ? null : slotSeconds * (1 - (average - from) / (to - from));
}

function overlap(slotFrom: number, slotSeconds: number, from: number, until: number): number {
  return Math.max(0, Math.min(slotFrom + slotSeconds, until) - Math.max(slotFrom, from));
}
