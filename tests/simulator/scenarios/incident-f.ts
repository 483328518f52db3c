import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { settingsOf, shipped } from "./shipped.ts";

export const publishedF = { tasks: 8, poolsPerTask: [5, 1], connectionsPerTask: 6, usableConnections: 47 } as const;

const scenario = shipped("incident-f");

export const runSecondsF = scenario.seconds;

/** scenarios/incident-f.yml with so many tasks at second 0. */
export function worldF(tasks: number = publishedF.tasks): WorldSpec {
  return shipped("incident-f", { "services.worker.tasks.initial": tasks }).world;
}

/** No margin, so that the one connection that is missing is what decides: replacement max(0, 6 - 0), budget 50 - 3 - 0 - 6 = 41. */
export const headgateF = settingsOf(scenario, "scale");
