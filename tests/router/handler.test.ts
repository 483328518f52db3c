import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { makeHandler } from "../../functions/router/handler.ts";
import { sample, sqsSample } from "../events/samples.ts";
import { publishingConfig, shopConfig } from "../events/shop-config.ts";
import { alarm, batch, record, task, tick } from "./batches.ts";
import { routerHarness } from "./router-harness.ts";
import { DLQ_URL, RECORDS_URL, SCALING_URL } from "./stub-sqs.ts";

const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("the router on the sample batches", () => {
  it.each([
    {
      name: "alarm-batch",
      domains: ["gateway", "inventory", "search"],
      deadLetters: 0,
      counted: { WakeUps: 3 },
    },
    { name: "mixed-batch", domains: ["gateway", "inventory", "search"], deadLetters: 0, counted: { WakeUps: 3 } },
    { name: "lambda-action", domains: ["gateway"], deadLetters: 0, counted: { WakeUps: 1 } },
    { name: "sns-in-sqs", domains: ["gateway"], deadLetters: 0, counted: { WakeUps: 1 } },
    { name: "sqs-in-sqs", domains: ["gateway", "inventory"], deadLetters: 0, counted: { WakeUps: 2 } },
    { name: "hot-loop", domains: ["inventory"], deadLetters: 0, counted: { WakeUps: 1 } },
    { name: "malformed", domains: ["gateway"], deadLetters: 6, counted: { WakeUps: 1, DeadLettered: 6 } },
    {
      name: "unknown",
      domains: [],
      deadLetters: 0,
      counted: {
        "Dropped sns-control": 1,
        "Dropped standalone-task": 1,
        "Dropped unknown-detail-type": 1,
        "Dropped unknown-kind": 1,
      },
    },
  ])("$name", async ({ name, domains, deadLetters, counted }) => {
    const router = routerHarness();
    expect(await router.handler(sqsSample(name))).toEqual(failures());
    expect(router.wakeUps().map(({ domain }) => domain)).toEqual(domains);
    expect(router.deadLetters()).toHaveLength(deadLetters);
    expect(router.counted).toEqual(counted);
  });

  it("carries the hot loop's wake-up as it was", async () => {
    const router = routerHarness();
    await router.handler(sqsSample("hot-loop"));
    expect(router.wakeUps()).toEqual([sample("wake-up/hot-loop")]);
  });

  it("makes the message that the records function's sample holds", async () => {
    const router = routerHarness({}, undefined, publishingConfig());
    await router.handler(batch(record("m1", sample("ecs-task/running"))));
    const [recorded] = sqsSample("records-wake-up").Records;
    expect(router.sqs.messages(RECORDS_URL).filter(({ group }) => group !== "nginx/edge")).toEqual([
      {
        body: recorded?.body,
        group: recorded?.attributes.MessageGroupId,
        deduplicationId: recorded?.attributes.MessageDeduplicationId,
        attributes: {},
      },
    ]);
  });

  it("makes the message that the scale function's sample holds", async () => {
    const router = routerHarness();
    await router.handler(batch(record("m1", sample("ecs-task/running"))));
    const [scaled] = sqsSample("scale-wake-up").Records;
    expect(router.sqs.messages(SCALING_URL)).toEqual([
      {
        body: scaled?.body,
        group: scaled?.attributes.MessageGroupId,
        deduplicationId: scaled?.attributes.MessageDeduplicationId,
        attributes: {},
      },
    ]);
  });
});

