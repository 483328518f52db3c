import {
  type ScheduledAction as AwsScheduledAction,
  DescribeScheduledActionsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../config/service-config.ts";
import { resourceIdOf } from "../plan/policy/resource-id.ts";
import type { ScheduledAction } from "../plan/readings/autoscaling-reading.ts";
import type { Reading } from "../reading.ts";
import type { ApplicationAutoScaling } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

/**
 * Reads the scheduled actions on the scalable targets of services: a call for each, in pages of fifty.
 *
 * @param services with a scalable target; without one nothing is scheduled
 * @returns by service name
 * @throws never
 */
export const readScheduledActions = async (
  client: ApplicationAutoScaling,
  services: readonly ServiceConfig[],
): Promise<ReadonlyMap<string, Reading<readonly ScheduledAction[]>>> =>
  new Map(
    await inParallel(services, async (service): Promise<[string, Reading<readonly ScheduledAction[]>]> => {
      try {
        return [service.name, { kind: "known", value: await actionsOf(client, service) }];
      } catch (error) {
        return [service.name, unknownBecause("application-autoscaling:DescribeScheduledActions", error)];
      }
    }),
  );

const actionsOf = async (
  client: ApplicationAutoScaling,
  service: ServiceConfig,
): Promise<readonly ScheduledAction[]> => {
  const actions: ScheduledAction[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new DescribeScheduledActionsCommand({
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: resourceIdOf(service),
        NextToken,
      }),
    );
    actions.push(...(answer.ScheduledActions ?? []).map(actionOf));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return actions;
};

const actionOf = (action: AwsScheduledAction): ScheduledAction => ({
  name: action.ScheduledActionName ?? "",
  schedule: action.Schedule ?? "",
  timezone: action.Timezone ?? null,
  startAtMs: action.StartTime?.getTime() ?? null,
  endAtMs: action.EndTime?.getTime() ?? null,
  minCapacity: action.ScalableTargetAction?.MinCapacity ?? null,
  maxCapacity: action.ScalableTargetAction?.MaxCapacity ?? null,
});
