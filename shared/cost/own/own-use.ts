/**
 * What Headgate itself uses in a month, in the units that AWS bills. Free tiers are not taken off.
 *
 * Counted from the calls of a simulated day, see `simulator/own-use`.
 */
export type OwnUse = {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly standardQueueRequests: number;
  readonly fifoQueueRequests: number;
  readonly tableReadUnits: number;
  readonly tableWriteUnits: number;
  /** What is in the table once the oldest decision expires, with the copy that point-in-time recovery keeps. */
  readonly tableGb: number;
  /** Metrics asked of GetMetricData. */
  readonly metricReads: number;
  /** Other requests to CloudWatch: DescribeAlarms. */
  readonly cloudWatchRequests: number;
  readonly databaseInsightsRequests: number;
  /** Metrics of Headgate's own that are there for a whole month; one that is sent for an hour counts 1/730. */
  readonly customMetrics: number;
  /** Metrics that the stack's alarms look at. */
  readonly alarmMetrics: number;
  readonly logGb: number;
  readonly traces: number;
  readonly notices: number;
  readonly scheduledCalls: number;
  readonly objectPuts: number;
  /** Plans that were recorded, and what this is divided by for the cost of one decision. */
  readonly decisions: number;
};

export type OwnUseKey = keyof OwnUse;

/** Own use as it was counted for a stack. */
export type MeasuredUse = {
  readonly services: number;
  readonly domains: number;
  /** Zones, Cloud Map services and nginx fleets that are kept up to date. */
  readonly destinations: number;
  readonly use: OwnUse;
  /** `ecs DescribeServices`: calls of the played day. */
  readonly callsPerDay: Readonly<Record<string, number>>;
  readonly invocationsPerDay: Readonly<Record<string, number>>;
};
