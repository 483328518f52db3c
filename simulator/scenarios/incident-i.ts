import type { WorldSpec } from "../world/spec.ts";
import type { HeadgateSettings } from "./incident-config.ts";
import { steadyService } from "./steady-service.ts";

export const incidentI = {
  letter: "I",
  name: "short-burst",
  title: "A burst that heals itself",
  fact: "269 errors in 15 s, gone by themselves: nothing to react to",
} as const;

export const publishedI = { failedRequests: 269, seconds: 15 } as const;

export const deploymentAtSecondI = 600;
export const runSecondsI = 5_400;

/**
 * Fifteen seconds of refused connections that pass before anybody can act.
 *
 * Published: 269 errors in 15 s, self-healed.
 *
 * [I] Everything else: a rolling deployment of 6 tasks x 10 at 200 % under 97 usable. Three new tasks get their pools, three
 * take traffic without them and fail it, until the old ones have drained 15 s later. Half of 36 requests a second for 15 s are
 * 270. [I] The load is half of the tasks' CPU, and a booting task takes half a vCPU.
 */
export function worldI(): WorldSpec {
  return {
    startMs: Date.UTC(2026, 6, 7, 14, 0),
    timelineSeconds: 5,
    databases: [{ name: "main", maxConnections: 100, reservedConnections: 3, baseConnections: 0, cores: 4 }],
    services: [
      steadyService(
        "app",
        {
          tasks: 6,
          cpuRatio: 0.5,
          requestsPerSecond: 36,
          pool: {
            database: "main",
            connectionsPerTask: 10,
            kind: "fixed",
            holdSecondsPerRequest: 0.02,
            databaseCpuSecondsPerRequest: 0.001,
            withoutConnections: "degrade",
            reconnectSeconds: 1,
          },
        },
        { drainSeconds: publishedI.seconds },
      ),
    ],
    deployments: [{ service: "app", atSecond: deploymentAtSecondI }],
  };
}

export const headgateI: HeadgateSettings = {
  mode: "scale",
  targetPercent: 60,
  marginConnections: 5,
  tasks: { app: { min: 3, max: 9 } },
};
