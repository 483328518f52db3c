import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { SignalReading } from "../plan/snapshot.ts";
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
      const answer = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [...AlarmNames], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
      );
      const found = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
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

const notFound = (name: string): SignalReading => ({
  kind: "unknown",
  because: "not-found",
  detail: `CloudWatch has no alarm ${name}`,
});
