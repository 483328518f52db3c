/** A deployment as somebody starts it. What is left out stays as it is. */
export type DeploymentSpec = {
  /** `rolling`: as maximumPercent and minimumHealthyPercent allow. `blue-green`: a second fleet, a switch, the old fleet for the bake time. Default rolling. */
  readonly strategy?: "rolling" | "blue-green";
  /** Changes the service's deploymentConfiguration with it. */
  readonly maximumPercent?: number;
  readonly minimumHealthyPercent?: number;
  /** `blue-green`: both fleets stay this long after the switch. Default 0. */
  readonly bakeSeconds?: number;
  /** Pool of the new revision's tasks. */
  readonly connectionsPerTask?: number;
  readonly pendingSeconds?: number;
  readonly bootSeconds?: number;
  /**
   * The entry, before the first new task: open, or asked each second until it answers true, as ECS asks a PRE_SCALE_UP
   * lifecycle hook until it no longer answers IN_PROGRESS. Default open.
   */
  readonly entry?: "open" | (() => boolean);
  /**
   * ECS's deployment circuit breaker: after as many failed tasks in a row as half the desired count (3 at least, 200 at
   * most) the deployment fails. With `rollback`, the last completed one is deployed again. Default: none, it goes on trying.
   */
  readonly circuitBreaker?: { readonly rollback: boolean };
};

export type ScheduledDeployment = DeploymentSpec & { readonly service: string; readonly atSecond: number };
