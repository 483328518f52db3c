import type {
  DescribeAlarmsInput,
  GetMetricDataInput,
  MetricAlarm,
  MetricDataQuery,
  MetricStat,
} from "@aws-sdk/client-cloudwatch";
import type { Config } from "../../shared/config/config.ts";
import { type AlarmRule, type AlarmState, alarmState, extraPeriods } from "../controllers/cloudwatch-alarm.ts";
import type { Datapoint } from "../world/datapoints.ts";
import { percentileOf } from "../world/latency-percentile.ts";
import type { World } from "../world/world.ts";
import type { AlarmSpec } from "./alarm-spec.ts";
import { AwsError } from "./aws-error.ts";
import { metricPage } from "./metric-pages.ts";
import { pageOf } from "./pages.ts";
import { metricKey, publishedMetrics } from "./published-metrics.ts";
import { PutAlarms } from "./put-alarms.ts";
import type { PublishedMetric } from "./service-metrics.ts";

const queriesPerCall = 500;
const alarmsPerCall = 100;
const defaultAlarmsPerPage = 50;

export type AlarmTransition = {
  readonly alarm: AlarmSpec;
  readonly state: AlarmState;
  readonly previous: AlarmState;
  readonly atMs: number;
};

type AlarmRecord = { readonly spec: AlarmSpec; readonly rule: AlarmRule; state: AlarmState; sinceMs: number };

/** CloudWatch over a simulated world: the metrics that its services and databases publish, and alarms on them. */
export class CloudWatch {
  readonly #world: World;
  readonly #metrics: ReadonlyMap<string, PublishedMetric>;
  readonly #alarms: readonly AlarmRecord[];
  /** Those that were put, not declared. */
  readonly put: PutAlarms;

