import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { TestClients } from "../clients.ts";
import { estateAlarms, laterAlarm } from "./estate-names.ts";

/** Of metrics that nobody publishes: their states are what the test says they are. */
export const makeAlarms = async ({ cloudWatch }: TestClients): Promise<void> => {
  for (const AlarmName of [...estateAlarms, laterAlarm]) {
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "Shop",
        MetricName: AlarmName,
        Statistic: "Average",
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 1,
        Period: 60,
        EvaluationPeriods: 5,
      }),
    );
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: "OK", StateReason: "at rest" }));
  }
};
