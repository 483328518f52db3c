import type { WorldSpec } from "../world/spec.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentJ = {
  letter: "J",
  name: "database-health-check",
  title: "The health check that connects",
  fact: "the health check opens a database connection, so a full database makes the load balancer remove every instance: 4 h",
} as const;

export const publishedJ = { outageHours: 4 } as const;

export const fullAtSecondJ = 1_800;
export const emptiedAtSecondJ = fullAtSecondJ + publishedJ.outageHours * 3_600;

/**
 * A full database, and a health check that asks it.
 *
 * Published: the health check opens a database connection, so a full database makes the load balancer remove every instance;
 * 4 h.
 *
 * [I] What fills the database is a batch job: two tasks with pools of 60 that take every slot that comes free, from second
 * 1,800 on until somebody stops them 4 h later. [I] 97 usable; the app has 6 tasks x 10 and a check every 10 s, unhealthy
 * after 2 failures. Without the check the same tasks keep their connections and serve.
 */
export function worldJ(checksDatabase: boolean): WorldSpec {
  return {
    startMs: Date.UTC(2026, 2, 24, 7, 0),
    timelineSeconds: 60,
    databases: [{ name: "main", maxConnections: 100, reservedConnections: 3, baseConnections: 0, cores: 4 }],
    services: [
      steadyService("app", {
        tasks: 6,
        cpuRatio: 0.5,
        requestsPerSecond: 120,
        pool: filledPool("main", 10, {
          reconnectSeconds: 30,
          ...(checksDatabase ? { databaseHealthCheck: { intervalSeconds: 10, failuresToReplace: 2 } } : {}),
        }),
      }),
      {
        name: "batch",
        initialTasks: 0,
        cpuSecondsPerRequest: 0.1,
        pendingSeconds: 20,
        bootSeconds: 20,
        drainSeconds: 60,
        queueLimitPerTask: 100,
        client: { timeoutSeconds: 10, retries: 0, retryProbability: 0, backOffSeconds: 1 },
        pool: filledPool("main", 60, { reconnectSeconds: 1 }),
      },
    ],
  };
}

/** Tasks of the batch job by time: what somebody starts and stops. */
export const batchTasksJ = 2;
