import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

/**
 * Finds services whose deployment can neither start a new task nor stop an old one.
 *
 * ECS rounds the ceiling down and the floor up: 3 tasks at 125 % may be floor(3.75) = 3, and at 100 % must be 3. Both
 * kinds of room grow with the count, so the smallest count is the one that gets stuck, and what frees it frees all.
 *
 * @see AWS ECS API reference, DeploymentConfiguration
 */
export const checkRollout = (services: readonly ServiceConfig[]): readonly Finding[] =>
  services.flatMap((service): readonly Finding[] => {
    const { name, maximumPercent, minimumHealthyPercent } = service;
    const stuck = smallestStuckCount(service);
    if (stuck === null) return [];
    const tasks = stuck === 1 ? "1 task" : `${stuck} tasks`;
    const message = `a deployment of ${name} at ${tasks} never ends: ${maximumPercent} % allows ${stuck} and ${minimumHealthyPercent} % requires ${stuck}, so none may start or stop`;
    const up = Math.ceil(((stuck + 1) * 100) / stuck);
    const down = Math.floor(((stuck - 1) * 100) / stuck);
    const fix = `set deployment.maximumPercent to at least ${up}, or deployment.minimumHealthyPercent to at most ${down}`;
    return [{ code: "rollout-never-ends", path: ["services", name, "deployment"], message, fix }];
  });

/** The smallest desired count, of those the service may have, at which a deployment can't move; `null` when all can. */
export const smallestStuckCount = (
  service: Pick<ServiceConfig, "minTasks" | "maxTasks" | "maximumPercent" | "minimumHealthyPercent">,
): number | null => {
  const smallest = Math.max(1, service.minTasks);
  const most = Math.floor((smallest * service.maximumPercent) / 100);
  const fewest = Math.ceil((smallest * service.minimumHealthyPercent) / 100);
  return smallest <= service.maxTasks && most === smallest && fewest === smallest ? smallest : null;
};
