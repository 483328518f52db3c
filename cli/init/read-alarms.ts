import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { FoundAlarm } from "../../shared/discovery/account-readings.ts";
import { everyPage, type Gaps } from "./gaps.ts";

/** The most that a page holds. */
const alarmsPerPage = 100;

/** The alarms on metrics of ECS services, those of target tracking left out: they belong to it. @throws never */
export const readAlarms = async (client: CloudWatchClient, gaps: Gaps): Promise<readonly FoundAlarm[]> => {
  const alarms = await everyPage(gaps, "cloudwatch:DescribeAlarms", "The alarms", async (NextToken) => {
    const page = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm"], MaxRecords: alarmsPerPage, NextToken }),
    );
    return { items: page.MetricAlarms ?? [], next: page.NextToken };
  });
  return alarms.flatMap(foundAlarm);
};

const foundAlarm = ({ AlarmName, Dimensions = [] }: MetricAlarm): readonly FoundAlarm[] => {
  if (AlarmName === undefined || AlarmName.startsWith("TargetTracking-")) return [];
  const dimension = (name: string): string | undefined => Dimensions.find(({ Name }) => Name === name)?.Value;
  const cluster = dimension("ClusterName");
  const service = dimension("ServiceName");
  return cluster === undefined || service === undefined ? [] : [{ alarmName: AlarmName, cluster, service }];
};
