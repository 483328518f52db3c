import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { Reading } from "../reading.ts";
import type { CloudWatch } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

const alarmsPerPage = 100;

/** Names of the alarms in ALARM whose name begins so, metric and composite ones, sorted. @throws never */
export const readRingingAlarms = async (
  cloudWatch: CloudWatch,
  prefix: string,
): Promise<Reading<readonly string[]>> => {
  try {
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudWatch.send(
        new DescribeAlarmsCommand({
          AlarmNamePrefix: prefix,
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          StateValue: "ALARM",
          MaxRecords: alarmsPerPage,
          NextToken,
        }),
      );
      for (const { AlarmName } of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])])
        if (AlarmName !== undefined) names.push(AlarmName);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return { kind: "known", value: names.sort() };
  } catch (error) {
    return unknownBecause(`cloudwatch:DescribeAlarms ${prefix}*`, error);
  }
};
