import type { ControllerNotice, InvariantBreach } from "../controllers/controller.ts";
import type { ControllerName } from "../controllers/controller-names.ts";
import type { FailedByCause } from "../world/outcome.ts";
import type { WorldSample } from "../world/timeline.ts";

/**
 * One controller in one world: what `headgate simulate --json` prints, stable under its version.
 *
 * Requests are users'; fluid, so rounded to whole ones. `requests` = served + failed + `inFlight`, up to rounding.
 */
export type RunResult = {
  readonly version: 1;
  readonly scenario: string;
  readonly controller: ControllerName;
  readonly seed: number;
  readonly seconds: number;
  readonly requests: number;
  /** With retries. */
  readonly attempts: number;
  readonly served: number;
  readonly failedByCause: FailedByCause;
  /** 0..1, of the requests. */
  readonly failedRatio: number;
  readonly inFlight: number;
  readonly sloViolationSeconds: number;
  readonly taskHours: number;
  /** Of the task-hours, by the scenario's price. */
  readonly dollars: number;
  /** Task-hours and violation minutes together, by the scenario's prices. */
  readonly scoreDollars: number;
  readonly peakTasks: number;
  /** By name. */
  readonly databases: Readonly<Record<string, DatabaseResult>>;
  /** Changes of desired counts, MaxCapacity and suspensions that the controller made. */
  readonly actions: number;
  /** More than 30 % of the requests of the last ten minutes failed. */
  readonly collapsed: boolean;
  /** Empty: none was broken. */
  readonly invariantBreaches: readonly InvariantBreach[];
  /** Seconds with commitments above the wall, by what raised them there; every cause is in it. */
  readonly overCommittedSeconds: Readonly<Record<OverCommitmentCause, number>>;
};

export type DatabaseResult = {
  /** What clients can open: max_connections less what is reserved. */
  readonly limit: number;
  /** Most connections open at once, others' included. */
  readonly peak: number;
  /** Most connections committed at once: what all tasks hold once every pool is full, others' included. */
  readonly peakCommitted: number;
  /** Seconds with commitments above the limit. */
  readonly secondsOver: number;
};

/** Who raised the commitments: the controller's own write, a deployment, the state at second 0, or a task's replacement. */
export type OverCommitmentCause = "controller" | "deployment" | "start" | "replacement";

/** What a report draws; not part of the stable object. */
export type RunRecord = {
  readonly result: RunResult;
  readonly timeline: readonly WorldSample[];
  readonly notices: readonly ControllerNotice[];
};
