import { describe, expect, it } from "@jest/globals";
import { parseEvents } from "../../shared/events/parse-event.ts";
import { messageOf, sample } from "./samples.ts";

const action = JSON.stringify(sample("cloudwatch-alarm/lambda-action"));
const change = JSON.stringify(sample("cloudwatch-alarm/eventbridge-alarm"));
const changeId = (sample("cloudwatch-alarm/eventbridge-alarm") as { id: string }).id;
const notificationOf = (text: string) => ({ Type: "Notification", MessageId: "sns-1", Message: text });

describe("the id of an event is the nearest one", () => {
  it.each([
    { when: "EventBridge's own, wherever it is", body: notificationOf(change), ids: [changeId] },
    { when: "the notification's, for an event without one", body: notificationOf(action), ids: ["sns-1"] },
    { when: "the queue's, for an event delivered raw", body: action, ids: ["outer-1"] },
    {
      when: "each inner record's, for a forwarded batch",
      body: {
        Records: [
          { messageId: "sqs-1", body: action },
          { messageId: "sqs-2", body: action },
        ],
      },
      ids: ["sqs-1", "sqs-2"],
    },
    {
      when: "the place in the batch, for inner records without ids",
      body: { Records: [{ body: action }, { body: action }] },
      ids: ["outer-1/0", "outer-1/1"],
    },
    {
      when: "the notification's, in SNS's own Lambda event",
      body: { Records: [{ EventSource: "aws:sns", Sns: notificationOf(action) }] },
      ids: ["sns-1"],
    },
    {
      when: "the inner one, for a message as ReceiveMessage gives it",
      body: { MessageId: "sqs-1", ReceiptHandle: "handle", Body: action },
      ids: ["sqs-1"],
    },
    {
      when: "the inner one, for a single record as Lambda gives it",
      body: { messageId: "sqs-1", receiptHandle: "handle", body: action },
      ids: ["sqs-1"],
    },
    {
      when: "the notification's, three envelopes deep",
      body: notificationOf(JSON.stringify({ Records: [{ body: JSON.stringify(notificationOf(action)) }] })),
      ids: ["sns-1"],
    },
    {
      when: "the next one out, where the inner one can't be used",
      body: { Records: [{ messageId: "x".repeat(200), body: action }] },
      ids: ["outer-1/0"],
    },
  ])("$when", ({ body, ids }) => {
    const events = parseEvents(messageOf(body, "outer-1"));
    expect(events.map((event) => ("id" in event ? event.id : event))).toEqual(ids);
  });
});

describe("a forwarded batch", () => {
  it("keeps its good records when one is bad", () =>
    expect(parseEvents(messageOf({ Records: [{ body: "{" }, { body: change }] })).map(({ kind }) => kind)).toEqual([
      "malformed",
      "alarm",
    ]));
});

describe("a time", () => {
  const atMsOf = (time: string) =>
    parseEvents(messageOf({ kind: "tick", time })).map((e) => ("atMs" in e ? e.atMs : e));

  it.each([
    { when: "in EventBridge's way", time: "2026-03-02T09:15:00Z", atMs: 1_772_442_900_000 },
    { when: "in CloudWatch's way, without a colon", time: "2026-03-02T09:15:00.250+0000", atMs: 1_772_442_900_250 },
    { when: "with an offset", time: "2026-03-02T10:15:00+01:00", atMs: 1_772_442_900_000 },
    { when: "with an offset to the west", time: "2026-03-02T04:15:00-0500", atMs: 1_772_442_900_000 },
    { when: "finer than a millisecond", time: "2026-03-02T09:15:00.123456789Z", atMs: 1_772_442_900_123 },
  ])("$when", ({ time, atMs }) => expect(atMsOf(time)).toEqual([atMs]));
});
