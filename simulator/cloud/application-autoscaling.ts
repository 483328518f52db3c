import type {
  DescribeScalableTargetsRequest,
  DescribeScalingPoliciesRequest,
  DescribeScheduledActionsRequest,
  PutScalingPolicyRequest,
  PutScheduledActionRequest,
  RegisterScalableTargetRequest,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { World } from "../world/world.ts";
import { CallerRights } from "./caller-rights.ts";
import { type ScalableTargetRecord, ScalableTargets } from "./scalable-targets.ts";
import { ScalingPolicies } from "./scaling-policies.ts";
import { ScheduledActions } from "./scheduled-actions.ts";

/** What Application Auto Scaling does with its caller's own rights, so it checks that the caller has them. */
const checkedOfTheCaller = ["ecs:UpdateService", "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"];

/**
 * Application Auto Scaling as far as ECS services are concerned: targets, and what is stored and scheduled on them.
 * What policies do is a controller's part, beside the cloud.
 */
export class ApplicationAutoScaling {
  readonly rights = new CallerRights();
  readonly #world: World;
  readonly #targets: ScalableTargets;
  readonly #policies: ScalingPolicies;
  readonly #scheduled: ScheduledActions;

  constructor(world: World, services: readonly ServiceConfig[]) {
    this.#world = world;
    this.#targets = new ScalableTargets(world, services);
    this.#policies = new ScalingPolicies(this.#targets);
    this.#scheduled = new ScheduledActions(this.#targets, world.nowMs);
  }

  target(service: Pick<ServiceConfig, "cluster" | "ecsService">): ScalableTargetRecord | undefined {
    return this.#targets.get(`service/${service.cluster}/${service.ecsService}`);
  }

  /** Fires what has come due. Called once a second. */
  fireScheduledActions(): void {
    this.#scheduled.fire(this.#world.nowMs);
  }

  describeScalableTargets(input: DescribeScalableTargetsRequest): object {
    this.rights.require("application-autoscaling:DescribeScalableTargets");
    return this.#targets.describe(input);
  }

  registerScalableTarget(input: RegisterScalableTargetRequest): object {
    this.rights.require("application-autoscaling:RegisterScalableTarget", ...checkedOfTheCaller);
    return this.#targets.register(input);
  }

  describeScalingPolicies(input: DescribeScalingPoliciesRequest): object {
    this.rights.require("application-autoscaling:DescribeScalingPolicies");
    return this.#policies.describe(input);
  }

  putScalingPolicy(input: PutScalingPolicyRequest): object {
    this.rights.require("application-autoscaling:PutScalingPolicy", ...checkedOfTheCaller);
    return this.#policies.put(input);
  }

  describeScheduledActions(input: DescribeScheduledActionsRequest): object {
    this.rights.require("application-autoscaling:DescribeScheduledActions");
    return this.#scheduled.describe(input);
  }

  putScheduledAction(input: PutScheduledActionRequest): object {
    this.rights.require("application-autoscaling:PutScheduledAction");
    return this.#scheduled.put(input, this.#world.nowMs);
  }
}
