import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { settingsOf, shipped } from "./shipped.ts";

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

const scenario = shipped("incident-b");

export const maxConnectionsB = 245;
export const reservedConnectionsB = 8;
/** max(3, 5 % of 245, rounded up). */
export const marginConnectionsB = 13;
export const deploymentAtSecondB = 300;
export const runSecondsB = scenario.seconds;

type OptionsB = {
  /** At second 0. Default: the published ten. */
  readonly tasks?: number;
  readonly connectionsPerTask?: number;
  readonly deploys?: boolean;
};

/** scenarios/incident-b.yml with other pools; the probes hold their ten connections in the fixed world only, as published. */
export function worldB({ tasks, connectionsPerTask, deploys }: OptionsB = {}): WorldSpec {
  return shipped("incident-b", {
    ...(tasks === undefined ? {} : { "services.api.tasks.initial": tasks }),
    ...(connectionsPerTask === undefined ? {} : { "services.api.pool.connectionsPerTask": connectionsPerTask }),
    ...(connectionsPerTask === publishedB.fixedConnectionsPerTask
      ? { "databases.main.otherConnections": publishedB.probes }
      : {}),
    ...(deploys === false ? { deployments: [] } : {}),
  }).world;
}

/** `reserve` keeps the surge free from the start: half of the wall. */
export const headgateB = settingsOf(scenario, "scale");
