import { type CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";

/** Of a metric that nobody publishes: its state is what the test says it is, OK at first. */
export const makeAlarm = async (
  { cloudWatch }: { readonly cloudWatch: CloudWatchClient },
  AlarmName: string,
): Promise<void> => {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: "Shop",
      MetricName: AlarmName,
      Statistic: "Average",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 1,
    }),
  );
  await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: "OK", StateReason: "at rest" }));
};
