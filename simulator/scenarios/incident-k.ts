import type { WorldSpec } from "../world/spec.ts";
import type { HeadgateSettings } from "./incident-config.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentK = {
  letter: "K",
  name: "found-by-hand",
  title: "Found by hand before it hurt",
  fact: "20 tasks x 30 connections = 600 against max_connections 500",
} as const;

export const publishedK = {
  mostTasks: 20,
  connectionsPerTask: 30,
  maxConnections: 500,
  demandedConnections: 600,
} as const;

/** Where the load begins to rise towards what needs all twenty tasks. */
export const riseAtSecondK = 1_800;
export const runSecondsK = 5_400;

/**
 * A maximum of tasks that the database can't carry, before anybody has reached it.
 *
 * Published: 20 x 30 = 600 > 500, found by hand before it hurt.
 *
 * [I] 8 of the 500 are reserved. [I] The service runs 8 of its 20 tasks at the target; after half an hour the load rises in
 * three steps to 2.6 times, which asks for all twenty. Nothing of that was published: the maximum was found before.
 */
export function worldK(): WorldSpec {
  return {
    startMs: Date.UTC(2026, 0, 20, 9, 0),
    timelineSeconds: 30,
    databases: [
      {
        name: "main",
        maxConnections: publishedK.maxConnections,
        reservedConnections: 8,
        baseConnections: 0,
        cores: 16,
      },
    ],
    services: [
      steadyService("api", {
        tasks: 8,
        cpuRatio: 0.58,
        requestsPerSecond: 240,
        course: [
          { seconds: riseAtSecondK, times: 1 },
          { seconds: 600, times: 1.5 },
          { seconds: 600, times: 2 },
          { seconds: 1, times: 2.6 },
        ],
        pool: filledPool("main", publishedK.connectionsPerTask),
      }),
    ],
  };
}

/** max(3, 5 % of 500) withheld. */
export const headgateK: HeadgateSettings = {
  mode: "observe",
  targetPercent: 60,
  marginConnections: 25,
  tasks: { api: { min: 4, max: publishedK.mostTasks } },
};
