import { describe, expect, it } from "@jest/globals";
import { malformedCodes } from "../../shared/events/codes.ts";
import { parseEvents } from "../../shared/events/parse-event.ts";
import { mostMessageBytes } from "../../shared/events/unwrap.ts";
import { messageOf, sample } from "./samples.ts";

type Change = (event: Record<string, unknown>) => unknown;

/** A sample with one thing wrong. */
const broken = (name: string, change: Change): unknown => {
  const event = sample(name) as Record<string, unknown>;
  return change(event) ?? event;
};

const alarm = (change: Change) => broken("cloudwatch-alarm/eventbridge-alarm", change);
const task = (change: Change) => broken("ecs-task/running", change);
const deployment = (change: Change) => broken("ecs-deployment/in-progress", change);
const wakeUp = (change: Change) => broken("wake-up/hot-loop", change);
const detail = (event: Record<string, unknown>) => event["detail"] as Record<string, unknown>;

/** `levels` notifications around a tick. */
const notifications = (levels: number): string =>
  Array.from({ length: levels }).reduce<string>(
    (inner) => JSON.stringify({ Type: "Notification", MessageId: "sns", Message: inner }),
    JSON.stringify(sample("scheduler/tick")),
  );

const rows = [
  { when: "an empty body is not JSON", body: "", code: "not-json", place: "body" },
  { when: "plain text is not JSON", body: "hello", code: "not-json", place: "body" },
  { when: "a cut-off event is not JSON", body: '{"version":"0","id":"6a7e', code: "not-json", place: "body" },
  {
    when: "a message of 1 MiB and one byte",
    body: " ".repeat(mostMessageBytes + 1),
    code: "too-large",
    place: "body",
  },
  { when: "null is not an object", body: "null", code: "not-an-object", place: "body" },
  { when: "a list is not an object", body: "[1,2]", code: "not-an-object", place: "body" },
  { when: "a number is not an object", body: "42", code: "not-an-object", place: "body" },
  { when: "an empty object has no shape", body: "{}", code: "no-known-shape", place: "body" },
  { when: "an object of nobody has no shape", body: '{"hello":"world"}', code: "no-known-shape", place: "body" },
  {
    when: "a notification without its message",
    body: '{"Type":"Notification"}',
    code: "missing-field",
    place: "body.Message",
  },
  {
    when: "a notification whose message is an object",
    body: '{"Type":"Notification","Message":{}}',
    code: "wrong-type",
    place: "body.Message",
  },
  {
    when: "a notification whose message is text",
    body: '{"Type":"Notification","Message":"Disk full"}',
    code: "not-json",
    place: "body.Message",
  },
  { when: "records that are no list", body: '{"Records":"none"}', code: "wrong-type", place: "body.Records" },
  { when: "a record that is no object", body: '{"Records":[7]}', code: "not-an-object", place: "body.Records[0]" },
  {
    when: "the second record of two",
    body: JSON.stringify({ Records: [{ body: JSON.stringify(sample("scheduler/tick")) }, { body: "{" }] }),
    code: "not-json",
    place: "body.Records[1].body",
  },
  {
    when: "five envelopes are one too many",
    body: notifications(5),
    code: "too-deep",
    place: "body.Message.Message.Message.Message",
  },
  {
    when: "an EventBridge event without source",
    body: alarm((event) => {
      delete event["source"];
    }),
    code: "missing-field",
    place: "body.source",
  },
  {
    when: "a detail type that is a number",
    body: alarm((event) => ({ ...event, "detail-type": 7 })),
    code: "wrong-type",
    place: "body.detail-type",
  },
  {
    when: "an alarm without detail",
    body: alarm((event) => {
      delete event["detail"];
    }),
    code: "missing-field",
    place: "body.detail",
  },
  {
    when: "an alarm without its name",
    body: alarm((event) => {
      delete detail(event)["alarmName"];
    }),
    code: "missing-field",
    place: "body.detail.alarmName",
  },
  {
    when: "an alarm whose name is empty",
    body: alarm((event) => {
      detail(event)["alarmName"] = "";
    }),
    code: "bad-value",
    place: "body.detail.alarmName",
  },
  {
    when: "an alarm in a state that CloudWatch doesn't have",
    body: alarm((event) => {
      detail(event)["state"] = { value: "PANIC" };
    }),
    code: "bad-value",
    place: "body.detail.state.value",
  },
  {
    when: "an alarm whose state is a text",
    body: alarm((event) => {
      detail(event)["state"] = "ALARM";
    }),
    code: "wrong-type",
    place: "body.detail.state",
  },
  {
    when: "an alarm without an id",
    body: alarm((event) => {
      delete event["id"];
    }),
    code: "missing-field",
    place: "body.id",
  },
  {
    when: "an id that SQS would refuse in our own message",
    body: alarm((event) => ({ ...event, id: "\uffff" })),
    code: "bad-value",
    place: "body.id",
  },
  {
    when: "an id that would fill our own message",
    body: alarm((event) => ({ ...event, id: "i".repeat(129) })),
    code: "bad-value",
    place: "body.id",
  },
  {
    when: "a time that is none",
    body: alarm((event) => ({ ...event, time: "yesterday" })),
    code: "bad-value",
    place: "body.time",
  },
  {
    when: "a time without a zone could be anywhere",
    body: alarm((event) => ({ ...event, time: "2026-03-02T09:14:08" })),
    code: "bad-value",
    place: "body.time",
  },
  {
    when: "a month that is none",
    body: alarm((event) => ({ ...event, time: "2026-13-02T09:14:08Z" })),
    code: "bad-value",
    place: "body.time",
  },
  {
    when: "a direct alarm action without its state",
    body: broken("cloudwatch-alarm/lambda-action", (event) => {
      delete (event["alarmData"] as Record<string, unknown>)["state"];
    }),
    code: "missing-field",
    place: "body.alarmData.state",
  },
  {
    when: "a classic notification without its new state, inside SNS",
    body: { Type: "Notification", MessageId: "sns", Message: '{"AlarmName":"order-latency-high"}' },
    code: "missing-field",
    place: "body.Message.NewStateValue",
  },
  {
    when: "a task whose cluster is a name",
    body: task((event) => {
      detail(event)["clusterArn"] = "shop";
    }),
    code: "bad-value",
    place: "body.detail.clusterArn",
  },
  {
    when: "a task whose group is a list",
    body: task((event) => {
      detail(event)["group"] = ["service:order"];
    }),
    code: "wrong-type",
    place: "body.detail.group",
  },
  {
    when: "a deployment of nothing",
    body: deployment((event) => ({ ...event, resources: [] })),
    code: "missing-field",
    place: "body.resources[0]",
  },
  {
    when: "a deployment of a task",
    body: deployment((event) => ({ ...event, resources: ["arn:aws:ecs:eu-central-1:123456789012:task/shop/1"] })),
    code: "bad-value",
    place: "body.resources[0]",
  },
  { when: "a tick without a time", body: { kind: "tick" }, code: "missing-field", place: "body.time" },
  { when: "a kind that is a number", body: { kind: 1 }, code: "wrong-type", place: "body.kind" },
  {
    when: "a wake-up without a version",
    body: wakeUp((event) => {
      delete event["version"];
    }),
    code: "missing-field",
    place: "body.version",
  },
  {
    when: "a wake-up without a cause",
    body: wakeUp((event) => ({ ...event, causes: [] })),
    code: "bad-value",
    place: "body.causes",
  },
  {
    when: "a wake-up with a cause that there isn't",
    body: wakeUp((event) => ({ ...event, causes: ["hot-loop", "boredom"] })),
    code: "bad-value",
    place: "body.causes[1]",
  },
  {
    when: "a wake-up tried half a time",
    body: wakeUp((event) => ({ ...event, attempt: 0.5 })),
    code: "wrong-type",
    place: "body.attempt",
  },
  {
    when: "a wake-up tried less than never",
    body: wakeUp((event) => ({ ...event, attempt: -1 })),
    code: "bad-value",
    place: "body.attempt",
  },
];

