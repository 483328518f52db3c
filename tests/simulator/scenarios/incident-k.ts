import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { settingsOf, shipped } from "./shipped.ts";

export const publishedK = {
  mostTasks: 20,
  connectionsPerTask: 30,
  maxConnections: 500,
  demandedConnections: 600,
} as const;

const scenario = shipped("incident-k");

/** Where the load begins to rise towards what needs all twenty tasks. */
export const riseAtSecondK = 1_800;
export const runSecondsK = scenario.seconds;

/** scenarios/incident-k.yml. */
export function worldK(): WorldSpec {
  return scenario.world;
}

/** max(3, 5 % of 500) withheld. */
export const headgateK = settingsOf(scenario, "observe");
