import type { ServiceConfig } from "../../config/service-config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { CeilingMemory } from "../memory.ts";
import type { ServicePlan } from "../service-plan.ts";
import type { Action } from "./action.ts";
import { capacityFloor } from "./govern-view.ts";
import { resourceIdOf } from "./resource-id.ts";

export type GovernDecision = {
  readonly actions: readonly Action[];
  readonly ceiling: CeilingMemory | null;
  readonly findings: readonly { readonly code: FindingCode; readonly detail: string }[];
};

/** Raising a ceiling can wait; lowering one protects and never waits. */
const leastSecondsBetweenRaises = 300;

/**
 * Turns a grant into writes on the scalable target: MaxCapacity and the suspension of scale-out, nothing else.
 *
 * RegisterScalableTarget moves the current capacity into [Min, Max] at once and without a condition, so nothing is
 * written while the desired count is outside the range, MaxCapacity never goes below what exists, and where there is no
 * room above it, or a deployment runs, only suspension is used.
 *
 * @param mayRaise false while what others give up of the same budget has not been read as given up
 * @returns `null` where the plan makes no statement
 * @throws never
 * @see AWS Application Auto Scaling API reference, RegisterScalableTarget
 */
export const governDecision = (
  service: ServiceConfig,
  planned: ServicePlan,
  mayRaise: boolean,
  nowMs: number,
): GovernDecision | null => {
  const { counts, targetTasks, scalableTarget, governed: view, ceiling: before } = planned;
  if (counts === null || planned.want.kind !== "wants") return null;
  if (view === null) {
    const detail = scalableTarget.kind === "unknown" ? scalableTarget.detail : "no scalable target is registered";
    return { actions: [], ceiling: before, findings: [{ code: "autoscaling-target-unknown", detail }] };
  }
  if (targetTasks === null) return null;
  const { target, usersMaxCapacity } = view;
  const unread = view.unreadableSchedules.map((detail) => ({ code: "scheduled-actions-unknown" as const, detail }));
  if (counts.desired < target.minCapacity || counts.desired > target.maxCapacity) {
    const detail = `${counts.desired} is outside [${target.minCapacity}, ${target.maxCapacity}]`;
    return { actions: [], ceiling: before, findings: [{ code: "outside-capacity-range", detail }, ...unread] };
  }

  const floor = capacityFloor(counts, view.minCapacity);
  const goal = Math.max(floor, Math.min(usersMaxCapacity, targetTasks));
  const scheduled = Math.min(view.minCapacity, usersMaxCapacity);
  // A suspension that somebody has lifted is ours no more: the next one may be theirs.
  const suspendedByUs = target.scaleOutSuspended && (before?.suspendedByUs ?? false);
  const waited = before?.writtenAtMs == null || nowMs - before.writtenAtMs >= leastSecondsBetweenRaises * 1000;
  const { name } = service;
  const suspend = (): readonly Action[] =>
    goal < target.maxCapacity && !target.scaleOutSuspended ? [{ kind: "suspend-scale-out", service: name }] : [];
  const resume = (allowed: boolean): readonly Action[] =>
    suspendedByUs && waited && allowed ? [{ kind: "resume-scale-out", service: name }] : [];
  const setMaxCapacity = (to: number): readonly Action[] => [
    {
      kind: "set-max-capacity",
      service: name,
      from: target.maxCapacity,
      to,
      suspendFirst: to < target.maxCapacity,
      ...(resume(mayRaise).length > 0 ? { resume: true as const } : {}),
    },
  ];

  const decide = (): readonly Action[] => {
    if (counts.deployment.kind !== "none") return suspend();
    // A scheduled minimum above MaxCapacity would fail when it fires, and the user's own schedule is not made to wait.
    if (scheduled > target.maxCapacity) return setMaxCapacity(mayRaise ? Math.min(goal, usersMaxCapacity) : scheduled);
    if (targetTasks <= floor) return goal < target.maxCapacity ? suspend() : resume(true);
    if (goal < target.maxCapacity) return setMaxCapacity(goal);
    if (goal > target.maxCapacity && waited && mayRaise) return setMaxCapacity(goal);
    return resume(mayRaise);
  };
  const actions = decide();
  const write = actions.find((action) => action.kind === "set-max-capacity");
  // Lowering suspends first; should it stop half-way, the suspension is ours to lift. What we resume stays ours until
  // it is read as lifted, so that a resumption that failed is tried again.
  const suspends = actions.some(({ kind }) => kind === "suspend-scale-out") || write?.suspendFirst === true;
  const readBack = { from: target.maxCapacity, to: target.maxCapacity };
  // Planned again at the moment of the write, nothing has been read since.
  const standing = before?.written == null || before.writtenAtMs === nowMs ? (before?.written ?? null) : readBack;
  const ceiling: CeilingMemory = {
    usersMaxCapacity,
    written: write === undefined ? standing : { from: target.maxCapacity, to: write.to },
    suspendedByUs: suspendedByUs || (suspends && !target.scaleOutSuspended),
    writtenAtMs: actions.length > 0 ? nowMs : (before?.writtenAtMs ?? null),
    resourceId: resourceIdOf(service),
    seenAtMs: nowMs,
  };
  return { actions, ceiling, findings: unread };
};