describe("a message that can't be read says where and why", () => {
  it.each(rows)("$when", ({ body, code, place }) => {
    const malformed = parseEvents(messageOf(body)).filter(({ kind }) => kind === "malformed");
    expect(malformed).toEqual([{ kind: "malformed", code, place, reason: expect.stringMatching(/./) }]);
  });

  it("has a row for every code but the net under the parser", () => {
    const codes = new Set(rows.map(({ code }) => code));
    expect([...codes, "unreadable"].sort()).toEqual(Object.keys(malformedCodes).sort());
  });

  it("opens four envelopes", () =>
    expect(parseEvents(messageOf(notifications(4)))).toMatchObject([{ kind: "tick", id: "sns" }]));
});

describe("a message that is well-formed but not for us", () => {
  it.each([
    { when: "another version's wake-up", body: wakeUp((event) => ({ ...event, version: 2 })), code: "unknown-version" },
    { when: "a kind of a later version", body: { kind: "greeting" }, code: "unknown-kind" },
    { when: "an envelope without records", body: { Records: [] }, code: "empty-envelope" },
    {
      when: "a record of S3",
      body: { Records: [{ eventSource: "aws:s3", s3: {} }] },
      code: "unknown-record",
    },
    {
      when: "somebody's own event with CloudWatch's detail type",
      body: alarm((event) => ({ ...event, source: "com.example" })),
      code: "unknown-detail-type",
    },
    {
      when: "a task without a group",
      body: task((event) => {
        delete detail(event)["group"];
      }),
      code: "standalone-task",
    },
  ])("$when", ({ body, code }) => expect(parseEvents(messageOf(body))).toMatchObject([{ kind: "unknown", code }]));
});
