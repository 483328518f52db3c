import { parseAlarmAction, parseAlarmNotification, parseAlarmStateChange } from "./alarm-event.ts";
import { parseServiceEvent, parseTaskStateChange } from "./ecs-event.ts";
import { jsonTypeOf } from "./json.ts";
import { parseRecordsWakeUp, parseScheduledEvent, parseTick, parseWakeUp } from "./own-event.ts";
import type { MalformedEvent, ParsedEvent } from "./parsed-event.ts";
import { type BareEvent, unwrap } from "./unwrap.ts";

/** What the parser needs of an SQS message. */
export type QueueMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly sentAtMs: number;
};

/**
 * Reads every event in a message of the `events` queue.
 *
 * @returns at least one verdict, in the order of the message
 * @throws never
 * @see docs/events.md for the accepted shapes
 */
export const parseEvents = (message: QueueMessage): readonly ParsedEvent[] =>
  unwrap(message.body, message.messageId).map((opened) =>
    opened.kind === "event" ? parseEvent(opened, message.sentAtMs) : opened,
  );

const parseEvent = (event: BareEvent, sentAtMs: number): ParsedEvent => {
  const { value } = event;
  if ("detail-type" in value) return parseEventBridge(event);
  if ("alarmData" in value) return parseAlarmAction(event);
  if ("AlarmName" in value) return parseAlarmNotification(event);
  if ("kind" in value) return parseOwn(event, sentAtMs);
  const keys = Object.keys(value).slice(0, 5).join(", ").slice(0, 200);
  const reason = keys === "" ? "an empty object" : `its fields are ${keys}`;
  return { kind: "malformed", code: "no-known-shape", reason, place: event.place };
};

const parseEventBridge = (event: BareEvent): ParsedEvent => {
  const { source, "detail-type": detailType } = event.value;
  if (typeof source !== "string") return textExpected(event, "source", source);
  if (typeof detailType !== "string") return textExpected(event, "detail-type", detailType);
  // The source is AWS's to use: nobody else's event has one that begins with "aws.".
  switch (`${source} ${detailType}`) {
    case "aws.cloudwatch CloudWatch Alarm State Change":
      return parseAlarmStateChange(event);
    case "aws.ecs ECS Task State Change":
      return parseTaskStateChange(event);
    case "aws.ecs ECS Deployment State Change":
    case "aws.ecs ECS Service Action":
      return parseServiceEvent(event);
    case "aws.events Scheduled Event":
      return parseScheduledEvent(event);
    default:
      return { kind: "unknown", code: "unknown-detail-type", what: `${source} ${detailType}` };
  }
};

const parseOwn = (event: BareEvent, sentAtMs: number): ParsedEvent => {
  const { kind } = event.value;
  if (kind === "tick") return parseTick(event);
  if (kind === "wake-up") return parseWakeUp(event, sentAtMs);
  if (kind === "records-wake-up") return parseRecordsWakeUp(event, sentAtMs);
  if (typeof kind !== "string") return textExpected(event, "kind", kind);
  return { kind: "unknown", code: "unknown-kind", what: kind };
};

const textExpected = (event: BareEvent, field: string, found: unknown): MalformedEvent => ({
  kind: "malformed",
  code: found === undefined ? "missing-field" : "wrong-type",
  reason: found === undefined ? "not there" : `string expected, ${jsonTypeOf(found)} found`,
  place: `${event.place}.${field}`,
});
