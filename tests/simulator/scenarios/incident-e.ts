import type { DeploymentSpec } from "../../../simulator/world/deployment-spec.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { shipped } from "./shipped.ts";

export const publishedE = {
  maxConnections: 81,
  tasks: 3,
  tasksInDeployment: 6,
  connectionsPerTask: 7,
  migrationConnections: 10,
  demandedConnections: 102,
} as const;

/** scenarios/incident-e.yml, with another strategy or another migration pool. */
export function worldE(
  strategy: DeploymentSpec["strategy"] = "blue-green",
  migrationConnections: number = publishedE.migrationConnections,
): WorldSpec {
  return shipped("incident-e", {
    "deployments.0.strategy": strategy,
    "services.app.pool.migrationPool.connectionsPerTask": migrationConnections,
  }).world;
}
