import type { DeploymentSpec } from "../world/deployment-spec.ts";
import type { WorldSpec } from "../world/spec.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentE = {
  letter: "E",
  name: "migration-pool",
  title: "A deployment with a migration pool on db.t4g.micro",
  fact: "81 slots; 3 to 6 instances in a deployment x (7 + 10 of the migration pool) = 102; the last one never becomes healthy",
} as const;

export const publishedE = {
  maxConnections: 81,
  tasks: 3,
  tasksInDeployment: 6,
  connectionsPerTask: 7,
  migrationConnections: 10,
  demandedConnections: 102,
} as const;

/**
 * The pool that nobody counts: migrations.
 *
 * Published: 81 slots on RDS db.t4g.micro; 3 instances become 6 in a deployment; (7 + 10) x 6 = 102; the last one never
 * becomes healthy.
 *
 * [I] 81 is max_connections, 8 of it reserved: 73 usable. With 3 reserved the course is the same. [I] The published sum counts
 * the migration pool on all six, so an instance keeps it as long as it lives. [I] An instance opens its own pool first and
 * comes up with what it gets. [I] The deployment waits for the whole new fleet before it stops an old instance (blue/green):
 * that is what "never" needs. Under ECS's rolling deployment at 200 % the first healthy new tasks let old ones stop, and
 * their slots bring up the last.
 */
export function worldE(strategy: DeploymentSpec["strategy"] = "blue-green", migrationConnections = 10): WorldSpec {
  return {
    startMs: Date.UTC(2026, 4, 19, 15, 0),
    databases: [
      {
        name: "main",
        maxConnections: publishedE.maxConnections,
        reservedConnections: 8,
        baseConnections: 0,
        cores: 2,
      },
    ],
    services: [
      steadyService("app", {
        tasks: publishedE.tasks,
        cpuRatio: 0.3,
        requestsPerSecond: 60,
        pool: filledPool("main", publishedE.connectionsPerTask, {
          migrationPool: { connectionsPerTask: migrationConnections, seconds: null },
        }),
      }),
    ],
    deployments: [{ service: "app", atSecond: 300, ...(strategy === undefined ? {} : { strategy }) }],
  };
}
