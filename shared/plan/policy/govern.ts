import type { ServiceConfig } from "../../config/config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { CeilingMemory } from "../memory.ts";
import type { ServicePlan } from "../service-plan.ts";
import type { ScalableTarget, TaskCounts } from "../snapshot.ts";
import type { Action } from "./action.ts";

export type GovernDecision = {
  readonly actions: readonly Action[];
  readonly ceiling: CeilingMemory | null;
  readonly finding: { readonly code: FindingCode; readonly detail: string } | null;
};

/** Raising a ceiling can wait; lowering one protects and never waits. */
const leastSecondsBetweenRaises = 300;

/** The ceiling that the user wants: a maximum that is neither what we wrote last nor what that replaced is a new one. */
export const usersCeiling = (target: ScalableTarget, before: CeilingMemory | null): number => {
  const { maxCapacity } = target;
  const ours = before?.written != null && (before.written.from === maxCapacity || before.written.to === maxCapacity);
  return ours ? before.usersMaxCapacity : maxCapacity;
};

/** The least that MaxCapacity may be: below it, Application Auto Scaling would stop tasks at once. */
export const capacityFloor = (counts: TaskCounts, target: ScalableTarget): number =>
  Math.max(counts.desired, counts.running + counts.pending, target.minCapacity);

/**
 * Turns a grant into writes on the scalable target: MaxCapacity and the suspension of scale-out, nothing else.
 *
 * RegisterScalableTarget moves the current capacity into [Min, Max] at once and without a condition, so nothing is
 * written while the desired count is outside the range, MaxCapacity never goes below what exists, and where there is no
 * room above it, or a deployment runs, only suspension is used.
 *
 * @returns `null` where the plan makes no statement
 * @throws never
 * @see AWS Application Auto Scaling API reference, RegisterScalableTarget
 */
export const governDecision = (service: ServiceConfig, planned: ServicePlan, nowMs: number): GovernDecision | null => {
  const { counts, targetTasks, scalableTarget: reading, ceiling: before } = planned;
  const nothing = (code: FindingCode, detail: string): GovernDecision => ({
    actions: [],
    ceiling: before,
    finding: { code, detail },
  });
  if (counts === null || planned.want.kind !== "wants") return null;
  if (reading.kind === "unknown") return nothing("autoscaling-target-unknown", reading.detail);
  if (reading.value === "none") return nothing("autoscaling-target-unknown", "no scalable target is registered");
  if (targetTasks === null) return null;
  const target = reading.value;
  if (counts.desired < target.minCapacity || counts.desired > target.maxCapacity) {
    return nothing(
      "outside-capacity-range",
      `${counts.desired} is outside [${target.minCapacity}, ${target.maxCapacity}]`,
    );
  }

  const usersMaxCapacity = usersCeiling(target, before);
  const floor = capacityFloor(counts, target);
  const goal = Math.min(usersMaxCapacity, Math.max(targetTasks, floor));
  const noRoom = targetTasks <= floor && usersMaxCapacity > floor;
  // A suspension that somebody has lifted is ours no more: the next one may be theirs.
  const suspendedByUs = target.scaleOutSuspended && (before?.suspendedByUs ?? false);
  const remember = (changes: Partial<CeilingMemory>): CeilingMemory => ({
    usersMaxCapacity,
    written: before?.written == null ? null : { from: target.maxCapacity, to: target.maxCapacity },
    suspendedByUs,
    writtenAtMs: before?.writtenAtMs ?? null,
    ...changes,
  });
  const done = (actions: readonly Action[], changes: Partial<CeilingMemory>): GovernDecision => ({
    actions,
    ceiling: remember(changes),
    finding: null,
  });

  if (noRoom || counts.deployment.kind !== "none") {
    const tooHigh = noRoom || goal < target.maxCapacity;
    if (!tooHigh || target.scaleOutSuspended) return done([], {});
    return done([{ kind: "suspend-scale-out", service: service.name }], { suspendedByUs: true, writtenAtMs: nowMs });
  }
  const actions: Action[] = [];
  const waited = before?.writtenAtMs == null || nowMs - before.writtenAtMs >= leastSecondsBetweenRaises * 1000;
  const writes = goal < target.maxCapacity || (goal > target.maxCapacity && waited);
  if (writes) {
    const suspendFirst = goal < target.maxCapacity;
    actions.push({ kind: "set-max-capacity", service: service.name, from: target.maxCapacity, to: goal, suspendFirst });
  }
  const resumes = suspendedByUs && waited;
  if (resumes) actions.push({ kind: "resume-scale-out", service: service.name });
  return done(actions, {
    ...(writes ? { written: { from: target.maxCapacity, to: goal } } : {}),
    // Lowering suspends first; should it stop half-way, the suspension is ours to lift.
    ...(goal < target.maxCapacity && !target.scaleOutSuspended ? { suspendedByUs: true } : {}),
    ...(resumes ? { suspendedByUs: false } : {}),
    ...(actions.length > 0 ? { writtenAtMs: nowMs } : {}),
  });
};
