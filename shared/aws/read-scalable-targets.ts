import { DescribeScalableTargetsCommand } from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../config/config.ts";
import type { Reading, ScalableTarget } from "../plan/snapshot.ts";
import type { ApplicationAutoScaling } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** DescribeScalableTargets takes 50 resource ids. */
const targetsPerCall = 50;

export const resourceIdOf = ({ cluster, ecsService }: ServiceConfig): string => `service/${cluster}/${ecsService}`;

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
        if (target === undefined) return [member.name, { kind: "known", value: "none" }];
        const value: ScalableTarget = {
          minCapacity: target.MinCapacity ?? 0,
          maxCapacity: target.MaxCapacity ?? 0,
          scaleOutSuspended: target.SuspendedState?.DynamicScalingOutSuspended ?? false,
        };
        return [member.name, { kind: "known", value }];
      });
    } catch (error) {
      const unknown = unknownBecause("application-autoscaling:DescribeScalableTargets", error);
      return members.map((member): [string, Reading<ScalableTarget | "none">] => [member.name, unknown]);
    }
  });
  return new Map(answers.flat());
};
