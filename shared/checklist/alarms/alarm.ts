/** An alarm as CloudWatch describes it, as far as the checklist judges it. */
export type Alarm = MetricAlarm | CompositeAlarm;

export type MetricAlarm = {
  readonly kind: "metric";
  readonly name: string;
  readonly arn: string;
  readonly actionsEnabled: boolean;
  /** ARNs of what happens in ALARM. */
  readonly actions: readonly string[];
  readonly comparison: string;
  /** `null`: the alarm follows an anomaly band. */
  readonly threshold: number | null;
  /** Of the last `evaluationPeriods` datapoints so many must breach. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly watches: Watched;
};

export type CompositeAlarm = {
  readonly kind: "composite";
  readonly name: string;
  readonly arn: string;
  readonly actionsEnabled: boolean;
  readonly actions: readonly string[];
  /** `ALARM("a") OR ALARM(b)`. */
  readonly rule: string;
};

export type Watched =
  | ({ readonly kind: "metric" } & WatchedMetric)
  /** Metric math: the expression with the id that is returned, and everything it refers to. */
  | { readonly kind: "math"; readonly returned: string; readonly parts: readonly MathPart[] }
  /** Queries of Metrics Insights, logs and PromQL, and what is newer than this code. */
  | { readonly kind: "other" };

export type WatchedMetric = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `p99`. */
  readonly statistic: string;
  readonly periodSeconds: number;
};

export type MathPart =
  | ({ readonly kind: "metric"; readonly id: string } & WatchedMetric)
  | { readonly kind: "expression"; readonly id: string; readonly expression: string };