describe("only what failed is returned to the queue", () => {
  it("the messages of a domain that SQS refused, and no neighbour", async () => {
    const router = routerHarness({ refusedGroups: ["search"] });
    const event = batch(
      record("m1", alarm("order-latency-high", "a1")),
      record("m2", alarm("search-latency-high", "a2")),
      record("m3", alarm("shop-degraded", "a3")),
    );
    expect(await router.handler(event)).toEqual(failures("m2", "m3"));
    expect(router.wakeUps().map(({ domain }) => domain)).toEqual(["inventory"]);
    expect(router.counted).toEqual({ WakeUps: 1, Returned: 2 });
    expect(router.logged).toContainEqual({
      message: "wake-up not sent",
      fields: { group: "search", reason: expect.stringContaining("InternalError") },
    });
  });

  it("the messages of a destination that SQS refused, though their domain was woken", async () => {
    const router = routerHarness({ refusedGroups: ["zone/Z0123456789ABCDEFGHIJ"] }, undefined, publishingConfig());
    const event = batch(record("m1", task("order", "t1")), record("m2", alarm("order-latency-high", "a1")));
    expect(await router.handler(event)).toEqual(failures("m1"));
    expect(router.wakeUps().map(({ domain }) => domain)).toEqual(["inventory"]);
    expect(router.recordsWakeUps().map(({ destination }) => destination)).toEqual(["nginx/edge"]);
    expect(router.counted).toEqual({ WakeUps: 2, Returned: 1 });
  });

  it("no message, while only the queue of records can't be reached and nothing is published", async () => {
    const router = routerHarness({ down: [RECORDS_URL] });
    expect(await router.handler(batch(record("m1", task("order", "t1")), record("m2", tick())))).toEqual(failures());
    expect(router.recordsWakeUps()).toEqual([]);
  });

  it("every message with a wake-up, while the queue can't be reached", async () => {
    const router = routerHarness({ down: [SCALING_URL] });
    const event = batch(
      record("m1", alarm("order-latency-high", "a1")),
      record("m2", "hello"),
      record("m3", alarm("disk-full", "a3")),
    );
    expect(await router.handler(event)).toEqual(failures("m1"));
    expect(router.deadLetters()).toHaveLength(1);
    expect(router.counted).toEqual({ DeadLettered: 1, Returned: 1, "Dropped unknown-alarm": 1 });
  });

  it("the unreadable messages, while the dead-letter queue can't be reached", async () => {
    const router = routerHarness({ down: [DLQ_URL] });
    const event = batch(record("m1", "hello"), record("m2", alarm("order-latency-high", "a1")), record("m3", "{"));
    expect(await router.handler(event)).toEqual(failures("m1", "m3"));
    expect(router.wakeUps()).toHaveLength(1);
  });

  it("a half-readable message whose wake-up failed, without a dead letter that would come twice", async () => {
    const half = { Records: [{ body: "{" }, { body: JSON.stringify(alarm("order-latency-high", "a1")) }] };
    const failing = routerHarness({ refusedGroups: ["inventory"] });
    expect(await failing.handler(batch(record("m1", half)))).toEqual(failures("m1"));
    expect(failing.deadLetters()).toEqual([]);

    const working = routerHarness();
    expect(await working.handler(batch(record("m1", half)))).toEqual(failures());
    expect(working.deadLetters()).toHaveLength(1);
    expect(working.wakeUps()).toHaveLength(1);
  });

  it("every message of a wake-up, when the port itself throws", async () => {
    const handler = makeHandler({
      config: shopConfig(),
      nowMs: () => 0,
      dueDomains: async () => [],
      sendWakeUps: async () => Promise.reject(new Error("out of sockets")),
      sendRecordsWakeUps: async () => [],
      deadLetter: async () => {},
      log: { info: () => {}, warn: () => {} },
      count: () => {},
    });
    expect(await handler(batch(record("m1", alarm("order-latency-high", "a1"))))).toEqual(failures("m1"));
  });
});

describe("a dead letter", () => {
  it("holds the message, its id and why", async () => {
    const router = routerHarness();
    await router.handler(batch(record("m1", '{"kind":"tick"}')));
    expect(router.deadLetters()).toEqual([
      {
        body: '{"kind":"tick"}',
        group: undefined,
        deduplicationId: undefined,
        attributes: { messageId: "m1", reason: "missing-field at body.time: not there" },
      },
    ]);
  });
});

describe("a tick", () => {
  it("wakes the domains that are due now", async () => {
    const asked: number[] = [];
    const router = routerHarness({}, async (nowMs) => {
      asked.push(nowMs);
      return ["search"];
    });
    await router.handler(batch(record("m1", tick()), record("m2", tick())));
    expect(asked).toEqual([Date.parse("2026-03-02T09:15:00Z")]);
    expect(router.wakeUps().map(({ domain }) => domain)).toEqual(["search"]);
  });

  it("wakes every domain while the table can't be read", async () => {
    const router = routerHarness({}, () => Promise.reject(new Error("AccessDenied")));
    expect(await router.handler(batch(record("m1", tick())))).toEqual(failures());
    expect(router.wakeUps().map(({ domain }) => domain)).toEqual(["gateway", "inventory", "search"]);
  });

  it("is asked about by ticks only", async () => {
    const router = routerHarness({}, () => Promise.reject(new Error("not to be called")));
    await router.handler(batch(record("m1", task("order", "t1"))));
    expect(router.logged.map(({ message }) => message)).toEqual(["routed"]);
  });
});

describe("a batch delivered again", () => {
  it("wakes nobody a second time within SQS's five minutes", async () => {
    const router = routerHarness();
    const event = batch(record("m1", alarm("shop-degraded", "a1")), record("m2", task("order", "t1")));
    await router.handler(event);
    await router.handler(event);
    expect(router.wakeUps()).toHaveLength(2);
  });
});

describe("the handler", () => {
  it.each([
    { when: "an empty batch", event: batch() },
    { when: "an event that is no batch", event: {} as SQSEvent },
  ])("has nothing to do with $when", async ({ event }) => {
    const router = routerHarness();
    expect(await router.handler(event)).toEqual(failures());
    expect(router.sqs.commands).toEqual([]);
  });

  it("is at most 40 lines", () => {
    const source = readFileSync(join(__dirname, "../../functions/router/handler.ts"), "utf8");
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  });
});
