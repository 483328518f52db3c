import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import type { ExistingAlarm } from "../runbooks/alarms/compare-alarms.ts";
import type { StandardAlarm, WatchedRatio } from "../runbooks/alarms/standard-alarm.ts";
import type { CloudWatch } from "./clients.ts";

const alarmsPerPage = 100;

/** Every metric alarm whose name begins so. @throws what CloudWatch answers */
export const readAlarmsNamed = async (cloudWatch: CloudWatch, prefix: string): Promise<readonly ExistingAlarm[]> => {
  const found: MetricAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: prefix,
        AlarmTypes: ["MetricAlarm"],
        MaxRecords: alarmsPerPage,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    found.push(...(page.MetricAlarms ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found.map((alarm) => ({
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    alarm: standardOf(alarm),
  }));
};

/** Creates an alarm, or puts it in the place of the one of its name: CloudWatch replaces it as a whole. @throws what CloudWatch answers */
export const putStandardAlarm = async (cloudWatch: CloudWatch, alarm: StandardAlarm): Promise<void> => {
  await cloudWatch.send(new PutMetricAlarmCommand(inputOf(alarm)));
};

/** @param names at most 100 @throws what CloudWatch answers; never for one that is gone already */
export const deleteStandardAlarms = async (cloudWatch: CloudWatch, names: readonly string[]): Promise<void> => {
  try {
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [...names] }));
  } catch (error) {
    if (!(error instanceof Error) || !/^ResourceNotFound/.test(error.name)) throw error;
  }
};

const inputOf = (alarm: StandardAlarm): PutMetricAlarmCommandInput => ({
  AlarmName: alarm.name,
  AlarmDescription: alarm.description,
  ActionsEnabled: true,
  AlarmActions: [...alarm.actions],
  OKActions: [...alarm.actions],
  ...watchedInput(alarm),
  EvaluationPeriods: alarm.datapoints,
  DatapointsToAlarm: alarm.datapoints,
  Threshold: alarm.threshold,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: alarm.treatMissingData,
});

/** With metric math the period is each query's own, and no field of a single metric may be there. */
const watchedInput = ({ watches, periodSeconds }: StandardAlarm): Partial<PutMetricAlarmCommandInput> => {
  const Dimensions = Object.entries(watches.dimensions).map(([Name, Value]) => ({ Name, Value }));
  if (watches.kind === "metric") {
    const { namespace: Namespace, metricName: MetricName, statistic } = watches;
    const read = statistic.startsWith("p") ? { ExtendedStatistic: statistic } : { Statistic: statistic as Statistic };
    return { Namespace, MetricName, Dimensions, Period: periodSeconds, ...read };
  }
  const sumOf = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: watches.namespace, MetricName, Dimensions },
      Period: periodSeconds,
      Stat: "Sum",
    },
    ReturnData: false,
  });
  return {
    Metrics: [
      sumOf("part", watches.partMetric),
      sumOf("whole", watches.wholeMetric),
      { Id: "percent", Expression: ratioExpression, Label: "percent", ReturnData: true },
    ],
  };
};

/** Errors are published only where there are some: a missing one is none, while there are requests. */
const ratioExpression = "100 * FILL(part, 0) / whole";

const standardOf = (alarm: MetricAlarm): StandardAlarm | null => {
  const watches = watchedOf(alarm);
  const { EvaluationPeriods: datapoints = 0, TreatMissingData = "missing" } = alarm;
  const isOurs =
    watches !== null &&
    alarm.ComparisonOperator === "GreaterThanThreshold" &&
    (alarm.DatapointsToAlarm ?? datapoints) === datapoints &&
    (TreatMissingData === "missing" || TreatMissingData === "notBreaching") &&
    alarm.ActionsEnabled !== false &&
    JSON.stringify(alarm.OKActions ?? []) === JSON.stringify(alarm.AlarmActions ?? []);
  if (!isOurs) return null;
  return {
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    watches,
    threshold: alarm.Threshold ?? 0,
    periodSeconds: alarm.Period ?? alarm.Metrics?.[0]?.MetricStat?.Period ?? 0,
    datapoints,
    treatMissingData: TreatMissingData,
    actions: alarm.AlarmActions ?? [],
  };
};

const watchedOf = ({ Metrics = [], ...alarm }: MetricAlarm): StandardAlarm["watches"] | null => {
  if (Metrics.length > 0) return ratioOf(Metrics);
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic;
  if (alarm.Namespace === undefined || alarm.MetricName === undefined || statistic === undefined) return null;
  return {
    kind: "metric",
    namespace: alarm.Namespace,
    metricName: alarm.MetricName,
    dimensions: dimensionsOf(alarm.Dimensions),
    statistic,
  };
};

const ratioOf = (metrics: NonNullable<MetricAlarm["Metrics"]>): WatchedRatio | null => {
  const [part, whole] = ["part", "whole"].map((id) => metrics.find(({ Id }) => Id === id)?.MetricStat);
  const percent = metrics.find(({ Id }) => Id === "percent");
  if (part?.Stat !== "Sum" || whole?.Stat !== "Sum" || percent?.Expression !== ratioExpression) return null;
  return {
    kind: "ratio",
    namespace: part.Metric?.Namespace ?? "",
    partMetric: part.Metric?.MetricName ?? "",
    wholeMetric: whole.Metric?.MetricName ?? "",
    dimensions: dimensionsOf(part.Metric?.Dimensions),
  };
};

const dimensionsOf = (dimensions: MetricAlarm["Dimensions"]): Readonly<Record<string, string>> =>
  Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value ?? ""]));
