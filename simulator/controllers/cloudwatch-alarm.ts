import type { Datapoint } from "../world/datapoints.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export type AlarmRule = {
  readonly comparison: "above" | "below";
  readonly threshold: number;
  /** N of N datapoints. */
  readonly datapoints: number;
  readonly periodSeconds: number;
};

/** CloudWatch looks back over more periods than N; how many more is not published. [I] */
export const extraPeriods = 2;

/**
 * One evaluation of an "N of N" alarm with missing data treated as missing, which is what scaling policies create.
 *
 * The newest N real datapoints of the evaluation range count [D]. With fewer than N, all of them must breach, and the oldest of
 * them must be at least N periods old, so that one breaching datapoint of a new metric does not alarm early [D].
 *
 * @param found published datapoints of the evaluation range, ascending
 * @param newestPeriodMs start of the newest period that could have a datapoint
 * @returns the state; no datapoint at all is INSUFFICIENT_DATA, which scales nothing [D]
 * @throws never
 * @see CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data"
 */
export function alarmState(found: readonly Datapoint[], newestPeriodMs: number, rule: AlarmRule): AlarmState {
  const newest = found.slice(-rule.datapoints);
  const oldest = newest[0];
  if (oldest === undefined) return "INSUFFICIENT_DATA";
  for (const { average } of newest) {
    const breaches = rule.comparison === "above" ? average > rule.threshold : average < rule.threshold;
    if (!breaches) return "OK";
  }
  const ageInPeriods = Math.round((newestPeriodMs - oldest.atMs) / (rule.periodSeconds * 1000)) + 1;
  return ageInPeriods >= rule.datapoints ? "ALARM" : "OK";
}
