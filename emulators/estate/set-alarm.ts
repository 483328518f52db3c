import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { TestClients } from "../clients.ts";
import { arnOf } from "./estate-names.ts";
import { putEvent } from "./put-event.ts";

export type AlarmState = "OK" | "ALARM";

/** An alarm's state as CloudWatch has it, without anybody being told. */
export const setAlarm = async ({ cloudWatch }: TestClients, alarmName: string, state: AlarmState): Promise<void> => {
  await cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: alarmName, StateValue: state, StateReason: "played by the test" }),
  );
};

/** What CloudWatch tells EventBridge of it, which ministack's does not. */
export const tellAlarm = async (clients: TestClients, alarmName: string, state: AlarmState): Promise<void> => {
  const timestamp = new Date().toISOString().replace("Z", "+0000");
  await putEvent(clients, {
    source: "aws.cloudwatch",
    detailType: "CloudWatch Alarm State Change",
    resources: [arnOf("cloudwatch", `alarm:${alarmName}`)],
    detail: {
      alarmName,
      state: { value: state, reason: "Threshold Crossed", timestamp },
      previousState: { value: state === "OK" ? "ALARM" : "OK", timestamp },
      configuration: { metrics: [] },
    },
  });
};
