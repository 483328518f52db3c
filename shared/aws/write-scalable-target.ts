import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { SetMaxCapacity } from "../plan/policy/action.ts";
import { resourceIdOf } from "../plan/policy/resource-id.ts";
import type { ScalableTarget } from "../plan/readings/autoscaling-reading.ts";
import type { Clients as AllClients, ApplicationAutoScaling, Ecs } from "./clients.ts";
import { scalableTargetOf } from "./read-scalable-targets.ts";

/** Between reading and writing the world has moved: the write that was planned would stop tasks, or undo a person's. */
export class CapacityMovedError extends Error {
  override readonly name = "CapacityMovedError";
}

/** The ECS service behind a scalable target. */
export type ServicePlace = Pick<ServiceConfig, "name" | "cluster" | "ecsService">;

export type Suspension = Pick<ScalableTarget, "scaleOutSuspended" | "scaleInSuspended" | "scheduledSuspended">;

type Clients = Pick<AllClients, "applicationAutoScaling" | "ecs">;

/** With the service's counts, read right after it. */
export type Target = ScalableTarget & { readonly desired: number; readonly existing: number };

/**
 * Writes MaxCapacity. To lower it: suspend scale-out, read again, write, resume.
 *
 * RegisterScalableTarget moves the capacity into the range at once, so right before each call the count must be inside
 * it, and MaxCapacity must still be what the plan replaces: another one is the user's newer word. A scale-out that
 * somebody else has suspended stays suspended.
 *
 * @throws CapacityMovedError; what AWS answers
 */
export const setMaxCapacity = async (
  clients: Clients,
  service: ServicePlace,
  action: SetMaxCapacity,
): Promise<void> => {
  const before = await requireTarget(clients, service);
  refuseMoved(before, action);
  const lifted = action.resume === true ? { scaleOutSuspended: false } : {};
  if (!action.suspendFirst) {
    return register(clients.applicationAutoScaling, service, before, { maxCapacity: action.to, ...lifted });
  }
  if (!before.scaleOutSuspended) {
    await register(clients.applicationAutoScaling, service, before, { scaleOutSuspended: true });
  }
  const target = await requireTarget(clients, service);
  refuseMoved(target, action);
  const resumed = before.scaleOutSuspended ? lifted : { scaleOutSuspended: false };
  await register(clients.applicationAutoScaling, service, target, { maxCapacity: action.to, ...resumed });
};

/** Suspends or resumes scaling; what isn't named stays as it is. @throws CapacityMovedError; what AWS answers */
export const suspend = async (clients: Clients, service: ServicePlace, change: Partial<Suspension>): Promise<void> => {
  const target = await requireTarget(clients, service);
  refuseOutside(service, target);
  await register(clients.applicationAutoScaling, service, target, change);
};

/** Puts a target back as its user had it, in one call. @throws CapacityMovedError; what AWS answers */
export const restoreTarget = async (
  clients: Clients,
  service: ServicePlace,
  {
    maxCapacity,
    suspension,
  }: {
    readonly maxCapacity: { readonly from: number; readonly to: number } | null;
    readonly suspension: Partial<Suspension>;
  },
): Promise<void> => {
  const target = await requireTarget(clients, service);
  refuseOutside(service, target);
  if (maxCapacity !== null && target.maxCapacity !== maxCapacity.from) {
    throw new CapacityMovedError(
      `MaxCapacity of ${service.name} is ${target.maxCapacity} by now: somebody has set it.`,
    );
  }
  if (maxCapacity !== null && maxCapacity.to < target.desired) {
    throw new CapacityMovedError(`MaxCapacity ${maxCapacity.to} would stop tasks of ${service.name} by now.`);
  }
  const max = maxCapacity === null ? {} : { maxCapacity: maxCapacity.to };
  await register(clients.applicationAutoScaling, service, target, { ...max, ...suspension });
};

const refuseMoved = (target: Target, { service: name, from, to }: SetMaxCapacity): void => {
  refuseOutside({ name }, target);
  const { maxCapacity, minCapacity, existing } = target;
  if (maxCapacity !== from && maxCapacity !== to) {
    throw new CapacityMovedError(`MaxCapacity of ${name} is ${maxCapacity} by now, not ${from}: somebody has set it.`);
  }
  if (to < Math.max(existing, minCapacity)) {
    throw new CapacityMovedError(
      `${name} has ${existing} tasks and MinCapacity ${minCapacity} by now; MaxCapacity ${to} would stop tasks.`,
    );
  }
};

const refuseOutside = ({ name }: Pick<ServicePlace, "name">, { desired, minCapacity, maxCapacity }: Target): void => {
  if (desired >= minCapacity && desired <= maxCapacity) return;
  throw new CapacityMovedError(
    `The desired count of ${name} is ${desired} by now, outside [${minCapacity}, ${maxCapacity}]: any write would move it.`,
  );
};

const requireTarget = async (clients: Clients, service: ServicePlace): Promise<Target> => {
  const target = await readTarget(clients, service);
  if (target === "none") throw new CapacityMovedError(`${service.name} has no scalable target any more`);
  return target;
};

/** The target first, then the count, so that the count is as fresh as it can be. @throws what AWS answers */
export const readTarget = async (
  { applicationAutoScaling, ecs }: Clients,
  service: ServicePlace,
): Promise<Target | "none"> => {
  const answer = await applicationAutoScaling.send(
    new DescribeScalableTargetsCommand({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceIds: [resourceIdOf(service)],
    }),
  );
  const target = answer.ScalableTargets?.[0];
  if (target === undefined) return "none";
  return { ...scalableTargetOf(target), ...(await readCounts(ecs, service)) };
};

const readCounts = async (
  ecs: Ecs,
  { name, cluster, ecsService }: ServicePlace,
): Promise<Pick<Target, "desired" | "existing">> => {
  const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const service = answer.services?.[0];
  if (service === undefined) throw new CapacityMovedError(`ECS has no service ${name} any more`);
  const desired = service.desiredCount ?? 0;
  return { desired, existing: Math.max(desired, (service.runningCount ?? 0) + (service.pendingCount ?? 0)) };
};

/** All three suspensions are written as they were read: whether AWS keeps the ones that a call leaves out isn't said. */
const register = async (
  client: ApplicationAutoScaling,
  service: ServicePlace,
  before: Suspension,
  change: Partial<Suspension> & { readonly maxCapacity?: number },
): Promise<void> => {
  const suspended = { ...before, ...change };
  const suspends = Object.keys(change).some((key) => key !== "maxCapacity");
  await client.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: resourceIdOf(service),
      ...(change.maxCapacity === undefined ? {} : { MaxCapacity: change.maxCapacity }),
      ...(suspends
        ? {
            SuspendedState: {
              DynamicScalingInSuspended: suspended.scaleInSuspended,
              DynamicScalingOutSuspended: suspended.scaleOutSuspended,
              ScheduledScalingSuspended: suspended.scheduledSuspended,
            },
          }
        : {}),
    }),
  );
};
