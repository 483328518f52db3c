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
  const { desiredTasks, startSeconds, drainSeconds } = rollout;
  const mostTasks = Math.floor((desiredTasks * rollout.maximumPercent) / 100);
  const leastHealthy = Math.ceil((desiredTasks * rollout.minimumHealthyPercent) / 100);
  let old = desiredTasks;
  let started = 0;
  let healthy = 0;
  let stopping = 0;
  let gone = 0;
  let peak = desiredTasks;
  // Starts follow only on starts that became healthy, so everything happens at whole multiples of the start time.
  const stopsAtStep: number[] = [];
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
    peak = Math.max(peak, old + started + stopping);
    if (starts === 0)
      return old === 0 && started === desiredTasks ? ends(peak, nowSeconds) : { kind: "never-ends", tasks: peak };
    healthy = started;
    if (old === 0 && healthy >= desiredTasks) return ends(peak, nowSeconds + startSeconds);
  }
  return ends(peak, 0);
};

const ends = (tasks: number, seconds: number): Held => ({ kind: "ends", tasks, seconds });