  constructor(world: World, config: Config, alarms: readonly AlarmSpec[]) {
    this.#world = world;
    this.#metrics = publishedMetrics(config);
    this.#alarms = alarms.map((spec) => ({
      spec,
      rule: ruleOf(spec),
      state: "INSUFFICIENT_DATA",
      sinceMs: world.nowMs,
    }));
    this.put = new PutAlarms(
      ({ Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Metrics }, fromMs, toMs) =>
        Metrics === undefined
          ? this.#datapoints(
              {
                Id: "alarm",
                MetricStat: {
                  Metric: { Namespace, MetricName, Dimensions },
                  Period,
                  Stat: Statistic ?? ExtendedStatistic,
                },
              },
              fromMs,
              toMs,
            )
          : [],
      ({ Statistic, ExtendedStatistic }) =>
        (point) =>
          statisticOf(point, Statistic ?? ExtendedStatistic),
    );
  }

  getMetricData(input: GetMetricDataInput): object {
    const queries = input.MetricDataQueries ?? [];
    if (queries.length > queriesPerCall)
      throw new AwsError("ValidationError", "The collection MetricDataQueries must not have a size greater than 500.");
    if (new Set(queries.map((query) => query.Id)).size < queries.length)
      throw new AwsError("ValidationError", "Query ids must be unique");
    const from = input.StartTime?.getTime() ?? 0;
    const to = input.EndTime?.getTime() ?? 0;
    if (!(from < to))
      throw new AwsError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
    const results = queries.map((query) => {
      const points = [...this.#datapoints(query, from, to)];
      if (input.ScanBy !== "TimestampAscending") points.reverse();
      const statistic = query.MetricStat?.Stat;
      return {
        Id: query.Id,
        Label: query.MetricStat?.Metric?.MetricName,
        StatusCode: "Complete",
        Timestamps: points.map((point) => new Date(point.atMs)),
        Values: points.map((point) => statisticOf(point, statistic)),
      };
    });
    return metricPage(results, input.MaxDatapoints, input.NextToken);
  }

  describeAlarms(input: DescribeAlarmsInput): object {
    const names = input.AlarmNames ?? [];
    if (names.length > alarmsPerCall)
      throw new AwsError("ValidationError", "AlarmNames must not have more than 100 members");
    const { AlarmNamePrefix: prefix, StateValue: wantedState } = input;
    if (prefix !== undefined && names.length > 0)
      throw new AwsError("ValidationError", "AlarmNamePrefix and AlarmNames exclude each other");
    const declared = this.#alarms.map(
      ({ spec, state, sinceMs }): MetricAlarm => ({
        AlarmName: spec.alarmName,
        StateValue: state,
        ActionsEnabled: true,
        StateUpdatedTimestamp: new Date(sinceMs),
        StateTransitionedTimestamp: new Date(sinceMs),
      }),
    );
    const wanted = [...declared, ...this.put.list()].filter(
      ({ AlarmName = "", StateValue: state }) =>
        (names.length === 0 || names.includes(AlarmName)) &&
        AlarmName.startsWith(prefix ?? "") &&
        (wantedState === undefined || state === wantedState),
    );
    const { page, next } = pageOf(wanted, input.NextToken, input.MaxRecords ?? defaultAlarmsPerPage);
    return { MetricAlarms: page, CompositeAlarms: [], ...(next === undefined ? {} : { NextToken: next }) };
  }

  /** State of an alarm, and since when; `undefined`: there is no such alarm. */
  standing(alarmName: string): { readonly state: AlarmState; readonly sinceMs: number } | undefined {
    const found = this.#alarms.find(({ spec }) => spec.alarmName === alarmName);
    return found === undefined ? undefined : { state: found.state, sinceMs: found.sinceMs };
  }

  /** Evaluates the alarms whose time has come: each minute, or every 10 s for 20 s periods. @returns what has changed */
  evaluate(): readonly AlarmTransition[] {
    const { nowMs } = this.#world;
    const transitions: AlarmTransition[] = [];
    this.put.evaluate(nowMs);
    for (const record of this.#alarms) {
      const { spec } = record;
      const everyMs = spec.periodSeconds >= 60 ? 60_000 : 10_000;
      if (nowMs % everyMs !== 0) continue;
      const periodMs = spec.periodSeconds * 1000;
      const newestPeriodMs = Math.floor(nowMs / periodMs) * periodMs - periodMs;
      const from = newestPeriodMs - (spec.datapoints + extraPeriods - 1) * periodMs;
      const { service, metric: name } = spec;
      const found = this.#world.datapoints({ service, name }, spec.periodSeconds, from, nowMs);
      const state = alarmState(found, newestPeriodMs, record.rule, record.state);
      if (state === record.state) continue;
      transitions.push({ alarm: spec, state, previous: record.state, atMs: nowMs });
      record.state = state;
      record.sinceMs = nowMs;
    }
    return transitions;
  }

  #datapoints(query: MetricDataQuery, fromMs: number, toMs: number): readonly Datapoint[] {
    const stat = query.MetricStat;
    if (stat === undefined)
      throw new AwsError("ValidationError", `Query ${query.Id} has no MetricStat; expressions are not modelled`);
    const metric = this.#metrics.get(keyOfStat(stat));
    if (metric === undefined) return [];
    const points = this.#world.datapoints(metric, stat.Period ?? 60, fromMs, toMs);
    return metric.counts === true ? points.map(countOf) : points;
  }
}

const ruleOf = ({ metric, statistic, ...spec }: AlarmSpec): AlarmRule => {
  const read = statistic ?? (metric === "RequestCount" ? "Sum" : "Average");
  const { threshold, datapoints, datapointsToAlarm = datapoints, treatMissingData = "missing", periodSeconds } = spec;
  return {
    comparison: "above",
    threshold,
    datapoints,
    datapointsToAlarm,
    treatMissingData,
    periodSeconds,
    figureOf: (point) => statisticOf(point, read),
  };
};

/** How many reported, as a level of its own. */
export const countOf = ({ atMs, sampleCount }: Datapoint): Datapoint => ({
  atMs,
  average: sampleCount,
  maximum: sampleCount,
  minimum: sampleCount,
  sum: sampleCount,
  sampleCount: 1,
});

const keyOfStat = ({ Metric }: MetricStat): string =>
  metricKey(
    Metric?.Namespace ?? "",
    Metric?.MetricName ?? "",
    Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""])),
  );

export const statisticOf = (point: Datapoint, statistic: string | undefined): number => {
  switch (statistic) {
    case "Average":
      return point.average;
    case "Maximum":
      return point.maximum;
    case "Minimum":
      return point.minimum;
    case "Sum":
      return point.sum;
    case "SampleCount":
      return point.sampleCount;
    default: {
      const percent = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic ?? "")?.[1];
      const value = percent === undefined ? undefined : percentileOf(point, Number(percent));
      if (value !== undefined) return value;
      throw new AwsError("ValidationError", `The statistic ${statistic} is not modelled`);
    }
  }
};
