import {
  type ScalableTarget as AwsScalableTarget,
  DescribeScalableTargetsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../config/service-config.ts";
import { resourceIdOf } from "../plan/policy/resource-id.ts";
import type { ScalableTarget } from "../plan/readings/autoscaling-reading.ts";
import type { Reading } from "../reading.ts";
import type { ApplicationAutoScaling } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** DescribeScalableTargets takes 50 resource ids, and then answers in one page. */
const targetsPerCall = 50;

/**
 * Reads the Application Auto Scaling targets of services.
 *
 * @returns by service name; `none`: the service has no target
 * @throws never
 */
export const readScalableTargets = async (
  client: ApplicationAutoScaling,
  services: readonly ServiceConfig[],
): Promise<ReadonlyMap<string, Reading<ScalableTarget | "none">>> => {
  const answers = await inParallel(chunksOf(services, targetsPerCall), async (members) => {
    try {
      const answer = await client.send(
        new DescribeScalableTargetsCommand({
          ServiceNamespace: "ecs",
          ScalableDimension: "ecs:service:DesiredCount",
          ResourceIds: members.map(resourceIdOf),
        }),
      );
      const found = new Map((answer.ScalableTargets ?? []).map((target) => [target.ResourceId, target]));
      return members.map((member): [string, Reading<ScalableTarget | "none">] => {
        const target = found.get(resourceIdOf(member));
        return [member.name, { kind: "known", value: target === undefined ? "none" : scalableTargetOf(target) }];
      });
    } catch (error) {
      const unknown = unknownBecause("application-autoscaling:DescribeScalableTargets", error);
      return members.map((member): [string, Reading<ScalableTarget | "none">] => [member.name, unknown]);
    }
  });
  return new Map(answers.flat());
};

/** A scalable target as AWS describes it. */
export const scalableTargetOf = ({ MinCapacity, MaxCapacity, SuspendedState }: AwsScalableTarget): ScalableTarget => ({
  minCapacity: MinCapacity ?? 0,
  maxCapacity: MaxCapacity ?? 0,
  scaleOutSuspended: SuspendedState?.DynamicScalingOutSuspended ?? false,
  scaleInSuspended: SuspendedState?.DynamicScalingInSuspended ?? false,
  scheduledSuspended: SuspendedState?.ScheduledScalingSuspended ?? false,
});
