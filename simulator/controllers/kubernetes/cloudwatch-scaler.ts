import type { Datapoint } from "../../world/datapoints.ts";
import type { World } from "../../world/world.ts";

/** Settings of KEDA's aws-cloudwatch trigger that a reader may switch. docs/peers.md has them as a table. */
export type CloudWatchScalerRules = {
  /** metricStatPeriod. A multiple of 60 */
  readonly periodSeconds: number;
  /** metricCollectionTime: how far back it asks. A multiple of the period */
  readonly collectionSeconds: number;
  /** ignoreNullValues: no datapoint reads as minMetricValue, which scales in. False: it is an error, and the HPA holds. */
  readonly ignoreNullValues: boolean;
  /** minMetricValue, which KEDA asks for and has no default of; 0 is what most give. [I] */
  readonly emptyValue: number;
  /** What the trigger answers after more than so many failures in a row; `null`: an error. `AverageValue` only. */
  readonly fallback: { readonly failureThreshold: number; readonly replicas: number } | null;
};

/** KEDA's defaults; its statistic is Average. [C] */
export const cloudWatchScalerRules: CloudWatchScalerRules = {
  periodSeconds: 300,
  collectionSeconds: 300,
  ignoreNullValues: true,
  emptyValue: 0,
  fallback: null,
};

/** `requests`: a metric of the service's requests a second. `cpu`: its average CPU in percent. */
export type ScalerMetric = "requests" | "cpu";

const sourcePeriodSeconds = 60;

/**
 * KEDA's CloudWatch scaler: the newest Average of the query window, which ends at a whole period.
 *
 * @see kedacore/keda, pkg/scalers/aws_cloudwatch_scaler.go, computeQueryWindow and GetCloudwatchMetrics [C]
 */
export class CloudWatchScaler {
  private readonly service: string;
  private readonly metric: ScalerMetric;
  private readonly rules: CloudWatchScalerRules;
  private readonly target: number;
  private failures = 0;

  /** @param target per pod, for the fallback's value */
  constructor(service: string, metric: ScalerMetric, target: number, rules: CloudWatchScalerRules) {
    this.service = service;
    this.metric = metric;
    this.target = target;
    this.rules = rules;
  }

  /** @returns `undefined`: an error, and the HPA gets no value */
  read(world: World): number | undefined {
    const found = this.newest(world);
    if (found !== undefined) {
      this.failures = 0;
      return found;
    }
    if (this.rules.ignoreNullValues) return this.rules.emptyValue;
    this.failures += 1;
    const { fallback } = this.rules;
    if (fallback === null || this.failures <= fallback.failureThreshold) return undefined;
    return fallback.replicas * this.target;
  }

  private newest(world: World): number | undefined {
    const { periodSeconds, collectionSeconds } = this.rules;
    const periodMs = periodSeconds * 1000;
    const endMs = Math.floor(world.nowMs / periodMs) * periodMs;
    const startMs = endMs - collectionSeconds * 1000;
    const name = this.metric === "cpu" ? "CPUUtilization" : "RequestCount";
    const found = world.datapoints({ service: this.service, name }, sourcePeriodSeconds, startMs, endMs);
    // A period without a datapoint has no value; the newest one that has one counts.
    for (let fromMs = endMs - periodMs; fromMs >= startMs; fromMs -= periodMs) {
      const inPeriod = found.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + periodMs);
      if (inPeriod.length > 0) return this.average(inPeriod);
    }
    return undefined;
  }

  private average(points: readonly Datapoint[]): number {
    const sum = (of: (point: Datapoint) => number) => points.reduce((total, point) => total + of(point), 0);
    if (this.metric === "requests") return sum((point) => point.sum) / (points.length * sourcePeriodSeconds);
    return sum((point) => point.sum) / sum((point) => point.sampleCount);
  }
}
