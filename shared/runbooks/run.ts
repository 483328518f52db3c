import type { Refusal } from "./refusal.ts";
import type { Report } from "./step.ts";

/**
 * `waiting`: for another person's approval. `refused`: a step has found that it can't be done. `expired`: nobody has
 * approved in time. `failed`: a step has failed too often.
 */
export type RunPhase = "waiting" | "running" | "done" | "refused" | "aborted" | "expired" | "failed";

/** A run as it is stored: all that is needed to go on with it, wherever it was stopped. */
export type Run = {
  readonly version: 1;
  /** The request's id: the same request twice is one run. */
  readonly id: string;
  readonly runbook: string;
  /** As they were checked. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly phase: RunPhase;
  /** Counts the writes of this item; each is under the one before. */
  readonly revision: number;
  /** Steps that were planned; a message of another step is stale. */
  readonly step: number;
  /** The runbook's own; `null`: no step was planned. */
  readonly state: unknown;
  /** Planned and not yet known to be done. */
  readonly pending: readonly unknown[];
  /** What it will end with once nothing is pending; `null`: it goes on. */
  readonly ending: Report | null;
  /** Failed tries of this step. */
  readonly tries: number;
  readonly nextStepAtMs: number;
  /** ARN; "" where nobody has proven who they are. */
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  /** `null`: it needs no approval. */
  readonly approvalUntilMs: number | null;
  readonly abortedBy: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Oldest first, the last 100. */
  readonly log: readonly LogEntry[];
  readonly report: Report | null;
  readonly refusal: Refusal | null;
  /** People are still to be told that it has ended, or that it waits for one of them. */
  readonly isUntold?: boolean;
};

export type LogEntry = { readonly atMs: number; readonly step: number; readonly says: string };

/** Of what moves a run: a message of the queue `runs`. */
export type RunMessage = {
  readonly kind: "run-step";
  readonly version: 1;
  readonly run: string;
  readonly step: number;
};

const mostLogEntries = 100;

export const isOver = ({ phase }: Run): boolean => phase !== "waiting" && phase !== "running";

/** A wait that says the same as the last line is not said again, so that a long one pushes nothing out. */
export const logged = (run: Run, atMs: number, says: readonly string[]): Run => {
  const news = says.filter((line, index) => index > 0 || line !== run.log.at(-1)?.says);
  return {
    ...run,
    log: [...run.log, ...news.map((line) => ({ atMs, step: run.step, says: line }))].slice(-mostLogEntries),
  };
};

/** The run as it ends; ending twice changes nothing. */
export const ended = (run: Run, phase: RunPhase, nowMs: number, changes: Partial<Run> = {}): Run =>
  isOver(run) ? run : { ...run, phase, pending: [], ending: null, endedAtMs: nowMs, ...changes };

export const newRun = (
  about: Pick<Run, "id" | "runbook" | "params" | "requestedBy" | "approvalUntilMs">,
  nowMs: number,
): Run => ({
  version: 1,
  ...about,
  phase: about.approvalUntilMs === null ? "running" : "waiting",
  revision: 1,
  step: 0,
  state: null,
  pending: [],
  ending: null,
  tries: 0,
  nextStepAtMs: nowMs,
  approvedBy: null,
  abortedBy: null,
  startedAtMs: nowMs,
  endedAtMs: null,
  log: [],
  report: null,
  refusal: null,
});
