import type { World } from "../world/world.ts";

/**
 * UpdateService's desired count, as a controller calls it.
 *
 * @returns whether ECS took it; false while its API throttles the call, and nothing has changed then
 */
export const orderTasks = (world: World, service: string, tasks: number): boolean =>
  world.setDesiredCount(service, tasks);
