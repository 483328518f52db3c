import type { ServiceConfig } from "../../config/service-config.ts";
import type { TaskCounts } from "../readings/service-reading.ts";
import { held } from "./held.ts";

/** The most tasks of a service that may hold pools if its desired count is set to `desired` now. */
export type Commitment = (desired: number) => number;

/**
 * What a desired count commits, in tasks: running, pending and stopping ones, replacements of unhealthy ones, and the
 * surge of a deployment while one runs (always with `surge: reserve`).
 *
 * Lowering the desired count releases nothing at once: what exists counts until it is gone. ECS starts a replacement
 * for each unhealthy task before it stops it, as far as maximumPercent lets it, and rebalancing between zones goes by
 * the same percents as a rollout.
 *
 * @throws never
 * @see Amazon ECS Developer Guide, "Amazon ECS services" (replacing unhealthy tasks) and "Balancing an Amazon ECS
 * service across Availability Zones"
 */
export const commitmentOf = (service: ServiceConfig, counts: TaskCounts): Commitment => {
  const existing = counts.running + counts.pending;
  const steady: Commitment = (desired) => Math.max(withReplacements(counts, desired), existing) + counts.stopping;
  const deploying = counts.deployment.kind !== "none";
  if (service.surge === "borrow" && !deploying && !counts.rebalancing) return steady;
  // In a running rollout the stopping tasks are its own, and `held` has them already.
  const othersStopping = deploying ? 0 : counts.stopping;
  return (desired) => Math.max(steady(desired), rolloutTasks(service, counts, desired) + othersStopping);
};

/**
 * The most tasks that hold pools while a deployment of `desired` tasks runs.
 *
 * Only ECS's own rolling deployment goes step by step. Blue/green, linear and canary ones start a whole new revision and
 * keep the old one through the bake time, and CODE_DEPLOY and EXTERNAL deployments keep a task set of each.
 *
 * @see AWS ECS API reference, DeploymentConfiguration (strategy, bakeTimeInMinutes)
 */
export const rolloutTasks = (service: ServiceConfig, counts: TaskCounts, desired: number): number =>
  counts.strategy === "ROLLING" && counts.deployment.kind !== "external"
    ? held({
        desiredTasks: desired,
        maximumPercent: counts.maximumPercent,
        minimumHealthyPercent: counts.minimumHealthyPercent,
        startSeconds: service.startSeconds,
        drainSeconds: service.drainSeconds,
      }).tasks
    : 2 * desired;

/** One replacement per unhealthy task, within what the deployment configuration lets run at once. */
const withReplacements = ({ unhealthy, maximumPercent }: TaskCounts, desired: number): number =>
  Math.max(desired, Math.min(desired + unhealthy, Math.floor((desired * maximumPercent) / 100)));
