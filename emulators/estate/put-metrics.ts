import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { TestClients } from "../clients.ts";
import { type EstateService, estateDatabases, user } from "./estate-names.ts";

/** So far back the plan looks for a stable minute. */
const minutes = 15;

/** A quarter of an hour of what AWS would have measured, minute by minute. */
export const putMetrics = async (clients: TestClients): Promise<void> => {
  await putServiceCpu(clients, user, 90);
  for (const { instance, limit } of estateDatabases) {
    await putEachMinute(clients, "AWS/RDS", "DatabaseConnections", [["DBInstanceIdentifier", instance]], limit / 2, 1);
    await putEachMinute(clients, "AWS/RDS", "CPUUtilization", [["DBInstanceIdentifier", instance]], 20, 1);
  }
};

/** A sample of each task a minute, which is how ECS counts them. */
const putServiceCpu = (clients: TestClients, { name, cluster, tasks }: EstateService, percent: number): Promise<void> =>
  putEachMinute(
    clients,
    "AWS/ECS",
    "CPUUtilization",
    [
      ["ClusterName", cluster],
      ["ServiceName", name],
    ],
    percent,
    tasks,
  );

const putEachMinute = async (
  { cloudWatch }: TestClients,
  Namespace: string,
  MetricName: string,
  dimensions: readonly (readonly [string, string])[],
  value: number,
  samples: number,
): Promise<void> => {
  const nowMs = Date.now();
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: Array.from({ length: minutes }, (_, minute) => ({
        MetricName,
        Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
        Timestamp: new Date(nowMs - minute * 60_000),
        StatisticValues: { Minimum: value, Maximum: value, Sum: value * samples, SampleCount: samples },
      })),
    }),
  );
};
