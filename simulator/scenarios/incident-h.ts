import type { PoolSpec, WorldSpec } from "../world/spec.ts";
import type { HeadgateSettings } from "./incident-config.ts";
import { steadyService } from "./steady-service.ts";

export const incidentH = {
  letter: "H",
  name: "unknown-sum",
  title: "The sum that nobody knew",
  fact: "one service holds 40 connections and six hold about 15 each, against 100: a partial outage of 3 h",
} as const;

export const publishedH = {
  largeConnections: 40,
  smallServices: 6,
  smallConnections: 15,
  demandedConnections: 130,
  maxConnections: 100,
  outageHours: 3,
} as const;

export const morningSecondH = 1_800;
export const eveningSecondH = morningSecondH + publishedH.outageHours * 3_600;
export const runSecondsH = eveningSecondH + 3_600;
export const smallNamesH: readonly string[] = ["auth", "billing", "catalog", "mail", "media", "stock"];

/**
 * Seven services, each with a pool that is right by itself, on one database.
 *
 * Published: one service 40, six about 15 each, against 100; a partial outage of 3 h; nobody knew the sum.
 *
 * [I] 3 connections are reserved: 97 usable. [I] The large service scales from 2 tasks x 10 to 4, the small ones from 2 x 5 to
 * 3: 80 at night, 130 when all have followed the morning's load, which lasts three hours. [I] A task opens its whole pool or
 * exits, so those that come late run short of a task: the load is 70 % of the CPU of all tasks, 105 % of what two of three
 * carry. [I] Accepted requests progress alike.
 */
export function worldH(): WorldSpec {
  const course = [
    { seconds: morningSecondH, times: 0.4 },
    { seconds: eveningSecondH - morningSecondH, times: 1 },
    { seconds: 1, times: 0.4 },
  ];
  const pool = (connectionsPerTask: number): PoolSpec => ({
    database: "main",
    connectionsPerTask,
    kind: "fixed",
    holdSecondsPerRequest: 0.02,
    databaseCpuSecondsPerRequest: 0.002,
    withoutConnections: "crash",
  });
  const service = (name: string, tasks: number, requestsPerSecond: number, connectionsPerTask: number) =>
    steadyService(
      name,
      { tasks, cpuRatio: 0.7, requestsPerSecond, course, pool: pool(connectionsPerTask) },
      { initialTasks: 2, queueOrder: "shared" },
    );
  return {
    startMs: Date.UTC(2026, 1, 10, 6, 0),
    timelineSeconds: 60,
    databases: [
      {
        name: "main",
        maxConnections: publishedH.maxConnections,
        reservedConnections: 3,
        baseConnections: 0,
        cores: 8,
      },
    ],
    services: [service("shop", 4, 240, 10), ...smallNamesH.map((name) => service(name, 3, 90, 5))],
  };
}

/** The maximum that each team has set for itself: what its own service needs. */
export const mostTasksH: Readonly<Record<string, number>> = {
  shop: 4,
  ...Object.fromEntries(smallNamesH.map((name) => [name, 3])),
};

/** max(3, 5 % of 100) withheld, and a replacement's 10 - 5: budget 100 - 3 - 5 - 5 = 87. */
export const headgateH: HeadgateSettings = {
  mode: "scale",
  targetPercent: 60,
  marginConnections: 5,
  tasks: Object.fromEntries(Object.entries(mostTasksH).map(([name, max]) => [name, { min: 2, max }])),
};
