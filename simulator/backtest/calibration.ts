/** A parameter of the world: seen in the recording, or taken from elsewhere because the recording can't tell. */
export type Figure = MeasuredFigure | AssumedFigure;

export type MeasuredFigure = {
  readonly kind: "measured";
  readonly value: number;
  /** About 95 % of such figures lie this close to the true one. */
  readonly plusMinus: number;
  /** Median relative error of what it predicts, on readings that it has not seen; `null`: none was held out. */
  readonly heldOutError: number | null;
  /** Readings, or task starts, that it rests on. */
  readonly samples: number;
  /** `high`: within 5 %; `medium`: within 15 %; `low`: worse. */
  readonly confidence: "high" | "medium" | "low";
};

export type AssumedFigure = {
  readonly kind: "assumed";
  readonly value: number;
  readonly from: "headgate.yml" | "default";
  /** Why the recording can't tell; a sentence. */
  readonly because: string;
};

export type ServiceCalibration = {
  readonly service: string;
  /** Of one vCPU; the tasks' own size cancels out. */
  readonly cpuSecondsPerRequest: Figure;
  /** Of a task's CPU without a request. */
  readonly idleCpuRatio: Figure;
  /** From the order to RUNNING. */
  readonly pendingSeconds: Figure;
  /** From RUNNING until traffic is taken. */
  readonly bootSeconds: Figure;
  readonly bootCpuRatio: Figure;
  /** `null`: it has no pool that is played. */
  readonly pool: PoolCalibration | null;
};

export type PoolCalibration = {
  readonly database: string;
  readonly kind: "fixed" | "elastic";
  /** How the kind is known; a sentence. */
  readonly kindBecause: string;
  /** The most that a task holds. */
  readonly connectionsPerTask: Figure;
  /** What an idle task holds; equals connectionsPerTask of a fixed pool. */
  readonly minimumConnectionsPerTask: number;
  readonly holdSecondsPerRequest: Figure;
};

export type DatabaseCalibration = {
  readonly database: string;
  /** Connections that no played service explains. */
  readonly othersConnections: Figure;
};

export type Calibration = {
  readonly services: readonly ServiceCalibration[];
  readonly databases: readonly DatabaseCalibration[];
  /** What was left out of the played world, and why; a sentence each. */
  readonly leftOut: readonly string[];
};

/** A parameter that can neither be seen nor be taken from elsewhere. */
export type CalibrationProblem = {
  readonly code: "no-variation" | "unexplained" | "too-few-readings" | "no-service" | "limit-below-recorded";
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
};

export type CalibrationOutcome =
  | { readonly kind: "ok"; readonly calibration: Calibration }
  | { readonly kind: "refused"; readonly problems: readonly CalibrationProblem[] };

const highErrorRatio = 0.05;
const mediumErrorRatio = 0.15;

export function measured(
  value: number,
  plusMinus: number,
  heldOutError: number | null,
  samples: number,
): MeasuredFigure {
  const ratio = value === 0 ? (plusMinus === 0 ? 0 : Number.POSITIVE_INFINITY) : plusMinus / Math.abs(value);
  const confidence = ratio <= highErrorRatio ? "high" : ratio <= mediumErrorRatio ? "medium" : "low";
  return { kind: "measured", value, plusMinus, heldOutError, samples, confidence };
}

export function assumed(value: number, from: AssumedFigure["from"], because: string): AssumedFigure {
  return { kind: "assumed", value, from, because };
}
