import { type CompositeAlarm, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { SignalReading } from "../plan/readings/signal-reading.ts";
import type { CloudWatch } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** DescribeAlarms takes 100 names. */
const alarmsPerCall = 100;

/**
 * Reads the state of alarms, metric and composite ones.
 *
 * @param names unique alarm names
 * @returns by alarm name, every name answered
 * @throws never
 */
export const readAlarms = async (
  cloudWatch: CloudWatch,
  names: readonly string[],
): Promise<ReadonlyMap<string, SignalReading>> => {
  const answers = await inParallel(chunksOf(names, alarmsPerCall), async (AlarmNames) => {
    try {
      const found = await describeAlarms(cloudWatch, AlarmNames);
      const readings = new Map(
        found.map((alarm): [string, SignalReading] => [
          alarm.AlarmName ?? "",
          {
            kind: "alarm",
            state: alarm.StateValue ?? "INSUFFICIENT_DATA",
            sinceMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0,
            actionsEnabled: alarm.ActionsEnabled ?? true,
          },
        ]),
      );
      return AlarmNames.map((name): [string, SignalReading] => [name, readings.get(name) ?? notFound(name)]);
    } catch (error) {
      const unknown = unknownBecause(`cloudwatch:DescribeAlarms ${AlarmNames.join(",")}`, error);
      return AlarmNames.map((name): [string, SignalReading] => [name, unknown]);
    }
  });
  return new Map(answers.flat());
};

const describeAlarms = async (
  cloudWatch: CloudWatch,
  names: readonly string[],
): Promise<readonly (MetricAlarm | CompositeAlarm)[]> => {
  const alarms: (MetricAlarm | CompositeAlarm)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: alarmsPerCall,
        NextToken,
      }),
    );
    alarms.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return alarms;
};

const notFound = (name: string): SignalReading => ({
  kind: "unknown",
  because: "not-found",
  detail: `CloudWatch has no alarm ${name}`,
});
