import { deploymentId } from "./deployment-id.ts";
import type { RolloutState } from "./deployments.ts";
import { countsOf } from "./fleet-tally.ts";
import type { TaskFleet } from "./task-fleet.ts";

/** A deployment as DescribeServices shows it. */
export type DeploymentView = {
  readonly id: string;
  /** PRIMARY: the newest. ACTIVE: an older one that still has tasks. */
  readonly status: "PRIMARY" | "ACTIVE";
  readonly rolloutState: RolloutState;
  /** Not a task of it has started: its entry is held. */
  readonly atEntry: boolean;
  readonly strategy: "rolling" | "blue-green" | "canary";
  readonly bakeSeconds: number;
  readonly connectionsPerTask: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failedTasks: number;
};

/** A deployment that is or was. */
export type PastDeployment = {
  readonly id: string;
  readonly rolloutState: RolloutState;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

/** Every deployment of a service, newest first. */
export const viewHistory = (fleet: TaskFleet, serviceIndex: number, startMs: number): readonly PastDeployment[] =>
  fleet.deployments.history
    .map(({ number, state, createdAt, updatedAt }) => ({
      id: deploymentId(serviceIndex, number),
      rolloutState: state,
      createdAtMs: startMs + createdAt * 1000,
      updatedAtMs: startMs + updatedAt * 1000,
    }))
    .reverse();

/** A deployment has begun or ended. */
export type DeploymentEvent = {
  readonly service: string;
  readonly deploymentId: string;
  readonly state: RolloutState;
  readonly atMs: number;
};

/** The PRIMARY deployment first, then those that still have tasks, newest first. */
export function viewDeployments(fleet: TaskFleet, serviceIndex: number, startMs: number): readonly DeploymentView[] {
  const { primary } = fleet.deployments;
  const views: DeploymentView[] = [];
  for (let { number } = primary; number >= 0; number -= 1) {
    const deployment = fleet.deployments.numbered(number);
    const counts = countsOf(fleet.cohorts, number);
    const active = counts.running + counts.pending;
    if (number !== primary.number && active === 0) continue;
    views.push({
      id: deploymentId(serviceIndex, number),
      status: number === primary.number ? "PRIMARY" : "ACTIVE",
      rolloutState: deployment.state,
      atEntry: !deployment.entered,
      strategy: deployment.strategy,
      bakeSeconds: deployment.bakeSeconds,
      connectionsPerTask: deployment.connectionsPerTask,
      createdAtMs: startMs + deployment.createdAt * 1000,
      updatedAtMs: startMs + deployment.updatedAt * 1000,
      // ECS lowers an older deployment's desired count with each task that it stops.
      desired: number === primary.number ? fleet.desired : active,
      ...counts,
      failedTasks: deployment.failedTasks,
    });
  }
  return views;
}

/** What has begun or ended since the last call, service by service, each in its order. */
export function takeDeploymentEvents(
  services: readonly { readonly name: string; readonly fleet: TaskFleet }[],
  startMs: number,
): readonly DeploymentEvent[] {
  return services.flatMap(({ name, fleet }, index) =>
    fleet.deployments.takeChanges().map(({ number, state, second }) => ({
      service: name,
      deploymentId: deploymentId(index, number),
      state,
      atMs: startMs + second * 1000,
    })),
  );
}
