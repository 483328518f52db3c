import type { ServiceConfig } from "../../../../shared/config/service-config.ts";
import { assertNever } from "../../../../shared/plan/assert-never.ts";
import type { Action, SetMaxCapacity } from "../../../../shared/plan/policy/action.ts";
import { resourceIdOf } from "../../../../shared/plan/policy/resource-id.ts";
import type { ScalableTargetRecord, ScalableTargets } from "../../../cloud/scalable-targets.ts";
import type { World } from "../../../world/world.ts";

/**
 * Carries out one action on the world.
 *
 * The same refusals as `writeAction` on AWS: a ceiling that somebody else has set, or that would stop tasks, is not written.
 *
 * @throws Error where AWS would have answered with one
 */
export const writeWorld = (world: World, targets: ScalableTargets, service: ServiceConfig, action: Action): void => {
  const { name } = service;
  if (isOfAutoscaling(action) && world.faults.throttles("application-autoscaling", world.nowSecond))
    throw new ThrottledError("application-autoscaling:RegisterScalableTarget");
  switch (action.kind) {
    case "set-desired-count":
      if (!world.setDesiredCount(name, action.to)) throw new ThrottledError("ecs:UpdateService");
      return;
    case "set-rollout-percents":
      world.setDeploymentLimits(name, action.toPercents);
      return;
    case "protect-tasks":
      world.protectTasks(name, action.taskIds, world.nowMs + action.minutes * 60_000);
      return;
    case "unprotect-tasks":
      world.protectTasks(name, action.taskIds, null);
      return;
    case "set-max-capacity":
      setMaxCapacity(world, targets, service, action);
      return;
    case "suspend-scale-out":
      suspend(targets, service, { DynamicScalingOutSuspended: true });
      return;
    case "resume-scale-out":
      suspend(targets, service, { DynamicScalingOutSuspended: false });
      return;
    case "suspend-autoscaling":
      suspend(targets, service, {
        DynamicScalingInSuspended: true,
        DynamicScalingOutSuspended: true,
        ScheduledScalingSuspended: true,
      });
      return;
    default:
      assertNever(action);
  }
};

const isOfAutoscaling = ({ kind }: Action): boolean =>
  kind === "set-max-capacity" ||
  kind === "suspend-scale-out" ||
  kind === "resume-scale-out" ||
  kind === "suspend-autoscaling";

/** AWS's ThrottlingException, after the SDK has given up. */
export class ThrottledError extends Error {
  override readonly name = "ThrottlingException";

  constructor(call: string) {
    super(`${call}: Rate exceeded`);
  }
}

const setMaxCapacity = (
  world: World,
  targets: ScalableTargets,
  service: ServiceConfig,
  { from, to, resume, suspendFirst }: SetMaxCapacity,
): void => {
  const id = resourceIdOf(service);
  const target = targets.require(id);
  const { desired, running, pending } = world.counts(service.name);
  const existing = Math.max(desired, running + pending);
  if (target.maxCapacity !== from && target.maxCapacity !== to)
    throw new Error(`MaxCapacity of ${service.name} is ${target.maxCapacity} by now, not ${from}`);
  if (desired < target.minCapacity || desired > target.maxCapacity)
    throw new Error(`the count ${desired} of ${service.name} is outside ${target.minCapacity}..${target.maxCapacity}`);
  if (to < existing) throw new Error(`MaxCapacity ${to} would stop tasks of ${service.name}`);
  const resumes = resume === true || (suspendFirst && target.suspended.DynamicScalingOutSuspended !== true);
  const suspended = resumes ? { ...target.suspended, DynamicScalingOutSuspended: false } : target.suspended;
  targets.set(id, { ...target, maxCapacity: to, suspended });
};

const suspend = (targets: ScalableTargets, service: ServiceConfig, change: ScalableTargetRecord["suspended"]): void => {
  const id = resourceIdOf(service);
  const target = targets.require(id);
  targets.set(id, { ...target, suspended: { ...target.suspended, ...change } });
};
