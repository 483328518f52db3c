import type { RolloutPercents } from "../budget/step-rollout.ts";

/** A write to the user's account. There is no other. */
export type Action =
  | SetDesiredCount
  | SetMaxCapacity
  | SuspendScaleOut
  | ResumeScaleOut
  | SuspendAutoscaling
  | SetRolloutPercents
  | ProtectTasks
  | UnprotectTasks;

export type SetDesiredCount = {
  readonly kind: "set-desired-count";
  readonly service: string;
  readonly from: number;
  readonly to: number;
};

export type SetMaxCapacity = {
  readonly kind: "set-max-capacity";
  readonly service: string;
  readonly from: number;
  readonly to: number;
  /** To lower: suspend scale-out, read again, write, resume. */
  readonly suspendFirst: boolean;
  /** Lift our own suspension of scale-out in the same call: one write, not two. */
  readonly resume?: true;
};

export type SuspendScaleOut = { readonly kind: "suspend-scale-out"; readonly service: string };

export type ResumeScaleOut = { readonly kind: "resume-scale-out"; readonly service: string };

/** `scale`, with `deployment.entry: fit`: the percents of the next deployment. Starts none. */
export type SetRolloutPercents = {
  readonly kind: "set-rollout-percents";
  readonly service: string;
  readonly fromPercents: RolloutPercents;
  readonly toPercents: RolloutPercents;
};

/** `scale`, before a published service shrinks: ECS stops none of them when the count is lowered. */
export type ProtectTasks = {
  readonly kind: "protect-tasks";
  readonly service: string;
  /** Sorted, at least one. */
  readonly taskIds: readonly string[];
  /** 1..2880, from the write on. */
  readonly minutes: number;
};

/** Takes back what `protect-tasks` gave, and nothing else. */
export type UnprotectTasks = {
  readonly kind: "unprotect-tasks";
  readonly service: string;
  /** Sorted, at least one. */
  readonly taskIds: readonly string[];
};

/** `scale`: all scaling of the service by Application Auto Scaling, in, out and scheduled, as headgate.yml says. */
export type SuspendAutoscaling = { readonly kind: "suspend-autoscaling"; readonly service: string };
