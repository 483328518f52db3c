import { describe, expect, it } from "@jest/globals";
import { readRecordsWakeUp, readWakeUp } from "../../shared/events/read-wake-up.ts";
import { sample, sampleText, sqsSample } from "./samples.ts";

const hotLoop = sample("wake-up/hot-loop") as Record<string, unknown>;

describe("a message of records.fifo", () => {
  const loop = sample("wake-up/records-loop") as Record<string, unknown>;

  it.each(["wake-up/records-loop", "wake-up/withdrawal"])("that is %s is read as it is", (name) =>
    expect(readRecordsWakeUp(sampleText(name))).toEqual(sample(name)),
  );

  it("as Lambda hands it to records is read", () =>
    expect(readRecordsWakeUp(sqsSample("records-wake-up").Records[0]!.body)).toMatchObject({
      destination: "zone/Z0123456789ABCDEFGHIJ",
      causes: ["task-state"],
    }));

  it.each([
    { when: "text", body: "hello" },
    { when: "a domain's wake-up", body: sampleText("wake-up/hot-loop") },
    { when: "another version's wake-up", body: JSON.stringify({ ...loop, version: 2 }) },
    { when: "a wake-up without a destination", body: JSON.stringify({ ...loop, destination: "" }) },
    { when: "a wake-up with a cause that nobody knows", body: JSON.stringify({ ...loop, causes: ["whim"] }) },
  ])("that is $when is none", ({ body }) => expect(readRecordsWakeUp(body)).toBeNull());
});

describe("a message of scaling.fifo", () => {
  it.each(["wake-up/hot-loop", "wake-up/retry", "wake-up/intent"])("that is %s is read as it is", (name) =>
    expect(readWakeUp(sampleText(name))).toEqual(sample(name)),
  );

  it("has its causes sorted, each once", () =>
    expect(readWakeUp(JSON.stringify({ ...hotLoop, causes: ["tick", "alarm", "tick"] }))?.causes).toEqual([
      "alarm",
      "tick",
    ]));

  it("as Lambda hands it to scale is read", () =>
    expect(readWakeUp(sqsSample("scale-wake-up").Records[0]!.body)).toMatchObject({
      domain: "inventory",
      causes: ["task-state"],
    }));

  it.each([
    { when: "text", body: "hello" },
    { when: "a list", body: "[]" },
    { when: "a tick", body: sampleText("scheduler/tick") },
    { when: "a destination's wake-up", body: sampleText("wake-up/records-loop") },
    { when: "an alarm", body: sampleText("cloudwatch-alarm/eventbridge-alarm") },
    { when: "another version's wake-up", body: JSON.stringify({ ...hotLoop, version: 2 }) },
    { when: "a wake-up without a domain", body: JSON.stringify({ ...hotLoop, domain: "" }) },
    {
      when: "a wake-up inside an envelope",
      body: JSON.stringify({ Type: "Notification", Message: JSON.stringify(hotLoop) }),
    },
  ])("that is $when is none", ({ body }) => expect(readWakeUp(body)).toBeNull());
});
