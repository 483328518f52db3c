import {
  DescribeTargetGroupAttributesCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { FoundTargetGroup } from "../../shared/discovery/account-readings.ts";
import type { Gaps } from "./gaps.ts";

/** The deregistration delays of target groups: a call for each. @throws never */
export const readTargetGroups = async (
  client: ElasticLoadBalancingV2Client,
  arns: readonly string[],
  gaps: Gaps,
): Promise<readonly FoundTargetGroup[]> => {
  const found = await inParallel([...new Set(arns)], async (arn): Promise<readonly FoundTargetGroup[]> => {
    try {
      const { Attributes } = await client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }));
      const value = Attributes?.find(({ Key }) => Key === "deregistration_delay.timeout_seconds")?.Value;
      return value === undefined || !/^\d+$/.test(value) ? [] : [{ arn, deregistrationDelaySeconds: Number(value) }];
    } catch (error) {
      gaps.note("elasticloadbalancing:DescribeTargetGroupAttributes", "Deregistration delays", error);
      return [];
    }
  });
  return found.flat();
};
