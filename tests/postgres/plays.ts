import type { Scenario } from "../../simulator/scenario/scenario.ts";
import type { DatabaseSpec, PoolSpec } from "../../simulator/world/spec.ts";
import type { ContenderName } from "./contenders.ts";
import type { Promised } from "./judge.ts";

/** One way to play the scenario: who scales, and what a task does that finds no connections. */
export type Play = {
  readonly title: string;
  readonly contender: ContenderName;
  readonly withoutConnections: "crash" | "degrade";
  readonly promised: Promised;
};

/** Side by side, in every run. */
export const plays: readonly Play[] = [
  {
    title: "target tracking, tasks crash",
    contender: "target tracking",
    withoutConnections: "crash",
    promised: "at the wall",
  },
  { title: "Headgate", contender: "Headgate", withoutConnections: "crash", promised: "below it" },
];

/** What the long form plays as well. */
export const furtherPlays: readonly Play[] = [
  {
    title: "target tracking, tasks stay without",
    contender: "target tracking",
    withoutConnections: "degrade",
    promised: "at the wall",
  },
];

/** The scenario of a play. */
export const scenarioOf = (scenario: Scenario, { withoutConnections }: Play): Scenario => ({
  ...scenario,
  world: {
    ...scenario.world,
    services: scenario.world.services.map((service) => ({
      ...service,
      pool: { ...(service.pool as PoolSpec), withoutConnections },
    })),
  },
});

/** The same scenario at another database. */
export const atDatabase = (scenario: Scenario, changes: Partial<DatabaseSpec>): Scenario => ({
  ...scenario,
  world: {
    ...scenario.world,
    databases: scenario.world.databases.map((database) => ({ ...database, ...changes })),
  },
});
