import type { ServiceConfig } from "../../config/config.ts";
import type { TaskCounts } from "../snapshot.ts";
import { held } from "./held.ts";

/** The most tasks of a service that may hold pools if its desired count is set to `desired` now. */
export type Commitment = (desired: number) => number;

/**
 * What a desired count commits, in tasks: running, pending and stopping ones, and the surge of a deployment while one
 * runs (always with `surge: reserve`).
 *
 * Lowering the desired count releases nothing at once: what exists counts until it is gone.
 *
 * @throws never
 */
export const commitmentOf = (service: ServiceConfig, counts: TaskCounts): Commitment => {
  const existing = counts.running + counts.pending;
  const steady: Commitment = (desired) => Math.max(desired, existing) + counts.stopping;
  if (service.surge === "borrow" && counts.deployment.kind === "none") return steady;
  // In a running rollout the stopping tasks are its own, and `held` has them already.
  const othersStopping = counts.deployment.kind === "none" ? counts.stopping : 0;
  return (desired) => Math.max(steady(desired), rolloutTasks(service, counts, desired) + othersStopping);
};

/** The most tasks that hold pools while a rolling deployment of `desired` tasks runs. */
export const rolloutTasks = (service: ServiceConfig, counts: TaskCounts, desired: number): number =>
  held({
    desiredTasks: desired,
    maximumPercent: counts.maximumPercent,
    minimumHealthyPercent: counts.minimumHealthyPercent,
    startSeconds: service.startSeconds,
    drainSeconds: service.drainSeconds,
  }).tasks;
