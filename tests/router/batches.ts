import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";

export const AT_MS = Date.parse("2026-03-02T09:15:00Z");

export const record = (messageId: string, body: unknown, sentAtMs = AT_MS): SQSRecord => ({
  messageId,
  receiptHandle: `handle-${messageId}`,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: String(sentAtMs),
    SenderId: "events.amazonaws.com",
    ApproximateFirstReceiveTimestamp: String(sentAtMs + 40),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:headgate-events",
  awsRegion: "eu-central-1",
});

export const batch = (...records: readonly SQSRecord[]): SQSEvent => ({ Records: [...records] });

export const alarm = (alarmName: string, id: string, time = "2026-03-02T09:14:50Z") => ({
  id,
  "detail-type": "CloudWatch Alarm State Change",
  source: "aws.cloudwatch",
  time,
  detail: { alarmName, state: { value: "ALARM" }, previousState: { value: "OK" } },
});

export const task = (ecsService: string, id: string, time = "2026-03-02T09:14:55Z") => ({
  id,
  "detail-type": "ECS Task State Change",
  source: "aws.ecs",
  time,
  detail: {
    clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop",
    group: `service:${ecsService}`,
    taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/shop/1",
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
  },
});

export const tick = (time = "2026-03-02T09:15:00Z") => ({ kind: "tick", time });

export const wakeUp = (changes: Partial<WakeUp> = {}): WakeUp => ({
  kind: "wake-up",
  version: 1,
  domain: "inventory",
  causes: ["hot-loop"],
  correlationId: "alarm-0",
  attempt: 0,
  loopToken: "token-1",
  ...changes,
});

export const recordsWakeUp = (changes: Partial<RecordsWakeUp> = {}): RecordsWakeUp => ({
  kind: "records-wake-up",
  version: 1,
  destination: "zone/Z0123456789ABCDEFGHIJ",
  causes: ["hot-loop"],
  correlationId: "task-0",
  attempt: 0,
  loopToken: "token-1",
  ...changes,
});
