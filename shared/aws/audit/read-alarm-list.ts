import {
  type CompositeAlarm as AwsCompositeAlarm,
  type MetricAlarm as AwsMetricAlarm,
  DescribeAlarmsCommand,
  type Dimension,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { AuditReading } from "../../checklist/account-reading.ts";
import type { Alarm, MathPart, Watched, WatchedMetric } from "../../checklist/alarms/alarm.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** DescribeAlarms' most. */
const MaxRecords = 100;

/** All alarms of the region, metric and composite ones. */
export const readAlarmList = ({
  cloudWatch,
}: Pick<AuditClients, "cloudWatch">): Promise<AuditReading<readonly Alarm[]>> =>
  ask("DescribeAlarms", "", () =>
    allPages(async (NextToken): Promise<{ items: readonly Alarm[]; next: string | undefined }> => {
      const page = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords, NextToken }),
      );
      const items = [
        ...(page.MetricAlarms ?? []).map(metricAlarm),
        ...(page.CompositeAlarms ?? []).map(compositeAlarm),
      ];
      return { items, next: page.NextToken };
    }),
  );

const metricAlarm = (alarm: AwsMetricAlarm): Alarm => ({
  kind: "metric",
  name: alarm.AlarmName ?? "",
  arn: alarm.AlarmArn ?? "",
  actionsEnabled: alarm.ActionsEnabled ?? true,
  actions: alarm.AlarmActions ?? [],
  comparison: alarm.ComparisonOperator ?? "",
  threshold: alarm.ThresholdMetricId === undefined ? (alarm.Threshold ?? null) : null,
  datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1,
  evaluationPeriods: alarm.EvaluationPeriods ?? 1,
  watches: watchedBy(alarm),
});

const compositeAlarm = (alarm: AwsCompositeAlarm): Alarm => ({
  kind: "composite",
  name: alarm.AlarmName ?? "",
  arn: alarm.AlarmArn ?? "",
  actionsEnabled: alarm.ActionsEnabled ?? true,
  actions: alarm.AlarmActions ?? [],
  rule: alarm.AlarmRule ?? "",
});

/** An alarm names its metric itself, or has a list of queries of which one is returned. */
const watchedBy = (alarm: AwsMetricAlarm): Watched => {
  const queries = alarm.Metrics ?? [];
  if (alarm.MetricName !== undefined && alarm.Namespace !== undefined && alarm.Period !== undefined)
    return {
      kind: "metric",
      namespace: alarm.Namespace,
      metricName: alarm.MetricName,
      dimensions: dimensionsOf(alarm.Dimensions),
      statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? "",
      periodSeconds: alarm.Period,
    };
  // CloudWatch takes ReturnData for true where it is left out.
  const returned = queries.find(({ ReturnData }) => ReturnData !== false);
  if (returned === undefined) return { kind: "other" };
  const metric = metricOf(returned);
  if (metric !== null) return { kind: "metric", ...metric };
  const parts = queries.map(partOf);
  return parts.some((part) => part === null)
    ? { kind: "other" }
    : { kind: "math", returned: returned.Id ?? "", parts: parts.filter((part) => part !== null) };
};

const partOf = (query: MetricDataQuery): MathPart | null => {
  const id = query.Id ?? "";
  const metric = metricOf(query);
  if (metric !== null) return { kind: "metric", id, ...metric };
  return query.Expression === undefined ? null : { kind: "expression", id, expression: query.Expression };
};

const metricOf = ({ MetricStat }: MetricDataQuery): WatchedMetric | null => {
  if (MetricStat?.Metric === undefined || MetricStat.Period === undefined) return null;
  const { Metric, Period, Stat } = MetricStat;
  return {
    namespace: Metric.Namespace ?? "",
    metricName: Metric.MetricName ?? "",
    dimensions: dimensionsOf(Metric.Dimensions),
    statistic: Stat ?? "",
    periodSeconds: Period,
  };
};

const dimensionsOf = (dimensions: readonly Dimension[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""]));
