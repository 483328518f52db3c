import type { Reading } from "../../reading.ts";
import type { ScalableTarget, ScalingPolicy, ScheduledAction } from "./autoscaling-reading.ts";
import type { FrontReading } from "./front-reading.ts";
import type { SignalReading } from "./signal-reading.ts";

export type ServiceReading = {
  readonly name: string;
  readonly tasks: Reading<TaskCounts>;
  /** One per configured signal, in the same order. */
  readonly signals: readonly SignalReading[];
  /** The service's Application Auto Scaling target; read in `govern` and `scale` mode. */
  readonly scalableTarget: Reading<ScalableTarget | "none">;
  /** The policies on it; read in `scale` mode only, where they would be a second writer of the count. */
  readonly scalingPolicies?: Reading<readonly ScalingPolicy[]>;
  /** The scheduled actions on it; read in `govern` mode only. */
  readonly scheduledActions?: Reading<readonly ScheduledAction[]>;
  /** Its tasks one by one; read only while it is about to shrink victim first. */
  readonly front?: FrontReading;
};

/** Whole tasks, as ECS reports them at one moment. */
export type TaskCounts = {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** desiredStatus STOPPED and lastStatus not yet STOPPED: they still hold their pools. */
  readonly stopping: number;
  readonly deployment: Deployment;
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  readonly scheduling: "REPLICA" | "DAEMON";
  /** How a deployment replaces tasks; all but ROLLING hold two whole revisions at once. */
  readonly strategy: DeploymentStrategy;
  /** For how long both revisions are kept after the traffic has moved; 0 where the strategy has no such time. */
  readonly bakeMinutes: number;
  /** Running tasks whose health check fails: ECS starts a replacement for each before it stops them. */
  readonly unhealthy: number;
  /**
   * Running tasks that take traffic: their health check passes, or they have none and are older than a start time.
   * Absent: the tasks were not looked at one by one.
   */
  readonly healthy?: number;
  /** ECS moves tasks between availability zones now: it starts them before it stops others. */
  readonly rebalancing: boolean;
  /** Id of the primary deployment: a new one means that somebody deployed; a changed desired count alone keeps it. */
  readonly revision: string;
  /** The latest start and the latest stop among the tasks that ECS still lists (it lists stopped ones for about an hour); `null`: none. */
  readonly lastStartAtMs: number | null;
  readonly lastStopAtMs: number | null;
};

/** DeploymentConfiguration's strategy under ECS's own controller; otherwise the controller. */
export type DeploymentStrategy = "ROLLING" | "BLUE_GREEN" | "LINEAR" | "CANARY" | "CODE_DEPLOY" | "EXTERNAL";

export type Deployment =
  | { readonly kind: "none" }
  /** ECS's own rolling deployment in progress. */
  | { readonly kind: "rolling"; readonly sinceMs: number }
  /** CODE_DEPLOY or EXTERNAL in progress: not ours to scale. */
  | { readonly kind: "external"; readonly sinceMs: number };
