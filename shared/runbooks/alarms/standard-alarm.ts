/** A metric alarm as Headgate makes it: plain data, compared as a whole with what CloudWatch has. */
export type StandardAlarm = {
  readonly name: string;
  /** Begins with the mark that tells our alarms from others. */
  readonly description: string;
  readonly watches: WatchedMetric | WatchedRatio;
  /** In ALARM above this. */
  readonly threshold: number;
  readonly periodSeconds: number;
  /** All of so many datapoints in a row. */
  readonly datapoints: number;
  readonly treatMissingData: "missing" | "notBreaching";
  /** ARNs, told in ALARM and in OK. */
  readonly actions: readonly string[];
};

export type WatchedMetric = {
  readonly kind: "metric";
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Average, Maximum, or a percentile such as p99. */
  readonly statistic: string;
};

/** Percent that one sum is of another, by metric math. */
export type WatchedRatio = {
  readonly kind: "ratio";
  readonly namespace: string;
  readonly partMetric: string;
  readonly wholeMetric: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Every description begins with it; an alarm of our name without it is somebody else's. */
export const ownMark = "Headgate: ";

/** "TargetResponseTime p99 > 1, 5 of 5 x 60 s, missing data notBreaching, tells arn:..." */
export const describeAlarm = (alarm: StandardAlarm): string => {
  const { watches, threshold, datapoints, periodSeconds, treatMissingData, actions } = alarm;
  const what =
    watches.kind === "ratio"
      ? `${watches.partMetric} in % of ${watches.wholeMetric}`
      : `${watches.metricName} ${watches.statistic}`;
  const where = Object.entries(watches.dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(",");
  const told = actions.length === 0 ? "tells nobody" : `tells ${actions.join(", ")}`;
  return `${what} (${where}) > ${threshold}, ${datapoints} x ${periodSeconds} s, missing data ${treatMissingData}, ${told}`;
};
