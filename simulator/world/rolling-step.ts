/** A service's tasks in a rolling deployment. Active: pending, running, or about to be started again. */
export type RolloutTally = {
  readonly oldActive: number;
  readonly oldHealthy: number;
  /** Of `oldActive`: must not be stopped now. */
  readonly oldProtected: number;
  readonly newActive: number;
  readonly newHealthy: number;
};

/** The bounds of a deploymentConfiguration, percent of the desired count: 100..200 and 0..100. */
export type DeploymentLimits = { readonly maximumPercent: number; readonly minimumHealthyPercent: number };

/**
 * What ECS's scheduler does next in a rolling deployment.
 *
 * Active tasks stay at or under floor(desired x maximumPercent), healthy ones at or over ceil(desired x
 * minimumHealthyPercent). Old tasks that aren't healthy are stopped to make room, not before it is needed. Protected ones
 * stay, and count towards both bounds.
 *
 * @returns old tasks to stop and new tasks to start, >= 0; both 0 where nothing may move
 * @throws never
 * @see AWS ECS API reference, DeploymentConfiguration
 */
export function rollingStep(tally: RolloutTally, desired: number, limits: DeploymentLimits) {
  const { oldActive, oldHealthy, oldProtected, newActive, newHealthy } = tally;
  const stoppable = oldActive - oldProtected;
  const most = Math.floor((desired * limits.maximumPercent) / 100);
  const leastHealthy = Math.ceil((desired * limits.minimumHealthyPercent) / 100);
  const spare = Math.min(stoppable, Math.max(0, oldHealthy + newHealthy - leastHealthy));
  const missing = Math.max(0, desired - newActive);
  const room = Math.max(0, most - (oldActive - spare) - newActive);
  const unhealthyLeft = Math.max(0, oldActive - oldHealthy - spare);
  const stops = Math.min(stoppable, spare + Math.min(unhealthyLeft, Math.max(0, missing - room)));
  const starts = Math.min(missing, Math.max(0, most - (oldActive - stops) - newActive));
  return { stops, starts };
}
