import type { WorldSpec } from "../world/spec.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentC = {
  letter: "C",
  name: "both-cliffs",
  title: "Both cliffs in two days, August 2026",
  fact: "pool 3 per worker queues requests for 6 h while the database idles; 18 per worker is 108 (144 at cutover) of about 100: 900 refusals in an hour",
} as const;

export const publishedC = {
  workersPerTask: 2,
  tasks: 3,
  tasksAtCutover: 4,
  usableConnections: 97,
  smallPoolPerWorker: 3,
  largePoolPerWorker: 18,
  fixedPoolPerWorker: 10,
  queueHours: 6,
  steadyConnections: 108,
  cutoverConnections: 144,
  refusalsPerHour: 900,
} as const;

/**
 * A pool that is too small for the load, and the next day one that is too large for the database.
 *
 * Published: 3 per worker, 2 workers, 3 instances: requests queue for 6 h while the database idles. Next day 18 per worker:
 * 36 an instance, 108 in all, 144 with the fourth instance at the cutover, against about 100: 900 refusals in an hour.
 * Fixed with 10 per worker.
 *
 * [I] "About 100" is max_connections 100 with 3 reserved: 97. [I] The load is 110 requests a second that hold a connection
 * for 200 ms each, so 22 connections are busy, where the small pools are 18; clients wait 30 s, and accepted requests progress
 * alike. [I] The cutover is a rolling deployment at 134 %: floor(3 x 1.34) = 4 tasks. [I] A pool tries for a missing connection
 * every 30 s, a usual pool timeout: the number of refusals is proportional to that pace, which was not published, so only
 * its order is reproduced.
 *
 * @param poolPerWorker of the tasks at second 0
 * @param nextPoolPerWorker deployed at second 300; `undefined`: no deployment
 */
export function worldC(poolPerWorker: number, nextPoolPerWorker?: number): WorldSpec {
  const { tasks, workersPerTask } = publishedC;
  return {
    startMs: Date.UTC(2026, 7, 11, 8, 0),
    databases: [{ name: "main", maxConnections: 100, reservedConnections: 3, baseConnections: 0, cores: 4 }],
    services: [
      steadyService(
        "web",
        {
          tasks,
          cpuRatio: 0.3,
          requestsPerSecond: 110,
          pool: filledPool("main", poolPerWorker * workersPerTask, {
            holdSecondsPerRequest: 0.2,
            databaseCpuSecondsPerRequest: 0.004,
            reconnectSeconds: 30,
          }),
        },
        {
          maximumPercent: 134,
          queueOrder: "shared",
          client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
        },
      ),
    ],
    deployments:
      nextPoolPerWorker === undefined
        ? []
        : [{ service: "web", atSecond: 300, connectionsPerTask: nextPoolPerWorker * workersPerTask }],
  };
}
