import type { WorldSpec } from "../world/spec.ts";

/** Who plays. `clairvoyant` is not shown as a row: it is the feasible bound. */
export type Contender = "target-tracking" | "target-tracking-20s" | "safe-cap" | "headgate" | "clairvoyant";

export const shownContenders: readonly Exclude<Contender, "clairvoyant">[] = [
  "target-tracking",
  "target-tracking-20s",
  "safe-cap",
  "headgate",
];

export const contenderNames: Readonly<Record<Contender, string>> = {
  "target-tracking": "AWS target tracking",
  "target-tracking-20s": "tracking, 20 s metrics",
  "safe-cap": "20 s with safe cap",
  headgate: "Headgate",
  clairvoyant: "clairvoyant",
};

/** A world of one service on one database, and the settings that every contender is given alike. Plain data. */
export type Contest = {
  readonly world: WorldSpec;
  readonly seconds: number;
  /** Of the service's average CPU. */
  readonly targetPercent: number;
  readonly minTasks: number;
  /** MaxCapacity as a team that does not think of connections sets it. */
  readonly maxTasks: number;
  /** What Headgate keeps free of the limit; `null`: its own default. */
  readonly marginConnections: number | null;
};

/** One run: the unit of work for a worker. */
export type Job = {
  readonly caseIndex: number;
  readonly contender: Contender;
  /** The run that is shown, one point of the sweep, of which only the outcome counts, or the case's control. */
  readonly kind: "main" | "sweep" | "control";
  readonly contest: Contest;
  readonly seed: number;
};

/** Time that a virtual second takes, measured, relative to target tracking's: handlers cost more than a formula. */
export const slowness: Readonly<Record<Contender, number>> = {
  headgate: 9,
  clairvoyant: 9,
  "target-tracking": 1,
  "target-tracking-20s": 1,
  "safe-cap": 1,
};

/** How long a run takes, relative to other runs. */
export function workOf(job: Job): number {
  return job.contest.seconds * slowness[job.contender];
}
