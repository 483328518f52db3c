import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Config } from "../config/config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { RolloutPercents } from "../plan/budget/step-rollout.ts";
import type { Action } from "../plan/policy/action.ts";
import { writesNothing } from "../plan/policy/stance.ts";
import type { Clients, Ecs } from "./clients.ts";
import { setMaxCapacity, suspend } from "./write-scalable-target.ts";
import { writeTaskProtection } from "./write-task-protection.ts";

/** Carries out one action. @throws what AWS answers; CapacityMovedError where the world has moved on */
export type WriteAction = (action: Action) => Promise<void>;

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
        return suspend(clients, service, { scaleOutSuspended: true });
      case "resume-scale-out":
        return suspend(clients, service, { scaleOutSuspended: false });
      case "suspend-autoscaling":
        return suspend(clients, service, {
          scaleInSuspended: true,
          scaleOutSuspended: true,
          scheduledSuspended: true,
        });
      case "set-rollout-percents":
        return setRolloutPercents(clients.ecs, service, action.toPercents);
      case "protect-tasks":
        return writeTaskProtection(clients.ecs, service, action.taskIds, action.minutes);
      case "unprotect-tasks":
        return writeTaskProtection(clients.ecs, service, action.taskIds, null);
      default:
        return assertNever(action);
    }
  };
};

/**
 * Two figures of the deployment's configuration; the others are written back as they are read, so that a circuit breaker
 * or a strategy stays. Without a task definition in it the call starts no deployment.
 */
const setRolloutPercents = async (ecs: Ecs, service: ServiceConfig, percents: RolloutPercents): Promise<void> => {
  const { cluster, ecsService } = service;
  const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const found = answer.services?.[0];
  if (found === undefined) throw new Error(`ECS has no service ${ecsService} any more`);
  const deploymentConfiguration = { ...found.deploymentConfiguration, ...percents };
  await ecs.send(new UpdateServiceCommand({ cluster, service: ecsService, deploymentConfiguration }));
};

const setDesiredCount = async (ecs: Ecs, service: ServiceConfig, desiredCount: number): Promise<void> => {
  await ecs.send(new UpdateServiceCommand({ cluster: service.cluster, service: service.ecsService, desiredCount }));
};
