export type SignalConfig =
  | TargetSignalConfig
  | AlarmSignalConfig
  | RequestsSignalConfig
  | RateSignalConfig
  | BacklogSignalConfig
  | LatencySignalConfig;

export type TargetSignalConfig = {
  readonly kind: "target";
  /** Unique in its service: `cpu`, `memory`, or the user's name. */
  readonly name: string;
  readonly metric: MetricConfig;
  /** In the metric's own unit (percent for CPU and memory, messages per task for a queue). > 0 */
  readonly target: number;
  /** `average`: the value is per task, ask = tasks x value / target. `total`: the value is the service's sum, ask = value / target. */
  readonly measures: "average" | "total";
  /** The relative distance from the target that asks for nothing. */
  readonly toleranceRatio: number;
  /** False for memory: it raises an ask only together with another signal. */
  readonly asksAlone: boolean;
  /** An older datapoint is a stale reading: unknown, not zero. */
  readonly staleAfterSeconds: number;
};

export type AlarmSignalConfig = {
  readonly kind: "alarm";
  readonly name: string;
  readonly alarmName: string;
  /** The step while in ALARM: the larger of the two. */
  readonly stepPercent: number;
  readonly stepTasks: number;
  /** At most one step per max(window, warm-up). */
  readonly windowSeconds: number;
  readonly warmUpSeconds: number;
};

/** Requests per task: ask = total rate / target. */
export type RequestsSignalConfig = {
  readonly kind: "requests";
  readonly name: string;
  /** The service's requests; a `Sum` is divided by the period, any other statistic is already a rate per second. */
  readonly metric: MetricConfig;
  /** Published while the load balancer has targets, so that silence of `metric` means no request; `null`: nothing tells. */
  readonly presence: MetricConfig | null;
  /** Requests per second that one task should serve, > 0. */
  readonly targetPerSecond: number;
  readonly toleranceRatio: number;
  readonly staleAfterSeconds: number;
};

/** The service's request rate for the call graph: it is read, and asks for nothing. */
export type RateSignalConfig = {
  readonly kind: "rate";
  readonly name: string;
  readonly metric: MetricConfig;
  readonly presence: MetricConfig | null;
  readonly staleAfterSeconds: number;
};

/** What waits in a queue or topic: ask = waiting / (messagesPerSecond x drainSeconds). */
export type BacklogSignalConfig = {
  readonly kind: "backlog";
  readonly name: string;
  readonly source:
    | { readonly kind: "sqs"; readonly queueName: string }
    /** Several metrics where a broker has several names: the largest value of a period counts. */
    | { readonly kind: "metrics"; readonly metrics: readonly [MetricConfig, ...MetricConfig[]] };
  /** Messages that one task works off in a second, > 0. */
  readonly messagesPerSecond: number;
  /** The time in which what waits should be worked off; also how long a message waits under a steady load. */
  readonly drainSeconds: number;
  readonly toleranceRatio: number;
  readonly staleAfterSeconds: number;
};

/** A step up while every datapoint of the window is above the threshold. */
export type LatencySignalConfig = {
  readonly kind: "latency";
  readonly name: string;
  readonly metric: MetricConfig;
  /** In the metric's own unit: seconds for a load balancer's TargetResponseTime. */
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly stepPercent: number;
  readonly stepTasks: number;
  readonly warmUpSeconds: number;
  readonly staleAfterSeconds: number;
};

export type MetricConfig = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `p99` and the like are CloudWatch's percentiles. */
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | `p${number}`;
  readonly periodSeconds: number;
};
