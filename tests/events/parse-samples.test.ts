import { describe, expect, it } from "@jest/globals";
import { parseEvents } from "../../shared/events/parse-event.ts";
import { messageOf, sample, sampleNames, sqsSample } from "./samples.ts";

const eventBridgeId = (name: string): string => (sample(name) as { id: string }).id;
const snsId = (name: string): string => (sample(name) as { MessageId: string }).MessageId;

const gatewayAlarm = (state: string, previousState: string, atMs: number, id: string) => ({
  kind: "alarm",
  id,
  atMs,
  alarmName: "shop-gateway-latency-p99",
  state,
  previousState,
  account: "123456789012",
  region: "eu-central-1",
});

const task = (name: string, ecsService: string, lastStatus: string, desiredStatus: string, time: string) => ({
  name,
  gives: {
    kind: "task",
    id: eventBridgeId(name),
    atMs: Date.parse(time),
    cluster: "shop",
    ecsService,
    taskArn: (sample(name) as { detail: { taskArn: string } }).detail.taskArn,
    lastStatus,
    desiredStatus,
  },
});

const service = (name: string, eventName: string, time: string, cluster: string | null = "shop") => ({
  name,
  gives: {
    kind: "service",
    id: eventBridgeId(name),
    atMs: Date.parse(time),
    cluster,
    ecsService: "order",
    eventName,
  },
});

const alarmAtMs = Date.parse("2026-03-02T09:14:08.512Z");
const sentAtMs = messageOf("").sentAtMs;

describe("a sample as the body of a message", () => {
  const rows = [
    {
      name: "cloudwatch-alarm/eventbridge-alarm",
      gives: gatewayAlarm(
        "ALARM",
        "OK",
        Date.parse("2026-03-02T09:14:08Z"),
        eventBridgeId("cloudwatch-alarm/eventbridge-alarm"),
      ),
    },
    {
      name: "cloudwatch-alarm/eventbridge-ok",
      gives: gatewayAlarm(
        "OK",
        "ALARM",
        Date.parse("2026-03-02T09:30:08Z"),
        eventBridgeId("cloudwatch-alarm/eventbridge-ok"),
      ),
    },
    {
      name: "cloudwatch-alarm/eventbridge-insufficient-data",
      gives: gatewayAlarm(
        "INSUFFICIENT_DATA",
        "OK",
        Date.parse("2026-03-02T03:10:08Z"),
        eventBridgeId("cloudwatch-alarm/eventbridge-insufficient-data"),
      ),
    },
    {
      name: "cloudwatch-alarm/composite",
      gives: {
        ...gatewayAlarm("ALARM", "OK", Date.parse("2026-03-02T09:14:09Z"), eventBridgeId("cloudwatch-alarm/composite")),
        alarmName: "shop-degraded",
      },
    },
    { name: "cloudwatch-alarm/lambda-action", gives: gatewayAlarm("ALARM", "OK", alarmAtMs, "message-1") },
    {
      name: "cloudwatch-alarm/sns-notification",
      gives: gatewayAlarm("ALARM", "OK", alarmAtMs, snsId("cloudwatch-alarm/sns-notification")),
    },
    {
      name: "sns/eventbridge-notification",
      gives: gatewayAlarm(
        "ALARM",
        "OK",
        Date.parse("2026-03-02T09:14:08Z"),
        eventBridgeId("cloudwatch-alarm/eventbridge-alarm"),
      ),
    },
    {
      name: "sns/subscription-confirmation",
      gives: { kind: "unknown", code: "sns-control", what: "SubscriptionConfirmation" },
    },
    task("ecs-task/pending", "order", "PENDING", "RUNNING", "2026-03-02T09:14:19Z"),
    task("ecs-task/running", "order", "RUNNING", "RUNNING", "2026-03-02T09:14:31Z"),
    task("ecs-task/stopping", "order", "DEACTIVATING", "STOPPED", "2026-03-02T09:41:02Z"),
    task("ecs-task/stopped", "order", "STOPPED", "STOPPED", "2026-03-02T09:43:20Z"),
    task("ecs-task/fargate", "inventory", "RUNNING", "RUNNING", "2026-03-02T09:15:02Z"),
    task("ecs-task/ec2", "payment", "RUNNING", "RUNNING", "2026-03-02T09:15:07Z"),
    { name: "ecs-task/standalone-task", gives: { kind: "unknown", code: "standalone-task", what: "family:migrate" } },
    service("ecs-deployment/in-progress", "SERVICE_DEPLOYMENT_IN_PROGRESS", "2026-03-02T11:00:04Z"),
    service("ecs-deployment/completed", "SERVICE_DEPLOYMENT_COMPLETED", "2026-03-02T11:06:31Z"),
    service("ecs-deployment/failed", "SERVICE_DEPLOYMENT_FAILED", "2026-03-02T11:09:48Z"),
    service("ecs-deployment/old-arn", "SERVICE_DEPLOYMENT_IN_PROGRESS", "2026-03-02T11:00:04Z", null),
    service("ecs-service-action/steady-state", "SERVICE_STEADY_STATE", "2026-03-02T11:06:30Z"),
    service("ecs-service-action/placement-failure", "SERVICE_TASK_PLACEMENT_FAILURE", "2026-03-02T09:14:14Z"),
    service("ecs-service-action/old-arn", "SERVICE_STEADY_STATE", "2026-03-02T11:06:30Z"),
    {
      name: "scheduler/tick",
      gives: { kind: "tick", id: "message-1", atMs: Date.parse("2026-03-02T09:15:00Z") },
    },
    {
      name: "scheduler/scheduled-event",
      gives: {
        kind: "tick",
        id: eventBridgeId("scheduler/scheduled-event"),
        atMs: Date.parse("2026-03-02T09:15:00Z"),
      },
    },
    ...["wake-up/hot-loop", "wake-up/retry", "wake-up/intent"].map((name) => ({
      name,
      gives: { kind: "wake-up", id: "message-1", atMs: sentAtMs, wakeUp: sample(name) },
    })),
    ...["wake-up/records-loop", "wake-up/withdrawal"].map((name) => ({
      name,
      gives: { kind: "records-wake-up", id: "message-1", atMs: sentAtMs, wakeUp: sample(name) },
    })),
    {
      name: "other/rds-event",
      gives: { kind: "unknown", code: "unknown-detail-type", what: "aws.rds RDS DB Instance Event" },
    },
    // Of the function `limits`, and not of the router.
    ...sampleNames()
      .filter((name) => name.startsWith("rds/"))
      .map((name) => {
        const what = `aws.rds ${(sample(name) as { "detail-type": string })["detail-type"]}`;
        return { name, gives: { kind: "unknown", code: "unknown-detail-type", what } };
      }),
    {
      name: "scheduler/read-limits",
      gives: { kind: "unknown", code: "unknown-kind", what: "read-limits" },
    },
  ];

  it.each(rows)("$name", ({ name, gives }) => expect(parseEvents(messageOf(sample(name)))).toEqual([gives]));

  it("has a row for every sample that is not a batch", () =>
    expect(rows.map(({ name }) => name).sort()).toEqual(sampleNames().filter((name) => !name.startsWith("sqs/"))));
});

