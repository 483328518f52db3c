import type { ForecastConfig } from "./forecast-config.ts";
import type { PoolConfig, PoolSetting } from "./pool-config.ts";
import type { PublishConfig } from "./publication.ts";
import type { ScheduleConfig } from "./schedule-config.ts";
import type { SignalConfig } from "./signal-config.ts";

/** What Headgate may write for a service; read in one place, `shared/plan/policy/policy.ts`. */
export type Mode = "observe" | "govern" | "scale";

export type ServiceConfig = {
  readonly name: string;
  /** ECS cluster name (not ARN). */
  readonly cluster: string;
  /** ECS service name. */
  readonly ecsService: string;
  readonly mode: Mode;
  /** `scale` mode beside active Application Auto Scaling policies: leave the service to them, or suspend them. */
  readonly autoscaling: "refuse" | "suspend";
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Priority class; 0 is served first. */
  readonly priority: number;
  /** Share inside a priority class, > 0. */
  readonly weight: number;
  /** From the write to a healthy task. */
  readonly startSeconds: number;
  /** From the order to stop until the last connection is gone: deregistration delay + stopTimeout. */
  readonly drainSeconds: number;
  /** One entry per database and proxy, sorted by them; several pools to one of them are already added up. */
  readonly pools: readonly PoolConfig[];
  /** The pools as they are set up, one by one: what `preflight` and `pool-fit` work from. Sorted by key. */
  readonly poolSettings: readonly PoolSetting[];
  /** `borrow`: growth may use the surge room while no deployment runs. `reserve`: the surge is always kept free. */
  readonly surge: "borrow" | "reserve";
  /** What the deployment may do where ECS does not say (100..200, 0..100); ECS's own figure wins when it is read. */
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  /** `announce`: a rollout that would not fit is told. `fit`: maximumPercent is lowered to what fits before one begins. */
  readonly deploymentEntry: "announce" | "fit";
  /** As far as `fit` may lower minimumHealthyPercent, 0..100; 100 leaves it alone. */
  readonly leastHealthyPercent: number;
  /** What the tasks run on, and what bounds it. */
  readonly capacity: CapacityConfig;
  readonly signals: readonly SignalConfig[];
  /** Windows of time that move the bounds, sorted by name. */
  readonly schedules: readonly ScheduleConfig[];
  /** Absent: nothing is forecast. */
  readonly forecast?: ForecastConfig;
  readonly pace: PaceConfig;
  /** A change made by hand is a floor for this long. */
  readonly pinMinutes: number;
  /** Callees and the requests sent to each per request served, sorted by callee. */
  readonly calls: readonly CallConfig[];
  /** Where its tasks are published: DNS, Cloud Map, nginx. */
  readonly publish: PublishConfig;
};

export type PaceConfig = {
  readonly upPercent: number;
  readonly upPeriodSeconds: number;
  readonly downPercent: number;
  readonly downPeriodSeconds: number;
  /** A scale-in waits until the highest ask of this window is below the current count. */
  readonly stabilizationSeconds: number;
};

/** `null`: learned from the request rates of both ends. */
export type CallConfig = { readonly service: string; readonly requestsPerRequest: number | null };

export type CapacityConfig =
  | { readonly kind: "fargate" }
  | {
      readonly kind: "ec2";
      /** The most instances that managed scaling may start; `null`: not given, so none is counted on. */
      readonly maxInstances: number | null;
      /** The instance's own included; `null`: not given, so `awsvpc` tasks without trunking can't be placed. */
      readonly networkInterfacesPerInstance: number | null;
    };
