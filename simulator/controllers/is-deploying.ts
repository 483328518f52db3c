import type { World } from "../world/world.ts";

/** Whether Application Auto Scaling holds a service's scale-in back, whatever the policy's type [D]. */
export const isDeploying = (world: World, service: string): boolean =>
  world.deployments(service)[0]?.rolloutState === "IN_PROGRESS";
