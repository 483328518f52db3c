import type { WorldSpec } from "../world/spec.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentD = {
  letter: "D",
  name: "two-revisions",
  title: "Two revisions at once",
  fact: "at most 10 instances x 8 connections are 80 of 100, old and new revision together are 160; fixed with at most 6",
} as const;

export const publishedD = { mostTasks: 10, connectionsPerTask: 8, maxConnections: 100, fixedMostTasks: 6 } as const;

/**
 * The limit on instances that holds for one revision, and for two does not.
 *
 * Published: at most 10 instances x 8 = 80 of 100; the old and the new revision together exceed 100; fixed with at most 6.
 *
 * [I] 3 connections are reserved: 97 usable. [I] The service runs at its limit of instances when it is deployed, and the
 * new revision starts whole beside the old one (200 %).
 *
 * @param tasks the limit on instances
 */
export function worldD(tasks: number): WorldSpec {
  return {
    startMs: Date.UTC(2026, 5, 2, 10, 0),
    databases: [
      {
        name: "main",
        maxConnections: publishedD.maxConnections,
        reservedConnections: 3,
        baseConnections: 0,
        cores: 4,
      },
    ],
    services: [
      steadyService("app", {
        tasks,
        cpuRatio: 0.5,
        requestsPerSecond: 200,
        pool: filledPool("main", publishedD.connectionsPerTask),
      }),
    ],
    deployments: [{ service: "app", atSecond: 300 }],
  };
}
