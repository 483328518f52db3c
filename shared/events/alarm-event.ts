import * as z from "zod/mini";
import { eventId, instantMs, nonEmpty, ownerOf } from "./fields.ts";
import type { ParsedEvent } from "./parsed-event.ts";
import { readFields } from "./read-fields.ts";
import type { BareEvent } from "./unwrap.ts";

const alarmState = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);
const stateOf = z.object({ value: alarmState });

/** EventBridge, detail type `CloudWatch Alarm State Change`, of metric and composite alarms. */
const stateChange = z.object({
  id: eventId,
  time: instantMs,
  account: z.optional(z.string()),
  region: z.optional(z.string()),
  detail: z.object({ alarmName: nonEmpty, state: stateOf, previousState: z.optional(stateOf) }),
});

export const parseAlarmStateChange = (event: BareEvent): ParsedEvent =>
  readFields(stateChange, event, ({ id, time, account, region, detail }) => ({
    kind: "alarm",
    id,
    atMs: time,
    alarmName: detail.alarmName,
    state: detail.state.value,
    previousState: detail.previousState?.value ?? null,
    account: account ?? null,
    region: region ?? null,
  }));

/** What CloudWatch hands to a Lambda function that is an alarm's action. */
const lambdaAction = z.object({
  time: instantMs,
  alarmArn: z.optional(z.string()),
  accountId: z.optional(z.string()),
  region: z.optional(z.string()),
  alarmData: z.object({ alarmName: nonEmpty, state: stateOf, previousState: z.optional(stateOf) }),
});

export const parseAlarmAction = (event: BareEvent): ParsedEvent =>
  readFields(lambdaAction, event, ({ time, alarmArn, accountId, region, alarmData }) => ({
    kind: "alarm",
    id: event.id,
    atMs: time,
    alarmName: alarmData.alarmName,
    state: alarmData.state.value,
    previousState: alarmData.previousState?.value ?? null,
    account: accountId ?? ownerOf(alarmArn).account,
    region: region ?? ownerOf(alarmArn).region,
  }));

/** What CloudWatch publishes to an SNS topic that is an alarm's action. */
const notification = z.object({
  AlarmName: nonEmpty,
  NewStateValue: alarmState,
  OldStateValue: z.optional(alarmState),
  StateChangeTime: instantMs,
  AWSAccountId: z.optional(z.string()),
  AlarmArn: z.optional(z.string()),
});

export const parseAlarmNotification = (event: BareEvent): ParsedEvent =>
  readFields(notification, event, (fields) => ({
    kind: "alarm",
    id: event.id,
    atMs: fields.StateChangeTime,
    alarmName: fields.AlarmName,
    state: fields.NewStateValue,
    previousState: fields.OldStateValue ?? null,
    account: fields.AWSAccountId ?? ownerOf(fields.AlarmArn).account,
    // Its own `Region` is a name for people, "EU (Frankfurt)".
    region: ownerOf(fields.AlarmArn).region,
  }));
