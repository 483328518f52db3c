import type { Datapoint } from "../world/datapoints.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What stands for a period without a datapoint. `missing` is CloudWatch's default, and what scaling policies create. */
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

export type AlarmRule = {
  readonly comparison: "above" | "below";
  readonly threshold: number;
  /** N: EvaluationPeriods. */
  readonly datapoints: number;
  /** M: DatapointsToAlarm, 1..N. Default N. */
  readonly datapointsToAlarm?: number;
  readonly periodSeconds: number;
  /** Default `missing`. */
  readonly treatMissingData?: MissingData;
  /** Which of a datapoint's figures is compared. Default its average. */
  readonly figureOf?: (datapoint: Datapoint) => number;
};

/** CloudWatch looks back over more periods than N; how many more is not published, its examples for N = 3 have two [I]. */
export const extraPeriods = 2;

/**
 * One evaluation of an "M of N" alarm.
 *
 * The newest N real datapoints of the evaluation range count, M of them must breach, and how missing data is treated doesn't
 * matter [D]. With fewer than N real ones the others are filled in, as few as possible [D]: as breaching, as not breaching,
 * or not at all. Where they are not filled in, breaching datapoints with nothing good among them alarm once the oldest is at
 * least M periods old, however few they are; `ignore` keeps the state then [D]. While the oldest is younger, so that one
 * breaching datapoint of a new metric does not alarm early, `missing` is OK and `ignore` keeps the state [I].
 *
 * @param found published datapoints of the evaluation range, ascending
 * @param newestPeriodMs start of the newest period that could have a datapoint
 * @param before the alarm's state until now, which `ignore` keeps
 * @returns the state; no datapoint at all under `missing` is INSUFFICIENT_DATA, which scales nothing [D]
 * @throws never
 * @see CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data"
 */
export function alarmState(
  found: readonly Datapoint[],
  newestPeriodMs: number,
  rule: AlarmRule,
  before: AlarmState = "INSUFFICIENT_DATA",
): AlarmState {
  const { datapoints, datapointsToAlarm = datapoints, treatMissingData = "missing" } = rule;
  const newest = found.slice(-datapoints);
  let breaching = 0;
  for (const datapoint of newest) if (breaches(datapoint, rule)) breaching += 1;
  if (breaching >= datapointsToAlarm) return "ALARM";
  const missing = datapoints - newest.length;
  if (missing === 0) return "OK";
  switch (treatMissingData) {
    case "breaching":
      return breaching + missing >= datapointsToAlarm ? "ALARM" : "OK";
    case "notBreaching":
      return "OK";
    case "ignore":
      return breaching === newest.length ? before : "OK";
    case "missing": {
      const oldest = newest[0];
      if (oldest === undefined) return "INSUFFICIENT_DATA";
      if (breaching < newest.length) return "OK";
      const ageInPeriods = Math.round((newestPeriodMs - oldest.atMs) / (rule.periodSeconds * 1000)) + 1;
      return ageInPeriods >= datapointsToAlarm ? "ALARM" : "OK";
    }
  }
}

function breaches(datapoint: Datapoint, { comparison, threshold, figureOf }: AlarmRule): boolean {
  const value = figureOf === undefined ? datapoint.average : figureOf(datapoint);
  return comparison === "above" ? value > threshold : value < threshold;
}
