import {
  type ScalingPolicy as AwsScalingPolicy,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../config/service-config.ts";
import { resourceIdOf } from "../plan/policy/resource-id.ts";
import type { ScalingPolicy } from "../plan/readings/autoscaling-reading.ts";
import type { Reading } from "../reading.ts";
import type { ApplicationAutoScaling } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

/**
 * Reads the Application Auto Scaling policies of services: a call for each, in pages of ten.
 *
 * @param services with a scalable target; without one there is no policy
 * @returns by service name
 * @throws never
 */
export const readScalingPolicies = async (
  client: ApplicationAutoScaling,
  services: readonly ServiceConfig[],
): Promise<ReadonlyMap<string, Reading<readonly ScalingPolicy[]>>> =>
  new Map(
    await inParallel(services, async (service): Promise<[string, Reading<readonly ScalingPolicy[]>]> => {
      try {
        return [service.name, { kind: "known", value: await policiesOf(client, service) }];
      } catch (error) {
        return [service.name, unknownBecause("application-autoscaling:DescribeScalingPolicies", error)];
      }
    }),
  );

const policiesOf = async (
  client: ApplicationAutoScaling,
  service: ServiceConfig,
): Promise<readonly ScalingPolicy[]> => {
  const policies: ScalingPolicy[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new DescribeScalingPoliciesCommand({
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: resourceIdOf(service),
        NextToken,
      }),
    );
    policies.push(...(answer.ScalingPolicies ?? []).map(policyOf));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return policies;
};

const kinds: Readonly<Record<string, ScalingPolicy["kind"]>> = {
  TargetTrackingScaling: "target-tracking",
  StepScaling: "step",
  PredictiveScaling: "predictive",
};

/** Predefined metrics in percent of what the tasks reserve, in 60 s and in 20 s. */
const percentMetrics = /^ECSServiceAverage(CPU|Memory)Utilization/;

const policyOf = (policy: AwsScalingPolicy): ScalingPolicy => {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  const inPercent = percentMetrics.test(tracking?.PredefinedMetricSpecification?.PredefinedMetricType ?? "");
  return {
    name: policy.PolicyName ?? "",
    kind: kinds[policy.PolicyType ?? ""] ?? "target-tracking",
    targetPercent: inPercent ? (tracking?.TargetValue ?? null) : null,
  };
};
