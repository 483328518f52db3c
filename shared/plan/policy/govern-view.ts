import type { CeilingMemory } from "../memory.ts";
import type { ScalableTarget } from "../readings/autoscaling-reading.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { scheduleAhead } from "./govern-schedule.ts";

/** A scalable target as `govern` sees it: with the user's own ceiling and with what is scheduled. */
export type GovernView = {
  readonly target: ScalableTarget;
  /** What MaxCapacity is when we are not at work. */
  readonly usersMaxCapacity: number;
  /** MinCapacity, or the larger one that a scheduled action sets within five minutes. */
  readonly minCapacity: number;
  /** Until a scheduled action begins to count or has fired; `null`: none in sight. */
  readonly nextLookInSeconds: number | null;
  readonly unreadableSchedules: readonly string[];
};

/** @returns `null` where the service has no scalable target, or it can't be read */
export const governViewOf = (
  reading: Pick<ServiceReading, "scalableTarget" | "scheduledActions">,
  before: CeilingMemory | null,
  nowMs: number,
): GovernView | null => {
  if (reading.scalableTarget.kind === "unknown" || reading.scalableTarget.value === "none") return null;
  const target = reading.scalableTarget.value;
  const ahead = scheduleAhead(reading.scheduledActions, target, before?.seenAtMs ?? null, nowMs);
  const usersMaxCapacity = usersCeiling(target, before, ahead.firedMaxCapacity);
  // A minimum above the maximum that it meets fails when it fires.
  const minima = ahead.minima.filter(
    ({ minCapacity, maxCapacity }) => minCapacity <= (maxCapacity ?? usersMaxCapacity),
  );
  return {
    target,
    usersMaxCapacity,
    minCapacity: Math.max(target.minCapacity, ...minima.map(({ minCapacity }) => minCapacity)),
    nextLookInSeconds: ahead.nextLookInSeconds,
    unreadableSchedules: ahead.unreadable,
  };
};

/**
 * The ceiling that the user wants: a maximum that is neither what we wrote last nor what that replaced is a new one, and
 * so is one that a scheduled action has set since, also where it equals ours or a write of ours came after it.
 */
export const usersCeiling = (
  { maxCapacity }: ScalableTarget,
  before: CeilingMemory | null,
  firedMaxCapacity: number | null,
): number => {
  const ours = before?.written != null && (before.written.from === maxCapacity || before.written.to === maxCapacity);
  if (!ours) return maxCapacity;
  return firedMaxCapacity ?? before.usersMaxCapacity;
};

/**
 * The least that MaxCapacity may be: below it, Application Auto Scaling would stop tasks at once.
 *
 * @param minCapacity the target's, or a scheduled one that comes soon
 */
export const capacityFloor = (counts: TaskCounts, minCapacity: number): number =>
  Math.max(counts.desired, counts.running + counts.pending, minCapacity);
