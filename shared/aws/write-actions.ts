import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Config, ServiceConfig } from "../config/config.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { Action, SetMaxCapacity } from "../plan/policy/action.ts";
import { writesNothing } from "../plan/policy/stance.ts";
import type { ApplicationAutoScaling, Clients, Ecs } from "./clients.ts";
import { resourceIdOf } from "./read-scalable-targets.ts";

/** Carries out one action. @throws what AWS answers; CapacityMovedError where the world has moved on */
export type WriteAction = (action: Action) => Promise<void>;

/** Between reading and writing, the service has grown past the ceiling that was planned: writing it would stop tasks. */
export class CapacityMovedError extends Error {
  override readonly name = "CapacityMovedError";
}

/**
 * The writers that a configuration needs. Where every service is in `observe`, none exists.
 *
 * @returns `null` for an observe-only configuration
 */
export const makeWriteAction = (clients: Clients, config: Config): WriteAction | null => {
  if (writesNothing(config.services)) return null;
  const services = new Map(config.services.map((service) => [service.name, service]));
  return (action) => {
    const service = services.get(action.service);
    if (service === undefined) throw new Error(`no service ${action.service} in the configuration`);
    switch (action.kind) {
      case "set-desired-count":
        return setDesiredCount(clients.ecs, service, action.to);
      case "set-max-capacity":
        return setMaxCapacity(clients, service, action);
      case "suspend-scale-out":
        return register(clients.applicationAutoScaling, service, { scaleOutSuspended: true });
      case "resume-scale-out":
        return register(clients.applicationAutoScaling, service, { scaleOutSuspended: false });
      default:
        return assertNever(action);
    }
  };
};

const setDesiredCount = async (ecs: Ecs, service: ServiceConfig, desiredCount: number): Promise<void> => {
  await ecs.send(new UpdateServiceCommand({ cluster: service.cluster, service: service.ecsService, desiredCount }));
};

/**
 * To lower a ceiling: suspend scale-out, read again, write, resume. RegisterScalableTarget moves the capacity into the
 * range at once, so a service that has grown meanwhile must not be written. A scale-out that somebody else has suspended
 * stays suspended.
 */
const setMaxCapacity = async (clients: Clients, service: ServiceConfig, action: SetMaxCapacity): Promise<void> => {
  const { applicationAutoScaling, ecs } = clients;
  if (!action.suspendFirst) return register(applicationAutoScaling, service, { maxCapacity: action.to });
  const wasSuspended = isSuspended(await targetOf(applicationAutoScaling, service));
  if (!wasSuspended) await register(applicationAutoScaling, service, { scaleOutSuspended: true });
  const [existing, target] = await Promise.all([
    existingTasks(ecs, service),
    targetOf(applicationAutoScaling, service),
  ]);
  const minCapacity = target?.MinCapacity ?? 0;
  if (action.to < Math.max(existing, minCapacity)) {
    throw new CapacityMovedError(
      `${service.name} has ${existing} tasks and MinCapacity ${minCapacity}; MaxCapacity ${action.to} would stop tasks. Scale-out stays suspended.`,
    );
  }
  const resumed = wasSuspended ? {} : { scaleOutSuspended: false };
  await register(applicationAutoScaling, service, { maxCapacity: action.to, ...resumed });
};

const register = async (
  client: ApplicationAutoScaling,
  service: ServiceConfig,
  change: { readonly maxCapacity?: number; readonly scaleOutSuspended?: boolean },
): Promise<void> => {
  await client.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: resourceIdOf(service),
      ...(change.maxCapacity === undefined ? {} : { MaxCapacity: change.maxCapacity }),
      ...(change.scaleOutSuspended === undefined
        ? {}
        : { SuspendedState: { DynamicScalingOutSuspended: change.scaleOutSuspended } }),
    }),
  );
};

const existingTasks = async (ecs: Ecs, { cluster, ecsService }: ServiceConfig): Promise<number> => {
  const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const service = answer.services?.[0];
  if (service === undefined) throw new CapacityMovedError(`ECS has no service ${ecsService} any more`);
  return Math.max(service.desiredCount ?? 0, (service.runningCount ?? 0) + (service.pendingCount ?? 0));
};

const isSuspended = (target: ScalableTarget | undefined): boolean =>
  target?.SuspendedState?.DynamicScalingOutSuspended ?? false;

const targetOf = async (
  client: ApplicationAutoScaling,
  service: ServiceConfig,
): Promise<ScalableTarget | undefined> => {
  const answer = await client.send(
    new DescribeScalableTargetsCommand({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceIds: [resourceIdOf(service)],
    }),
  );
  return answer.ScalableTargets?.[0];
};
