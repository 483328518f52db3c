export type ScalableTarget = {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleOutSuspended: boolean;
  readonly scaleInSuspended: boolean;
  /** Its scheduled actions don't fire. */
  readonly scheduledSuspended: boolean;
};

export type ScalingPolicy = {
  readonly name: string;
  readonly kind: "target-tracking" | "step" | "predictive";
  /** Of target tracking on the service's own CPU or memory; `null`: anything else. */
  readonly targetPercent: number | null;
};

/** As Application Auto Scaling stores it; what it says is read by `shared/schedules`. */
export type ScheduledAction = {
  readonly name: string;
  readonly schedule: string;
  /** IANA name; `null`: UTC. */
  readonly timezone: string | null;
  readonly startAtMs: number | null;
  readonly endAtMs: number | null;
  /** `null`: it leaves the target's own. */
  readonly minCapacity: number | null;
  readonly maxCapacity: number | null;
};
