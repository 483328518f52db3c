import type { ReplayCase } from "../report/replay.ts";
import type { WorldSample } from "../world/timeline.ts";
import type { Contest } from "./contest.ts";

/** What is to be played. */
export type Rehearsal = {
  readonly title: string;
  readonly remarks: readonly string[];
  readonly cases: readonly RehearsalCase[];
};

export type RehearsalCase = Pick<
  ReplayCase,
  "name" | "connectionsPerTask" | "maxConnections" | "usableConnections" | "clock"
> & {
  readonly contest: Contest;
  readonly seed: number;
  /** Empty where no sweep is run. */
  readonly sweep: readonly { readonly contest: Contest; readonly seed: number }[];
  /** How the case is held against what is known of it; `null` where nothing is. */
  readonly control: Control | null;
};

/** A further run of target tracking, and what its timeline and the shown one say of the case. */
export type Control = {
  readonly contest: Contest;
  readonly describe: (shown: readonly WorldSample[], control: readonly WorldSample[]) => readonly string[];
};
