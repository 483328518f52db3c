/** The two percents of a rolling deployment. */
export type RolloutPercents = { readonly maximumPercent: number; readonly minimumHealthyPercent: number };

/** How one rolling deployment goes, as ECS runs it. */
export type Rollout = {
  /** Whole tasks, >= 0. */
  readonly desiredTasks: number;
  /** 100..200: running and pending tasks stay at or under floor(desired x this / 100). */
  readonly maximumPercent: number;
  /** 0..100: healthy tasks stay at or over ceil(desired x this / 100). */
  readonly minimumHealthyPercent: number;
  readonly startSeconds: number;
  readonly drainSeconds: number;
};

/** The tasks that hold pools right after a step, by revision. */
export type RolloutMoment = {
  /** Of the old revision, running. */
  readonly oldTasks: number;
  /** Of the old revision, told to stop and still draining. */
  readonly stoppingTasks: number;
  /** Of the new revision, started: healthy or on their way. */
  readonly newTasks: number;
};

export type RolloutEnd =
  | { readonly kind: "ends"; readonly seconds: number }
  /** Nothing may start and nothing may stop, e.g. 3 tasks at 100 % to 125 %. */
  | { readonly kind: "never-ends" };

/**
 * Steps a rolling deployment from its first task to its last.
 *
 * Starts follow only on starts that became healthy, so everything happens at whole multiples of the start time. Each
 * step stops what may be missed, then starts what there is room for; stopping tasks are outside ECS's count.
 *
 * @param visit sees every moment, in order, beginning with the one before the first step
 * @throws never
 * @see AWS ECS API reference, DeploymentConfiguration
 */
export const stepRollout = (rollout: Rollout, visit: (moment: RolloutMoment) => void): RolloutEnd => {
  const { desiredTasks, startSeconds, drainSeconds } = rollout;
  const mostTasks = Math.floor((desiredTasks * rollout.maximumPercent) / 100);
  const leastHealthy = Math.ceil((desiredTasks * rollout.minimumHealthyPercent) / 100);
  let old = desiredTasks;
  let started = 0;
  let healthy = 0;
  let stopping = 0;
  let gone = 0;
  const stopsAtStep: number[] = [];
  visit({ oldTasks: old, stoppingTasks: 0, newTasks: 0 });
  for (let step = 0; old > 0 || healthy < desiredTasks; step += 1) {
    const nowSeconds = step * startSeconds;
    while (gone < step && gone * startSeconds + drainSeconds <= nowSeconds) stopping -= stopsAtStep[gone++]!;
    const stops = Math.min(old, Math.max(0, old + healthy - leastHealthy));
    const room = Math.max(0, mostTasks - (old - stops) - started);
    const starts = Math.min(desiredTasks - started, room);
    stopsAtStep.push(stops);
    stopping += stops;
    old -= stops;
    started += starts;
    visit({ oldTasks: old, stoppingTasks: stopping, newTasks: started });
    if (starts === 0)
      return old === 0 && started === desiredTasks ? { kind: "ends", seconds: nowSeconds } : { kind: "never-ends" };
    healthy = started;
    if (old === 0 && healthy >= desiredTasks) return { kind: "ends", seconds: nowSeconds + startSeconds };
  }
  return { kind: "ends", seconds: 0 };
};
