import type { Reading } from "../../reading.ts";
import { firingsBetween, parseSchedule } from "../../schedules/schedule-expression.ts";
import type { ScalableTarget, ScheduledAction } from "../readings/autoscaling-reading.ts";

/** What a service's scheduled actions have to say now. */
export type ScheduleAhead = {
  /** MaxCapacity of the action that fired last since the target was last looked at; `null`: none set one. */
  readonly firedMaxCapacity: number | null;
  /** Each MinCapacity that counts already, with the MaxCapacity that comes with it. */
  readonly minima: readonly { readonly minCapacity: number; readonly maxCapacity: number | null }[];
  /** Until something begins to count or has fired; `null`: nothing in sight. */
  readonly nextLookInSeconds: number | null;
  /** What can't be read, each in a few words. */
  readonly unreadable: readonly string[];
};

/** A scheduled minimum counts this long before it fires: the others give up what it will need. */
const countsBeforeSeconds = 300;
/** Application Auto Scaling fires within the minute, so the target's own minimum may still be the old one. */
const countsAfterSeconds = 60;
const looksAheadSeconds = 2 * countsBeforeSeconds;
const mostLookBackSeconds = 24 * 3600;
/** To find the target as the action has left it. */
const afterFiringSeconds = 5;

/**
 * Reads the scheduled actions of a scalable target ahead, and back to the last look at it.
 *
 * A failed reading, and a schedule that can't be read, count as no action and are named: when they fire is never guessed.
 *
 * @param reading `undefined`: not read
 * @param seenAtMs the last look at the target; `null`: there was none
 * @throws never
 */
export const scheduleAhead = (
  reading: Reading<readonly ScheduledAction[]> | undefined,
  target: ScalableTarget,
  seenAtMs: number | null,
  nowMs: number,
): ScheduleAhead => {
  const nothing = { firedMaxCapacity: null, minima: [], nextLookInSeconds: null };
  if (reading === undefined) return { ...nothing, unreadable: [] };
  if (reading.kind === "unknown") return { ...nothing, unreadable: [reading.detail] };
  const unreadable: string[] = [];
  const sinceMs = Math.max(seenAtMs ?? nowMs, nowMs - mostLookBackSeconds * 1000);
  const fired: { readonly atMs: number; readonly maxCapacity: number }[] = [];
  const minima: ScheduleAhead["minima"][number][] = [];
  const looksMs: number[] = [];
  for (const action of [...reading.value].sort(byName)) {
    const schedule = parseSchedule(action);
    if (schedule.kind === "unreadable") unreadable.push(`${action.name}: ${schedule.detail}`);
    if (target.scheduledSuspended) continue;
    const fromMs = Math.min(sinceMs, nowMs - countsAfterSeconds * 1000);
    for (const atMs of firingsBetween(schedule, fromMs, nowMs + looksAheadSeconds * 1000)) {
      const { minCapacity, maxCapacity } = action;
      // One that would turn the range over fails and changes nothing.
      const fails = maxCapacity !== null && maxCapacity < (minCapacity ?? target.minCapacity);
      if (maxCapacity !== null && !fails && atMs > sinceMs && atMs <= nowMs) fired.push({ atMs, maxCapacity });
      const counts = atMs > nowMs - countsAfterSeconds * 1000 && atMs <= nowMs + countsBeforeSeconds * 1000;
      if (minCapacity !== null && !fails && counts) minima.push({ minCapacity, maxCapacity });
      looksMs.push(atMs - countsBeforeSeconds * 1000, atMs + afterFiringSeconds * 1000);
    }
  }
  const last = fired.reduce<(typeof fired)[number] | null>((a, b) => (a !== null && a.atMs > b.atMs ? a : b), null);
  const lookMs = Math.min(...looksMs.filter((atMs) => atMs > nowMs));
  return {
    firedMaxCapacity: last?.maxCapacity ?? null,
    minima,
    nextLookInSeconds: Number.isFinite(lookMs) ? Math.ceil((lookMs - nowMs) / 1000) : null,
    unreadable,
  };
};

const byName = (a: ScheduledAction, b: ScheduledAction): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
