import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { DomainNow } from "../../aws/domain-now.ts";
import type { PastDeployment } from "../../aws/read-deployment-history.ts";
import type { ServiceRollout } from "../../aws/read-service-rollout.ts";
import type { SignalReading } from "../../plan/readings/signal-reading.ts";
import type { Reading } from "../../reading.ts";
import type { WeightPost } from "../../records/post.ts";

export type CanaryParams = {
  readonly by: "alb" | "route53" | "ecs";
  readonly service: string;
  readonly fromService?: string | undefined;
  readonly record?: string | undefined;
  readonly listener?: string | undefined;
  readonly fromTargetGroup?: string | undefined;
  readonly toTargetGroup?: string | undefined;
  readonly taskDefinition?: string | undefined;
  readonly alarms?: readonly string[] | undefined;
  readonly withoutAlarms?: boolean | undefined;
  readonly stepMinutes?: number | undefined;
  readonly weights?: readonly number[] | undefined;
};

export type CanaryReading = {
  /** In the order of the parameter. */
  readonly alarms: readonly (readonly [string, SignalReading])[];
  readonly domain: DomainNow;
  readonly traffic: TrafficReading;
};

export type TrafficReading =
  | {
      readonly by: "alb";
      /** `null`: there is no such rule or listener. */
      readonly actions: readonly Action[] | null;
      /** Of the new side: healthy targets; `null`: there is no such target group. */
      readonly healthyTargets: number | null;
    }
  | {
      readonly by: "route53";
      /** Of both sides, those that were ever posted. */
      readonly posts: readonly WeightPost[];
      /** What the hosted zone has at the name, by set identifier. */
      readonly zoneWeights: Readonly<Record<string, number>>;
      /** Of the new side; `null`: its tasks can't be read. */
      readonly healthyTasks: number | null;
    }
  | {
      readonly by: "ecs";
      readonly service: ServiceRollout | null;
      readonly history: Reading<readonly PastDeployment[]>;
      /** Of the definition that is to be deployed; `null`: ECS has none. */
      readonly definition: { readonly arn: string; readonly status: string } | null;
    };

export type CanaryState = WeightState | EcsState;

/** Traffic is moved by us, step by step. */
export type WeightState = {
  readonly by: "weights";
  /** As it was, to be put back by an abort. */
  readonly before: TrafficBefore;
  /** What the new side should have now. */
  readonly toPercent: number;
  /** What it had before the step: for a moment a read may still show that. */
  readonly fromPercent?: number;
  /** Steps that were begun. */
  readonly steps: number;
  /** When the step was asked for; once it is seen, when that was. */
  readonly sinceMs: number;
  readonly seen: boolean;
  /** Since when nobody can tell whether the databases carry both sides; absent or `null`: it is known. */
  readonly undecidedSinceMs?: number | null;
  /** Why the traffic goes back; `null`: it goes on. */
  readonly back: string | null;
};

export type TrafficBefore =
  | { readonly by: "alb"; readonly actions: readonly Action[] }
  /** `posts`: those in force then. */
  | { readonly by: "route53"; readonly posts: readonly WeightPost[]; readonly percent: number };

/** Traffic is moved by ECS. */
export type EcsState = {
  readonly by: "ecs";
  readonly taskDefinition: string;
  readonly from: string;
  readonly beganAtMs: number;
  readonly givesUpAtMs: number;
  readonly back: string | null;
};

export type CanaryAction =
  | { readonly kind: "forward"; readonly listener: string; readonly actions: readonly Action[]; readonly says: string }
  | {
      readonly kind: "post";
      readonly destination: string;
      readonly posts: readonly WeightPost[];
      readonly says: string;
    }
  | {
      readonly kind: "deploy";
      readonly service: string;
      readonly taskDefinition: string;
      readonly strategy: ShiftStrategy;
      readonly alarms: readonly string[];
    }
  | { readonly kind: "stop"; readonly deployment: string };

/** How ECS shifts: once by a part and then the rest, or in equal parts. */
export type ShiftStrategy =
  | { readonly kind: "CANARY"; readonly percent: number; readonly stepMinutes: number }
  | { readonly kind: "LINEAR"; readonly percent: number; readonly stepMinutes: number };

export const defaultStepMinutes = 5;
export const defaultWeights = [10, 25, 50, 100] as const;
/** ECS's canary has one part and then the rest. */
export const defaultEcsWeights = [10, 100] as const;
