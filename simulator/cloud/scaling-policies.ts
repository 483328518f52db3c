import type { DescribeScalingPoliciesRequest, PutScalingPolicyRequest } from "@aws-sdk/client-application-auto-scaling";
import { checkNamespace, pageOf } from "./autoscaling-page.ts";
import { AwsError } from "./aws-error.ts";
import type { ScalableTargets } from "./scalable-targets.ts";

const policiesPerPage = 10;

/** The scaling policies as they are stored. What they do is a controller's part, beside the cloud. */
export class ScalingPolicies {
  readonly #targets: ScalableTargets;
  readonly #policies = new Map<string, PutScalingPolicyRequest>();

  constructor(targets: ScalableTargets) {
    this.#targets = targets;
  }

  put(input: PutScalingPolicyRequest): object {
    checkNamespace(input);
    this.#targets.require(input.ResourceId);
    const key = keyOf(input);
    const policy = { PolicyType: "StepScaling" as const, ...this.#policies.get(key), ...input };
    const configured =
      policy.PolicyType === "StepScaling"
        ? policy.StepScalingPolicyConfiguration
        : policy.PolicyType === "TargetTrackingScaling"
          ? policy.TargetTrackingScalingPolicyConfiguration
          : policy.PredictiveScalingPolicyConfiguration;
    if (configured === undefined)
      throw new AwsError("ValidationException", `A ${policy.PolicyType} policy needs its configuration`);
    this.#policies.set(key, policy);
    return { PolicyARN: arnOf(key), Alarms: [] };
  }

  describe(input: DescribeScalingPoliciesRequest): object {
    checkNamespace(input);
    if (input.ScalableDimension !== undefined && input.ResourceId === undefined)
      throw new AwsError("ValidationException", "A scalable dimension needs a resource id");
    const found = [...this.#policies.entries()]
      .filter(([, { ResourceId }]) => input.ResourceId === undefined || ResourceId === input.ResourceId)
      .filter(([, { PolicyName }]) => input.PolicyNames?.includes(PolicyName ?? "") ?? true)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const { page, next } = pageOf(found, input, policiesPerPage);
    return { ScalingPolicies: page.map(([key, policy]) => ({ ...policy, PolicyARN: arnOf(key) })), ...next };
  }
}

const keyOf = ({ ResourceId, PolicyName }: PutScalingPolicyRequest): string => `${ResourceId}:${PolicyName}`;

const arnOf = (key: string): string =>
  `arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:resource/ecs/${key.replace(":", ":policyName/")}`;
