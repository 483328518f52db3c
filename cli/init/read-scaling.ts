import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { FoundPolicy, FoundTarget } from "../../shared/discovery/account-readings.ts";
import { everyPage, type Gaps } from "./gaps.ts";

/** Every scalable target of an ECS service. @throws never */
export const readTargets = async (
  client: ApplicationAutoScalingClient,
  gaps: Gaps,
): Promise<readonly FoundTarget[]> => {
  const action = "application-autoscaling:DescribeScalableTargets";
  const targets = await everyPage(gaps, action, "What services may scale to", async (NextToken) => {
    const page = await client.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs", NextToken }));
    return { items: page.ScalableTargets ?? [], next: page.NextToken };
  });
  return targets.flatMap(({ ResourceId, MinCapacity, MaxCapacity }) =>
    ResourceId === undefined || MinCapacity === undefined || MaxCapacity === undefined
      ? []
      : [{ resourceId: ResourceId, minCapacity: MinCapacity, maxCapacity: MaxCapacity }],
  );
};

/** Every scaling policy of an ECS service. @throws never */
export const readPolicies = async (
  client: ApplicationAutoScalingClient,
  gaps: Gaps,
): Promise<readonly FoundPolicy[]> => {
  const action = "application-autoscaling:DescribeScalingPolicies";
  const policies = await everyPage(gaps, action, "The scaling policies", async (NextToken) => {
    const page = await client.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: "ecs", NextToken }));
    return { items: page.ScalingPolicies ?? [], next: page.NextToken };
  });
  return policies.flatMap(
    ({ ResourceId, PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }) => {
      if (ResourceId === undefined) return [];
      const metric = tracking?.PredefinedMetricSpecification;
      return [
        {
          resourceId: ResourceId,
          name: PolicyName ?? "",
          kind: PolicyType ?? "",
          predefinedMetric: metric?.PredefinedMetricType ?? null,
          targetValue: tracking?.TargetValue ?? null,
          resourceLabel: metric?.ResourceLabel ?? null,
        },
      ];
    },
  );
};
