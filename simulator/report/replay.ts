/**
 * What a rehearsal returns: plain data that the terminal table, the HTML report and `--json` are drawn from.
 */
export type Replay = {
  readonly title: string;
  /** Facts and assumptions in a sentence each, printed under the table. */
  readonly remarks: readonly string[];
  readonly cases: readonly ReplayCase[];
};

/** One world (for incident A: one pool/limit pair) under every controller. */
export type ReplayCase = {
  /** Names the pool and the limit; a heading. */
  readonly name: string;
  readonly connectionsPerTask: number;
  readonly maxConnections: number;
  /** The wall: what clients can open, others included; the rest is reserved. */
  readonly usableConnections: number;
  /** What nobody can beat here: a clairvoyant under the same wall and start times. */
  readonly bound: { readonly failedRatio: number; readonly peakTasks: number };
  /** What the printed clock counts from: the rise of the traffic, or the beginning of a trace's window. */
  readonly clock: { readonly zeroAtSeconds: number; readonly zeroMeans: string };
  /** How the case stands against what is known of it, a sentence each; empty where nothing is. */
  readonly checks: readonly string[];
  readonly runs: readonly ReplayRun[];
};

export type ReplayRun = {
  readonly controller: string;
  readonly requests: number;
  readonly failedByCause: { readonly refusedConnection: number; readonly timeout: number; readonly shed: number };
  readonly sloViolationSeconds: number;
  readonly peakConnections: number;
  readonly peakTasks: number;
  readonly taskSeconds: number;
  /** Share of the sweep (ramp x amplitude x seed) that collapsed; `null` where no sweep ran (a trace). */
  readonly collapse: { readonly runs: number; readonly collapsed: number } | null;
  readonly notices: readonly ReplayNotice[];
  readonly timeline: readonly TimelineSample[];
};

export type ReplayNotice = {
  readonly atSeconds: number;
  readonly code: string;
  readonly subject: string;
  readonly text: string;
};

/** Averages over the seconds since the sample before. */
export type TimelineSample = {
  readonly atSeconds: number;
  /** First attempts by users, without retries. */
  readonly requestsPerSecond: number;
  /** With retries. */
  readonly attemptsPerSecond: number;
  readonly failedRatio: number;
  readonly p99Seconds: number;
  readonly desiredTasks: number;
  readonly runningTasks: number;
  /** Open on all databases. */
  readonly connections: number;
  /** By database, in the world's order; absent where there is one, which is the sum. */
  readonly connectionsByDatabase?: readonly number[];
};
