import type { ServiceConfig } from "../../../../shared/config/service-config.ts";
import type { Deployment, TaskCounts } from "../../../../shared/plan/readings/service-reading.ts";
import type { DeploymentView } from "../../../world/deployment-view.ts";
import type { World } from "../../../world/world.ts";
import type { TaskTimes } from "./task-times.ts";

/** A service's tasks as ECS's answers make them up. */
export const readCounts = (
  world: World,
  { name, pools }: ServiceConfig,
  inGraph: boolean,
  times: TaskTimes,
): TaskCounts => {
  const counts = world.counts(name);
  const deployments = world.deployments(name);
  const primary = deployments[0]!;
  // Nobody else's tasks are looked at one by one.
  const isLookedAt = pools.length > 0 || inGraph;
  return {
    desired: counts.desired,
    running: counts.running,
    pending: counts.pending,
    stopping: isLookedAt ? counts.stopping : 0,
    deployment: deploymentOf(deployments),
    ...world.deploymentLimits(name),
    scheduling: "REPLICA",
    strategy: strategyOf(primary),
    bakeMinutes: Math.ceil(primary.bakeSeconds / 60),
    unhealthy: 0,
    ...(inGraph ? { healthy: counts.healthy } : {}),
    rebalancing: false,
    revision: primary.id,
    lastStartAtMs: isLookedAt ? times.lastStartAtMs(name) : null,
    lastStopAtMs: isLookedAt ? times.lastStopAtMs(name) : null,
  };
};

const deploymentOf = (deployments: readonly DeploymentView[]): Deployment => {
  const unfinished = deployments.some(({ rolloutState }) => rolloutState === "IN_PROGRESS");
  if (deployments.length <= 1 && !unfinished) return { kind: "none" };
  return { kind: "rolling", sinceMs: Math.max(...deployments.map(({ createdAtMs }) => createdAtMs)) };
};

const strategyOf = ({ strategy }: DeploymentView): TaskCounts["strategy"] => {
  switch (strategy) {
    case "rolling":
      return "ROLLING";
    case "blue-green":
      return "BLUE_GREEN";
    default:
      return "CANARY";
  }
};
