import type { WorldSpec } from "../world/spec.ts";
import type { HeadgateSettings } from "./incident-config.ts";
import { filledPool, steadyService } from "./steady-service.ts";

export const incidentB = {
  letter: "B",
  name: "rolling-deployment",
  title: "Rolling deployment on ECS, August 2026",
  fact: "10 tasks x 19 connections are 190 of 237 usable; maximumPercent 200 makes 380: refused connections on unrelated routes",
} as const;

/** As published, and what a preflight of the deployment is asked: 10 tasks of 15 + 3 + 1 connections under 237 usable. */
export const publishedB = {
  tasks: 10,
  poolsPerTask: [15, 3, 1],
  connectionsPerTask: 19,
  usableConnections: 237,
  maximumPercent: 200,
  demandedConnections: 380,
  /** The fix: 9 per task at 200 %, and 10 probes. */
  fixedConnectionsPerTask: 9,
  probes: 10,
  fixedConnections: 190,
} as const;

/** [I] max_connections 245, so that 237 are left of it with 8 reserved. */
export const maxConnectionsB = 245;
export const reservedConnectionsB = 8;
/** max(3, 5 % of 245, rounded up). */
export const marginConnectionsB = 13;

/** The deployment starts five minutes into the run. */
export const deploymentAtSecondB = 300;
export const runSecondsB = 1_200;

type OptionsB = {
  /** At second 0. Default: the published ten. */
  readonly tasks?: number;
  readonly connectionsPerTask?: number;
  readonly deploys?: boolean;
};

/**
 * The rolling deployment that asked one database for twice its tasks' pools.
 *
 * Published: 10 tasks x (15 + 3 + 1) = 190 under 237 usable; maximumPercent 200 demands 380; SQLSTATE 53300 on unrelated
 * routes; fixed with 9 per task, which is 180 at 200 %, and 10 probes: 190.
 *
 * [I] The unrelated routes are a service `reports` of its own, with an elastic pool that follows its load and so keeps
 * opening connections. [I] `api` fills its pools one connection at a time and takes traffic with what it has. [I] Start
 * 40 s, drain 60 s, load 45 % of ten tasks' CPU, a request of `api` holds a connection for 20 ms. The probes hold their ten
 * connections in the fixed world only, as published.
 */
export function worldB(options: OptionsB = {}): WorldSpec {
  const connectionsPerTask = options.connectionsPerTask ?? publishedB.connectionsPerTask;
  const isFixed = connectionsPerTask === publishedB.fixedConnectionsPerTask;
  return {
    startMs: Date.UTC(2026, 7, 4, 9, 0),
    databases: [
      {
        name: "main",
        maxConnections: maxConnectionsB,
        reservedConnections: reservedConnectionsB,
        baseConnections: isFixed ? publishedB.probes : 0,
        cores: 8,
      },
    ],
    services: [
      steadyService(
        "api",
        {
          tasks: publishedB.tasks,
          cpuRatio: 0.45,
          requestsPerSecond: 300,
          pool: filledPool("main", connectionsPerTask),
        },
        { initialTasks: options.tasks ?? publishedB.tasks, maximumPercent: publishedB.maximumPercent },
      ),
      steadyService("reports", {
        tasks: 1,
        cpuRatio: 0.4,
        requestsPerSecond: 40,
        pool: {
          ...filledPool("main", 12),
          kind: "elastic",
          minimumConnectionsPerTask: 1,
          holdSecondsPerRequest: 0.1,
          idleSeconds: 20,
        },
      }),
    ],
    deployments: options.deploys === false ? [] : [{ service: "api", atSecond: deploymentAtSecondB }],
  };
}

/** `reserve` keeps the surge free from the start: half of the wall. */
export const headgateB: HeadgateSettings = {
  mode: "scale",
  targetPercent: 60,
  marginConnections: marginConnectionsB,
  surge: "reserve",
  tasks: { api: { min: 3, max: 20 }, reports: { min: 1, max: 1 } },
};
