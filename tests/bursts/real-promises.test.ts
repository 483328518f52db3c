import { describe, expect, it } from "@jest/globals";
import { brokenRealPromises } from "../../emulators/burst/broken-real-promises.ts";
import type { RealFigures } from "../../emulators/burst/measure-real-burst.ts";
import { ratioTable } from "../../emulators/burst/ratio-table.ts";
import type { BurstFigures } from "./measure-burst.ts";

const size = { taskEvents: 1_000, flips: 100, seconds: 20 };

const kept: RealFigures = {
  taskEvents: 1_000,
  distinctTaskEvents: 760,
  flips: 100,
  strangers: 4,
  calls: 1_656,
  writes: { ecs: 4, route53: 14, sqs: 69, dynamodb: 138, sns: 4 },
  writesTogether: 18,
  requests: 1_660,
  invocations: { events: 26, "scaling.fifo": 106, "records.fifo": 42 },
  mostAtOnce: { events: 2, "scaling.fifo": 5, "records.fifo": 2 },
  dropped: 4,
  retries: 0,
  lost: [],
  longestWaitSeconds: 8,
  seenWithinSeconds: 33.12,
  sendSeconds: 20,
  visible: 0,
  delayed: 3,
  groups: { domains: 5, destinations: 2 },
  compared: 12,
  unpublished: [],
};

describe("a burst on the emulators", () => {
  it("breaks no promise that is kept", () => {
    expect(brokenRealPromises(size, kept)).toEqual([]);
  });

  it.each<{ readonly when: string; readonly changes: Partial<RealFigures>; readonly says: string }>([
    {
      when: "loses a message",
      changes: { lost: ["message m-1 was not acknowledged"] },
      says: "1 messages or events are lost, such as: message m-1 was not acknowledged",
    },
    { when: "is smaller than it was to be", changes: { flips: 99 }, says: "1000 task events and 99 flips were sent" },
    { when: "compares no record", changes: { compared: 0 }, says: "no record was compared with the running tasks" },
    {
      when: "leaves a record that is wrong",
      changes: { unpublished: ["cart.shop.internal: 23 addresses, and 24 tasks run"] },
      says: "1 records are wrong, such as cart.shop.internal: 23 addresses, and 24 tasks run",
    },
    { when: "writes nothing", changes: { writesTogether: 0 }, says: "nothing was written" },
    {
      when: "writes 41 times in a minute",
      changes: { writesTogether: 41, sendSeconds: 60 },
      says: "41 writes to ECS, AAS and Route 53 of 40 allowed",
    },
    {
      when: "writes 81 times in a minute and a half",
      changes: { writesTogether: 81, sendSeconds: 90 },
      says: "81 writes to ECS, AAS and Route 53 of 80 allowed",
    },
    { when: "leaves a visible message", changes: { visible: 1 }, says: "1 messages are still visible" },
    {
      when: "leaves more delayed messages than two for a domain and one for a destination",
      changes: { delayed: 13 },
      says: "13 delayed messages of 12 allowed",
    },
  ])("is told where it $when", ({ changes, says }) => {
    expect(brokenRealPromises(size, { ...kept, ...changes })).toEqual([says]);
  });

  it("is set against the embedded cloud's for each event, with every unit", () => {
    const embedded = {
      taskEvents: 2_000,
      flips: 200,
      strangers: 8,
      calls: 1_656,
      writes: { sqs: 138, dynamodb: 138 },
      writesTogether: 0,
      invocations: { events: 52, "scaling.fifo": 106, "records.fifo": 42 },
      longestWaitSeconds: 4,
      seenWithinSeconds: 22,
      computedSeconds: 2.208,
    } as unknown as BurstFigures & { readonly computedSeconds: number };
    expect(
      ratioTable(embedded, kept)
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["", "embedded", "emulators", "ratio", "unit"],
      ["events", "2208", "1104", "0.5", "messages"],
      ["calls per event", "0.75", "1.5", "2", "calls"],
      ["queue writes per event", "0.0625", "0.0625", "1", "calls"],
      ["table writes per event", "0.0625", "0.125", "2", "calls"],
      ["writes to ECS, AAS, Route 53 per 1,000 events", "0", "16.3", "-", "calls"],
      ["invocations by events per 1,000 events", "23.6", "23.6", "1", "invocations"],
      ["invocations by scaling.fifo per 1,000 events", "48", "96", "2", "invocations"],
      ["invocations by records.fifo per 1,000 events", "19", "38", "2", "invocations"],
      ["longest wait for a look", "4", "8", "2", "s"],
      ["first event to last look (virtual, real)", "22", "33.1", "1.51", "s"],
      ["time to work it off (computed, real) per 1,000 events", "1", "30", "30", "s"],
    ]);
  });
});
