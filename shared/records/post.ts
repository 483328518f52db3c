/**
 * What `scale`, `records` and runbooks tell each other, each as an item of the table with one writer. A post is a fact with a
 * time, never a command: who reads it looks at the world as well.
 */

/**
 * By `scale`: tasks that are about to be stopped and must be out of DNS and nginx first. An empty list ends it, and so do
 * 30 minutes in which it is not posted again.
 */
export type Withdrawal = {
  readonly service: string;
  /** Sorted. */
  readonly taskIds: readonly string[];
  readonly atMs: number;
};

/** By `records`: which of the withdrawn tasks a destination no longer holds, and since when. */
export type Absence = {
  readonly service: string;
  readonly destination: string;
  readonly atMs: number;
  readonly absentSinceMs: Readonly<Record<string, number>>;
};

/** By `scale`: the rate that a service may be sent while a budget binds. `null`: everything may pass. */
export type GatePost = {
  readonly service: string;
  readonly atMs: number;
  readonly admitted: AdmittedRate | null;
};

export type AdmittedRate = {
  /** What the tasks that exist carry at their target and a little more; it stays while it is near enough. > 0 */
  readonly requestsPerSecond: number;
  readonly tasks: number;
  /** The database or callee that binds. */
  readonly boundBy: string;
};

/** By a runbook: what share of the answers a weighted record of the service has instead of headgate.yml's, for a while. */
export type WeightPost = {
  readonly service: string;
  /** Full DNS name. */
  readonly record: string;
  /** 0..255 */
  readonly weight: number;
  readonly atMs: number;
  readonly untilMs: number;
  /** Id of the run that posted it. */
  readonly run: string;
};
