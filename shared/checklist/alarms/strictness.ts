import type { MetricAlarm, WatchedMetric } from "./alarm.ts";

/** What the day-one list asks of an alarm: it fires when the value has been above `threshold` for `windowSeconds`. */
export type Asked = {
  /** In the metric's own unit. */
  readonly threshold: number;
  readonly windowSeconds: number;
};

/**
 * Whether an alarm on one metric fires at least whenever it is asked to.
 *
 * | part | at least as strict when |
 * |---|---|
 * | comparison | greater than, or greater than or equal to |
 * | threshold | at or below the one asked for |
 * | window | period x datapoints to alarm at or below the one asked for: a value that stays up has then breached them all |
 * | statistic | Average, Maximum, or a percentile from p90 up |
 *
 * | who is told | not only scaling policies: their alarms add tasks and wake nobody |
 *
 * A minimum, a median and a trimmed mean stay low while many are high, and don't count; a sum is no level.
 *
 * @see Amazon CloudWatch User Guide, "Alarm evaluation": M out of N datapoints
 */
export const isAsStrict = (alarm: MetricAlarm, metric: WatchedMetric, asked: Asked): boolean =>
  tellsPeople(alarm) &&
  firesWithin(alarm, metric.periodSeconds, asked.windowSeconds) &&
  isAbove(alarm) &&
  alarm.threshold !== null &&
  alarm.threshold <= asked.threshold &&
  isHighStatistic(metric.statistic);

/** An alarm without an action is a finding of its own, and no scaling policy's. */
export const tellsPeople = ({ actions }: MetricAlarm): boolean =>
  actions.length === 0 || actions.some((arn) => !arn.includes(":scalingPolicy:"));

export const firesWithin = (
  { datapointsToAlarm }: MetricAlarm,
  periodSeconds: number,
  windowSeconds: number,
): boolean => periodSeconds * datapointsToAlarm <= windowSeconds;

export const isAbove = ({ comparison }: MetricAlarm): boolean =>
  comparison === "GreaterThanThreshold" || comparison === "GreaterThanOrEqualToThreshold";

const isHighStatistic = (statistic: string): boolean => {
  const [, percentile] = /^p(\d{1,3}(?:\.\d+)?)$/.exec(statistic) ?? [];
  return statistic === "Average" || statistic === "Maximum" || (percentile !== undefined && Number(percentile) >= 90);
};

/** Exactly these dimensions: any other set is another metric to CloudWatch. */
export const hasDimensions = (
  { dimensions }: Pick<WatchedMetric, "dimensions">,
  wanted: Readonly<Record<string, string>>,
): boolean => {
  const names = Object.keys(dimensions);
  return (
    names.length === Object.keys(wanted).length &&
    names.every((name) => Object.hasOwn(wanted, name) && wanted[name] === dimensions[name])
  );
};
