import type { WorldSpec } from "../world/spec.ts";
import type { HeadgateSettings } from "./incident-config.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentF = {
  letter: "F",
  name: "off-by-one",
  title: "Off by one",
  fact: "8 tasks x (5 + 1) = 48 connections against 47",
} as const;

export const publishedF = { tasks: 8, poolsPerTask: [5, 1], connectionsPerTask: 6, usableConnections: 47 } as const;

export const riseAtSecondF = 600;
export const runSecondsF = 3_600;

/**
 * Eight pools of five and a connection in the background each, and 47 slots.
 *
 * Published: 8 x (5 + 1) = 48 against 47.
 *
 * [I] 47 are max_connections 50 less 3 reserved. [I] The eighth task comes up with five of its six connections: nothing fails
 * but one attempt to connect, again and again. [I] The load is 60 % of eight tasks' CPU, half of it in the first ten minutes.
 *
 * @param tasks at second 0
 */
export function worldF(tasks: number = publishedF.tasks): WorldSpec {
  return {
    startMs: Date.UTC(2026, 3, 8, 12, 0),
    databases: [{ name: "main", maxConnections: 50, reservedConnections: 3, baseConnections: 0, cores: 2 }],
    services: [
      steadyService(
        "worker",
        {
          tasks: publishedF.tasks,
          cpuRatio: 0.6,
          requestsPerSecond: 120,
          course: [
            { seconds: riseAtSecondF, times: 0.5 },
            { seconds: 1, times: 1 },
          ],
          pool: filledPool("main", publishedF.connectionsPerTask),
        },
        { initialTasks: tasks },
      ),
    ],
  };
}

/** No margin, so that the one connection that is missing is what decides: replacement max(0, 6 - 0), budget 50 - 3 - 0 - 6 = 41. */
export const headgateF: HeadgateSettings = {
  mode: "scale",
  targetPercent: 60,
  marginConnections: 0,
  tasks: { worker: { min: 2, max: 8 } },
};
