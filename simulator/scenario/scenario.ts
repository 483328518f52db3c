import type { ControllerName } from "../controllers/controller-names.ts";
import type { WorldSpec } from "../world/spec.ts";

/**
 * A rehearsal that anybody can write down: what runs, what arrives, what goes wrong, and what every controller is told.
 *
 * Plain, checked data, compiled from a scenario file; every default is filled in. It crosses to worker threads as it is.
 *
 * @see docs/scenarios.md for each key of the file
 */
export type Scenario = {
  /** Lower case with hyphens; names the report and the JSON. */
  readonly name: string;
  readonly title: string;
  /** What happened or what is asked, and what was inferred; a sentence each. */
  readonly remarks: readonly string[];
  readonly world: WorldSpec;
  readonly seconds: number;
  /** By service, in the world's order; every service is in it. */
  readonly terms: readonly ServiceTerms[];
  readonly headgate: HeadgateTerms;
  /** Who plays where nobody says otherwise; the clairvoyant bound always does. */
  readonly controllers: readonly ControllerName[];
  /** Each is a run of its own. >= 1 of them */
  readonly seeds: readonly number[];
  /** Further worlds of the same scenario; a controller is scored over all of them. Empty: none. */
  readonly sweep: readonly SweepPoint[];
  readonly prices: Prices;
};

/** What everybody is told alike of one service. */
export type ServiceTerms = {
  readonly service: string;
  readonly minTasks: number;
  /** MaxCapacity as a team sets it that does not think of connections. */
  readonly maxTasks: number;
  /** Of the average CPU. */
  readonly targetPercent: number;
  /** Requests a second that one task serves at that target. > 0 */
  readonly requestsPerTask: number;
  /** MaxCapacity as a careful team sets it: its part of the wall, split by hand. minTasks..maxTasks */
  readonly handSetCap: number;
};

/** What a team writes in headgate.yml beside what the world says itself. */
export type HeadgateTerms = {
  readonly surge: "borrow" | "reserve";
  readonly admission: "worst" | "measured";
  /** Withheld of each database's limit; `null`: Headgate's own default. */
  readonly marginConnections: number | null;
  /** `unknown`: nobody has told it the limit, and it can't be read. */
  readonly limits: "known" | "unknown";
  /** By service; smaller is served first. Default 0 for all. */
  readonly priorities: Readonly<Record<string, number>>;
  /** Services that headgate.yml doesn't name: what they hold is others' to Headgate. Sorted. */
  readonly unnamed: readonly string[];
  /** A step up while a service's response time is above this for the window; `null`: no such signal. */
  readonly latency: { readonly thresholdSeconds: number; readonly windowSeconds: number } | null;
};

export type SweepPoint = {
  /** What differs, as in "rampSeconds 300, amplitude 3". */
  readonly label: string;
  readonly world: WorldSpec;
  readonly seed: number;
};

export type Prices = {
  readonly taskHourDollars: number;
  /** What a minute with a violated objective is taken to cost. */
  readonly violationMinuteDollars: number;
};

/** The bench's weights; a scenario may give its own. */
export const defaultPrices: Prices = { taskHourDollars: 0.04, violationMinuteDollars: 0.2 };
