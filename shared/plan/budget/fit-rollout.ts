import type { ServiceConfig } from "../../config/service-config.ts";
import type { TaskCounts } from "../readings/service-reading.ts";
import { commitmentOf } from "./commitment.ts";
import { held, leastHeld } from "./held.ts";
import type { RoomPrice } from "./prices.ts";
import type { RolloutPercents } from "./step-rollout.ts";

export type RolloutFit =
  /** The percents whose rollout fits; the user's own where they do. `tasks`: the most that hold pools at one moment. */
  | { readonly kind: "fits"; readonly percents: RolloutPercents; readonly tasks: number }
  /** No percents within the bounds fit: the rollout that holds least needs this many tasks. */
  | { readonly kind: "none"; readonly leastTasks: number }
  /** Nothing to fit: a deployment runs, or it would not go step by step. */
  | { readonly kind: "not-now" };

/**
 * The percents with which a rolling deployment, if it began now, would hold no more than is free.
 *
 * The largest maximumPercent that fits, because it is the fastest; minimumHealthyPercent is lowered only where no
 * maximumPercent fits without it, in steps of 5 and never below the floor. It starts from the user's own percents, so
 * the answer is the same whatever stands in ECS now, and what was lowered comes back with the free connections. Changing
 * the percents starts no deployment; a running one keeps its own, because changing them under it could not take back
 * what it has started.
 *
 * @param users what the service's owner has set
 * @param mostTasks what may hold pools in all, from `mostRolloutTasks`
 * @returns with maximumPercent in [100, users.maximumPercent] and a rollout that ends
 * @throws never
 * @see AWS ECS API reference, UpdateService: deploymentConfiguration doesn't trigger a deployment
 */
export const fitRollout = (
  service: Pick<ServiceConfig, "startSeconds" | "drainSeconds" | "leastHealthyPercent">,
  counts: TaskCounts,
  desired: number,
  users: RolloutPercents,
  mostTasks: number,
): RolloutFit => {
  if (counts.strategy !== "ROLLING" || counts.deployment.kind !== "none") return { kind: "not-now" };
  const { startSeconds, drainSeconds } = service;
  let leastTasks = Number.POSITIVE_INFINITY;
  for (const minimumHealthyPercent of healthyPercents(users.minimumHealthyPercent, service.leastHealthyPercent)) {
    for (const maximumPercent of maximumPercents(desired, users.maximumPercent)) {
      const percents = { maximumPercent, minimumHealthyPercent };
      const rollout = held({ desiredTasks: desired, ...percents, startSeconds, drainSeconds });
      const tasks = rollout.tasks + counts.stopping;
      if (rollout.kind === "never-ends") continue;
      if (tasks <= mostTasks) return { kind: "fits", percents, tasks };
      leastTasks = Math.min(leastTasks, tasks);
    }
  }
  return { kind: "none", leastTasks: Number.isFinite(leastTasks) ? leastTasks : desired + counts.stopping };
};

/**
 * How many tasks of a service may hold pools: what is committed now and what is free beside it.
 *
 * @param left free units by room after this plan; `null`: closed
 * @returns whole tasks, >= 0; `null` where a room is closed, because nothing is known to fit
 * @throws never
 */
export const mostRolloutTasks = (
  service: ServiceConfig,
  counts: TaskCounts,
  desired: number,
  prices: readonly Pick<RoomPrice, "room" | "unitsPerTask">[],
  left: ReadonlyMap<string, number | null>,
): number | null => {
  const standing = commitmentOf(service, counts)(desired);
  let most = Number.MAX_SAFE_INTEGER;
  for (const { room, unitsPerTask } of prices) {
    const free = left.get(room) ?? null;
    if (free === null) return null;
    most = Math.min(most, standing + Math.floor(free / unitsPerTask));
  }
  return Math.max(0, most);
};

/** The largest maximumPercent in steps of 5 whose rollout holds at most `tasks` tasks and ends; `null`: none does. */
export const fittingMaximumPercent = (
  service: ServiceConfig,
  counts: TaskCounts,
  desired: number,
  tasks: number,
): number | null => {
  const { minimumHealthyPercent } = counts;
  // The percents say nothing of a deployment that keeps two whole revisions.
  if (counts.strategy !== "ROLLING") return null;
  const { startSeconds, drainSeconds } = service;
  const ceilingOf = (percent: number): number => Math.floor((desired * percent) / 100);
  for (let maximumPercent = counts.maximumPercent - 5; maximumPercent >= 100; maximumPercent -= 5) {
    // Percents that allow the same whole number of tasks are the same rollout, and the larger one was tried.
    const alike = ceilingOf(maximumPercent) === ceilingOf(maximumPercent + 5);
    if (alike && maximumPercent + 5 < counts.maximumPercent) continue;
    const asked = { desiredTasks: desired, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds };
    if (leastHeld(asked) > tasks) continue;
    const rollout = held(asked);
    if (rollout.tasks > tasks) continue;
    return rollout.kind === "ends" ? maximumPercent : null;
  }
  return null;
};

/** From the user's own down to the floor, which ends the list; only the user's own where it is at the floor already. */
const healthyPercents = (users: number, floor: number): readonly number[] => {
  const percents = [users];
  for (let percent = users - 5; percent > floor; percent -= 5) percents.push(percent);
  if (floor < users) percents.push(floor);
  return percents;
};

/** Of the percents that allow the same whole number of tasks the largest, from the user's own down to 100. */
const maximumPercents = (desired: number, users: number): readonly number[] => {
  if (desired === 0) return [users];
  const percents = [users];
  for (let ceiling = Math.floor((desired * users) / 100) - 1; ceiling >= desired; ceiling--) {
    percents.push(Math.floor(((ceiling + 1) * 100 - 1) / desired));
  }
  return percents;
};
