import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { settingsOf, shipped } from "./shipped.ts";

export const publishedH = {
  largeConnections: 40,
  smallServices: 6,
  smallConnections: 15,
  demandedConnections: 130,
  maxConnections: 100,
  outageHours: 3,
} as const;

const scenario = shipped("incident-h");

export const morningSecondH = 1_800;
export const eveningSecondH = morningSecondH + publishedH.outageHours * 3_600;
export const runSecondsH = scenario.seconds;
export const smallNamesH: readonly string[] = ["auth", "billing", "catalog", "mail", "media", "stock"];

/** scenarios/incident-h.yml. */
export function worldH(): WorldSpec {
  return scenario.world;
}

/** The maximum that each team has set for itself: what its own service needs. */
export const mostTasksH: Readonly<Record<string, number>> = Object.fromEntries(
  scenario.terms.map(({ service, maxTasks }) => [service, maxTasks]),
);

/** max(3, 5 % of 100) withheld, and a replacement's 10 - 5: budget 100 - 3 - 5 - 5 = 87. */
export const headgateH = settingsOf(scenario, "scale");
