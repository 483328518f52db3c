import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { settingsOf, shipped } from "./shipped.ts";

export const publishedI = { failedRequests: 269, seconds: 15 } as const;

const scenario = shipped("incident-i");

export const deploymentAtSecondI = 600;
export const runSecondsI = scenario.seconds;

/** scenarios/incident-i.yml. */
export function worldI(): WorldSpec {
  return scenario.world;
}

export const headgateI = settingsOf(scenario, "scale");
