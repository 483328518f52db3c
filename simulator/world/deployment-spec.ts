/** A deployment as somebody starts it. What is left out stays as it is. */
export type DeploymentSpec = {
  /**
   * `rolling`: as maximumPercent and minimumHealthyPercent allow. `blue-green`: a second fleet, a switch, the old fleet for
   * the bake time. `canary`: a second fleet that takes `canaryPercent` of the traffic for `canarySeconds`, then all of it.
   * Default rolling.
   */
  readonly strategy?: "rolling" | "blue-green" | "canary";
  /** `canary` only. Default 10 (ECS's own: 5). */
  readonly canaryPercent?: number;
  /** `canary` only. Default 300 (ECS's own: 600). */
  readonly canarySeconds?: number;
  /** Changes the service's deploymentConfiguration with it. */
  readonly maximumPercent?: number;
  readonly minimumHealthyPercent?: number;
  /** `blue-green` and `canary`: both fleets stay this long after all traffic has been switched. Default 0. */
  readonly bakeSeconds?: number;
  /** Pool of the new revision's tasks. */
  readonly connectionsPerTask?: number;
  readonly pendingSeconds?: number;
  readonly bootSeconds?: number;
  /** What is wrong with the new revision. Default: nothing. */
  readonly defect?: DefectSpec;
  /**
   * The entry, before the first new task: open, or asked each second until it answers true, as ECS asks a PRE_SCALE_UP
   * lifecycle hook until it no longer answers IN_PROGRESS. Default open.
   */
  readonly entry?: "open" | (() => boolean);
  /**
   * ECS's deployment circuit breaker: after as many failed tasks in a row as half the desired count (3 at least, 200 at
   * most) the deployment fails. With `rollback`, the last completed one is deployed again. Default: none, it goes on trying.
   * ECS has it for rolling deployments only; that it ends the others alike is inferred.
   */
  readonly circuitBreaker?: { readonly rollback: boolean };
};

/** A deployment that the world starts by itself. */
export type ScheduledDeployment = DeploymentSpec & { readonly service: string; readonly atSecond: number };

/** A bad deploy. */
export type DefectSpec = {
  /** Its tasks exit after their boot, so none ever takes traffic. */
  readonly crashes?: true;
  /** Share of the requests that its tasks answer with an error, 0..1. */
  readonly failedRatio?: number;
  /** CPU of a request, as a multiple. */
  readonly cpuFactor?: number;
};
