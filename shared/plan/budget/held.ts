import { type Rollout, stepRollout } from "./step-rollout.ts";

export type Held =
  /** The most tasks that hold pools at one moment, stopping ones included. */
  | { readonly kind: "ends"; readonly tasks: number; readonly seconds: number }
  /** Nothing may start and nothing may stop, e.g. 3 tasks at 100 % to 125 %. */
  | { readonly kind: "never-ends"; readonly tasks: number };

/**
 * The most tasks that hold a connection pool during a rolling deployment.
 *
 * Steps the rollout, because floor(desired x percent) is not its peak: stopping tasks are outside ECS's count and keep
 * their pools until the drain has passed. Ten tasks with a drain of 330 s hold 20 pools even at 110 %.
 *
 * @param rollout whole tasks, percents, seconds
 * @returns whole tasks, >= desiredTasks; `never-ends` where the settings allow no first step
 * @throws never
 * @see AWS ECS API reference, DeploymentConfiguration
 */
export const held = (rollout: Rollout): Held => {
  let tasks = 0;
  const end = stepRollout(rollout, ({ oldTasks, stoppingTasks, newTasks }) => {
    tasks = Math.max(tasks, oldTasks + stoppingTasks + newTasks);
  });
  return end.kind === "ends" ? { ...end, tasks } : { kind: "never-ends", tasks };
};

/**
 * The least that `held` may answer, without stepping the rollout: the old tasks, none of which is gone in the first step,
 * and the new ones that it starts.
 *
 * @returns whole tasks, desiredTasks..2 x desiredTasks
 * @throws never
 */
export const leastHeld = ({ desiredTasks, maximumPercent, minimumHealthyPercent }: Rollout): number => {
  const mostTasks = Math.floor((desiredTasks * maximumPercent) / 100);
  const leastHealthy = Math.ceil((desiredTasks * minimumHealthyPercent) / 100);
  const room = mostTasks - Math.min(desiredTasks, leastHealthy);
  return desiredTasks + Math.max(0, Math.min(desiredTasks, room));
};