describe("the batches", () => {
  const kindsOf = (name: string): readonly string[] =>
    sqsSample(name).Records.map(({ messageId, body }) =>
      parseEvents(messageOf(body, messageId))
        .map((event) => ("code" in event ? event.code : event.kind))
        .join(" "),
    );

  it.each([
    { name: "alarm-batch", gives: ["alarm", "alarm", "alarm"] },
    { name: "hot-loop", gives: ["wake-up"] },
    { name: "lambda-action", gives: ["alarm"] },
    { name: "sns-in-sqs", gives: ["alarm", "alarm"] },
    { name: "sqs-in-sqs", gives: ["task alarm"] },
    { name: "mixed-batch", gives: ["alarm", "task", "service", "service", "tick", "wake-up", "wake-up"] },
    { name: "unknown", gives: ["standalone-task", "unknown-detail-type", "sns-control", "unknown-kind"] },
    {
      name: "malformed",
      gives: ["not-json", "not-json", "not-an-object", "missing-field", "wrong-type", "no-known-shape", "alarm"],
    },
    { name: "scale-wake-up", gives: ["wake-up"] },
    { name: "records-wake-up", gives: ["records-wake-up"] },
  ])("$name", ({ name, gives }) => expect(kindsOf(name)).toEqual(gives));

  it("are made of the other samples", () => {
    const bodies = sqsSample("mixed-batch").Records.map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual(
      [
        "cloudwatch-alarm/eventbridge-alarm",
        "ecs-task/running",
        "ecs-deployment/in-progress",
        "ecs-service-action/placement-failure",
        "scheduler/tick",
        "wake-up/hot-loop",
        "wake-up/retry",
      ].map(sample),
    );
  });
});
