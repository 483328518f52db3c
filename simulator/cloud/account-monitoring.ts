import type { DescribeStacksInput } from "@aws-sdk/client-cloudformation";
import type { DescribeAlarmsInput, GetMetricDataInput, ListMetricsInput } from "@aws-sdk/client-cloudwatch";
import type { DescribeLogGroupsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { accountPage } from "./account-pages.ts";
import type { AccountSpec, MetricSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";
import { metricPage } from "./metric-pages.ts";

/** CloudWatch keeps a metric that nobody publishes any more in ListMetrics for two weeks; here all are fresh. */
const metricsPerPage = 500;
const mostPoints = 100_000;

/** Alarms, metrics, logs and stacks. */
export const metricAccountOperations = (account: () => AccountSpec) => ({
  "cloudwatch DescribeAlarms": ({ AlarmTypes = ["MetricAlarm"], ...input }: DescribeAlarmsInput) => {
    const { metricAlarms, compositeAlarms } = account();
    const all = [
      ...(AlarmTypes.includes("MetricAlarm") ? metricAlarms.map((metric) => ({ metric, composite: null })) : []),
      ...(AlarmTypes.includes("CompositeAlarm")
        ? compositeAlarms.map((composite) => ({ metric: null, composite }))
        : []),
    ];
    const { page, next } = accountPage(account(), all, input.NextToken, input.MaxRecords, { most: 100, otherwise: 50 });
    return {
      MetricAlarms: page.flatMap(({ metric }) => metric ?? []),
      CompositeAlarms: page.flatMap(({ composite }) => composite ?? []),
      NextToken: next,
    };
  },
  "cloudwatch ListMetrics": ({ Namespace, NextToken }: ListMetricsInput) => {
    const found = account().metrics.filter(({ namespace }) => Namespace === undefined || namespace === Namespace);
    const bounds = { most: metricsPerPage, otherwise: metricsPerPage };
    const { page, next } = accountPage(account(), found, NextToken, undefined, bounds);
    return { Metrics: page.map(describeMetric), NextToken: next };
  },
  "cloudwatch GetMetricData": (input: GetMetricDataInput) => {
    const queries = input.MetricDataQueries ?? [];
    if (queries.length > 500) throw new AwsError("ValidationError", "There are more than 500 queries");
    const results = queries.map(({ Id, MetricStat }) => {
      const { Metric, Period = 60 } = MetricStat ?? {};
      const dimensions = Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
      const found = account().metrics.find(
        (metric) =>
          metric.namespace === Metric?.Namespace &&
          metric.metricName === Metric?.MetricName &&
          isSame(metric.dimensions, dimensions),
      );
      const points = found === undefined ? [] : timesOf(input, Period);
      if (input.ScanBy !== "TimestampAscending") points.reverse();
      return { Id, StatusCode: "Complete", Timestamps: points, Values: points.map(() => found!.value) };
    });
    return metricPage(results, input.MaxDatapoints ?? mostPoints, input.NextToken);
  },
  "logs DescribeLogGroups": ({ nextToken, limit }: DescribeLogGroupsRequest) => {
    const { page, next } = accountPage(account(), account().logGroups, nextToken, limit, { most: 50, otherwise: 50 });
    return { logGroups: page, nextToken: next };
  },
  "cloudformation DescribeStacks": ({ NextToken }: DescribeStacksInput) => {
    const bounds = { most: 100, otherwise: 100 };
    const { page, next } = accountPage(account(), account().stacks, NextToken, undefined, bounds);
    return { Stacks: page, NextToken: next };
  },
});

const describeMetric = ({ namespace, metricName, dimensions }: MetricSpec): object => ({
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});

const isSame = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

const timesOf = ({ StartTime, EndTime }: GetMetricDataInput, periodSeconds: number): Date[] => {
  const periodMs = periodSeconds * 1000;
  const times: Date[] = [];
  const first = Math.ceil((StartTime?.getTime() ?? 0) / periodMs) * periodMs;
  for (let at = first; at < (EndTime?.getTime() ?? 0); at += periodMs) times.push(new Date(at));
  return times;
};
