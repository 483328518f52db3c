import { describe, expect, it } from "@jest/globals";
import type { SQSRecord } from "aws-lambda";
import { readRecord } from "../../functions/router/read-record.ts";
import { routeBatch } from "../../functions/router/route-batch.ts";
import { buildWakeMap } from "../../functions/router/wake-map.ts";
import { publishingConfig, shopConfig } from "../events/shop-config.ts";
import { AT_MS, alarm, record, recordsWakeUp, task, tick, wakeUp } from "./batches.ts";

const map = buildWakeMap(shopConfig());

const route = (records: readonly SQSRecord[], due: readonly string[] = []) =>
  routeBatch(records.map(readRecord), due, map);

const wakeUpsOf = (records: readonly SQSRecord[], due?: readonly string[]) =>
  route(records, due).wakeUps.map(({ wakeUp, messageIds }) => ({ ...wakeUp, messageIds }));

const fresh = { kind: "wake-up", version: 1, attempt: 0, loopToken: null };

describe("a batch becomes one wake-up per domain", () => {
  it.each([
    {
      when: "two services of one domain are one wake-up, under the earlier event's id",
      records: [record("m1", task("order", "task-1")), record("m2", alarm("order-latency-high", "alarm-1"))],
      gives: [
        {
          ...fresh,
          domain: "inventory",
          causes: ["alarm", "task-state"],
          correlationId: "alarm-1",
          messageIds: ["m1", "m2"],
        },
      ],
    },
    {
      when: "an alarm of two domains is a wake-up for each",
      records: [record("m1", alarm("shop-degraded", "alarm-1"))],
      gives: ["inventory", "search"].map((domain) => ({
        ...fresh,
        domain,
        causes: ["alarm"],
        correlationId: "alarm-1",
        messageIds: ["m1"],
      })),
    },
    {
      when: "one event in two messages rests on both",
      records: [
        record("m1", alarm("order-latency-high", "alarm-1")),
        record("m2", alarm("order-latency-high", "alarm-1")),
      ],
      gives: [{ ...fresh, domain: "inventory", causes: ["alarm"], correlationId: "alarm-1", messageIds: ["m1", "m2"] }],
    },
    {
      when: "a tick wakes the domains that are due, and no domain that isn't configured",
      records: [record("m1", tick())],
      due: ["search", "blog"],
      gives: [{ ...fresh, domain: "search", causes: ["tick"], correlationId: "m1", messageIds: ["m1"] }],
    },
    {
      when: "the hot loop's own wake-up keeps its token",
      records: [record("m1", wakeUp())],
      gives: [{ ...wakeUp(), messageIds: ["m1"] }],
    },
    {
      when: "an alarm beside the hot loop takes the token away, and the loop's correlation id goes on",
      records: [record("m1", wakeUp(), AT_MS - 20_000), record("m2", alarm("order-latency-high", "alarm-1"))],
      gives: [{ ...wakeUp(), causes: ["alarm", "hot-loop"], loopToken: null, messageIds: ["m1", "m2"] }],
    },
    {
      when: "two hot loops of one domain can't both be right: neither token is used",
      records: [record("m1", wakeUp()), record("m2", wakeUp({ loopToken: "token-2" }))],
      gives: [{ ...wakeUp(), loopToken: null, messageIds: ["m1", "m2"] }],
    },
    {
      when: "a retried hot loop is no longer only the loop's",
      records: [record("m1", wakeUp({ causes: ["hot-loop", "retry"], attempt: 1 }))],
      gives: [{ ...wakeUp(), causes: ["hot-loop", "retry"], attempt: 1, loopToken: null, messageIds: ["m1"] }],
    },
    {
      when: "the highest attempt counts on",
      records: [
        record("m1", wakeUp({ causes: ["retry"], attempt: 3, loopToken: null })),
        record("m2", wakeUp({ causes: ["retry"], attempt: 7, loopToken: null })),
        record("m3", alarm("order-latency-high", "alarm-1")),
      ],
      gives: [
        {
          ...fresh,
          domain: "inventory",
          causes: ["alarm", "retry"],
          correlationId: "alarm-1",
          attempt: 7,
          messageIds: ["m1", "m2", "m3"],
        },
      ],
    },
    {
      when: "another domain's loop is not disturbed",
      records: [record("m1", wakeUp()), record("m2", alarm("search-latency-high", "alarm-1"))],
      gives: [
        { ...wakeUp(), messageIds: ["m1"] },
        { ...fresh, domain: "search", causes: ["alarm"], correlationId: "alarm-1", messageIds: ["m2"] },
      ],
    },
  ])("$when", ({ records, due, gives }) => expect(wakeUpsOf(records, due)).toEqual(gives));
});

describe("a batch becomes one wake-up per destination", () => {
  const publishing = buildWakeMap(publishingConfig());
  const recordsWakeUpsOf = (records: readonly SQSRecord[]) =>
    routeBatch(records.map(readRecord), [], publishing).recordsWakeUps.map(({ wakeUp, messageIds }) => ({
      ...wakeUp,
      messageIds,
    }));
  const woken = (destination: string, changes: object) => ({
    ...recordsWakeUp({ loopToken: null }),
    destination,
    ...changes,
  });

  it.each([
    {
      when: "a task wakes every place where its service is published",
      records: [record("m1", task("order", "task-1"))],
      gives: ["nginx/edge", "zone/Z0123456789ABCDEFGHIJ"].map((destination) =>
        woken(destination, { causes: ["task-state"], correlationId: "task-1", messageIds: ["m1"] }),
      ),
    },
    {
      when: "tasks of two services in one zone are one wake-up",
      records: [record("m1", task("search", "task-1")), record("m2", task("search", "task-2"))],
      gives: [
        woken("zone/Z0123456789ABCDEFGHIJ", {
          causes: ["task-state"],
          correlationId: "task-1",
          messageIds: ["m1", "m2"],
        }),
      ],
    },
    {
      when: "a task of a service that is not published wakes none",
      records: [record("m1", task("gateway", "t-1"))],
      gives: [],
    },
    { when: "an alarm wakes none", records: [record("m1", alarm("order-latency-high", "alarm-1"))], gives: [] },
    {
      when: "a tick wakes all of them, though no domain is due",
      records: [record("m1", tick())],
      gives: ["nginx/edge", "zone/Z0123456789ABCDEFGHIJ"].map((destination) =>
        woken(destination, { causes: ["tick"], correlationId: "m1", messageIds: ["m1"] }),
      ),
    },
    {
      when: "a destination's own loop keeps its token and its attempt",
      records: [record("m1", recordsWakeUp({ attempt: 2 }))],
      gives: [{ ...recordsWakeUp({ attempt: 2 }), messageIds: ["m1"] }],
    },
    {
      when: "a task beside the loop takes the token away, and another destination's loop is not disturbed",
      records: [
        record("m1", recordsWakeUp(), AT_MS - 20_000),
        record("m2", recordsWakeUp({ destination: "nginx/edge" }), AT_MS - 20_000),
        record("m3", task("search", "task-1")),
      ],
      gives: [
        { ...recordsWakeUp({ destination: "nginx/edge" }), messageIds: ["m2"] },
        woken("zone/Z0123456789ABCDEFGHIJ", { causes: ["hot-loop", "task-state"], messageIds: ["m1", "m3"] }),
      ],
    },
  ])("$when", ({ records, gives }) => expect(recordsWakeUpsOf(records)).toEqual(gives));

  it("a destination that is gone is counted, and wakes none", () => {
    const gone = record("m1", recordsWakeUp({ destination: "zone/Z0GONE" }));
    expect(routeBatch([readRecord(gone)], [], publishing)).toEqual({
      wakeUps: [],
      recordsWakeUps: [],
      malformed: [],
      dropped: [{ code: "unknown-destination", count: 1, examples: ["zone/Z0GONE"] }],
    });
  });

  it("the domain and the destinations of one event have deduplication ids of their own", () => {
    const routing = routeBatch([readRecord(record("m1", task("order", "task-1")))], [], publishing);
    const ids = [...routing.wakeUps, ...routing.recordsWakeUps].map(({ deduplicationId }) => deduplicationId);
    expect(new Set(ids).size).toBe(3);
  });
});

describe("the deduplication id", () => {
  const idsOf = (records: readonly SQSRecord[]) => route(records).wakeUps.map(({ deduplicationId }) => deduplicationId);
  const [one] = idsOf([record("m1", alarm("order-latency-high", "alarm-1"))]);

  it("is a sha256 in hex, within SQS's 128 characters", () => expect(one).toMatch(/^[0-9a-f]{64}$/));

  it("is the same for the same event delivered again", () =>
    expect(idsOf([record("m9", alarm("order-latency-high", "alarm-1"))])).toEqual([one]));

  it("is another for the next event of the domain, or it would be swallowed for five minutes", () =>
    expect(idsOf([record("m1", alarm("order-latency-high", "alarm-2"))])).not.toEqual([one]));

  it("is another for each domain woken by one event, because deduplication is queue-wide", () => {
    const [inventory, search] = idsOf([record("m1", alarm("shop-degraded", "alarm-1"))]);
    expect(inventory).not.toBe(search);
  });

  it("is another for the retry of a wake-up, which is a new message", () =>
    expect(idsOf([record("m2", wakeUp())])).not.toEqual(idsOf([record("m3", wakeUp())])));

  it("does not mix up where one id ends and the next begins", () => {
    const split = idsOf([
      record("m1", alarm("order-latency-high", "a")),
      record("m2", alarm("order-latency-high", "b")),
    ]);
    expect(idsOf([record("m1", alarm("order-latency-high", "a,b"))])).not.toEqual(split);
  });
});

describe("what wakes nobody", () => {
  it("is counted by code, with three examples", () =>
    expect(
      route([
        record("m1", alarm("disk-full", "a1")),
        ...["d", "c", "b", "a"].map((name) => record(`t-${name}`, task(name, `t-${name}`))),
        record("m2", tick()),
      ]).dropped,
    ).toEqual([
      { code: "nothing-due", count: 1, examples: ["tick"] },
      { code: "unknown-alarm", count: 1, examples: ["disk-full"] },
      { code: "unknown-service", count: 4, examples: ["shop/a", "shop/b", "shop/c"] },
    ]));

  it("is a tick for which only a domain that is gone is due", () =>
    expect(route([record("m1", tick())], ["blog"])).toEqual({
      wakeUps: [],
      recordsWakeUps: [],
      malformed: [],
      dropped: [{ code: "nothing-due", count: 1, examples: ["tick"] }],
    }));

  it("is cut short in the log, however long its name", () => {
    const [dropped] = route([record("m1", alarm("a".repeat(100_000), "a1"))]).dropped;
    expect(dropped?.examples).toEqual(["a".repeat(200)]);
  });

  it("is one dead letter per message, with its first three reasons", () => {
    const bodies = ["{", "7", "{}", "[]", "null"].map((body) => ({ body }));
    const routing = route([record("m2", { Records: bodies }), record("m1", "hello")]);
    expect(routing.malformed.map(({ messageId }) => messageId)).toEqual(["m1", "m2"]);
    expect(routing.malformed[0]).toEqual({
      messageId: "m1",
      body: "hello",
      reason: expect.stringMatching(/^not-json at body: /),
    });
    expect(routing.malformed[1]?.reason).toMatch(
      /^not-json at body\.Records\[0\]\.body: .*; not-an-object at body\.Records\[1\]\.body: .*; no-known-shape at .*; and 2 more$/,
    );
  });

  it("a record that can't even be read stays alone with its fault", () => {
    const routing = route([
      record("m1", alarm("order-latency-high", "alarm-1")),
      { ...record("m2", ""), body: undefined as unknown as string },
    ]);
    expect(routing.wakeUps).toHaveLength(1);
    expect(routing.malformed).toEqual([
      { messageId: "m2", body: "", reason: expect.stringMatching(/^unreadable at record: ./) },
    ]);
  });
});

describe("a megabyte of events in one message, six times", () => {
  it("is one wake-up", () => {
    const body = JSON.stringify({ Records: Array.from({ length: 14_000 }, () => ({ body: JSON.stringify(tick()) })) });
    const messages = ["m1", "m2", "m3", "m4", "m5", "m6"].map((id) => record(id, body));
    expect(route(messages, ["search"]).wakeUps).toMatchObject([{ wakeUp: { domain: "search", attempt: 0 } }]);
  });
});

describe("a message without the time it was sent", () => {
  it("counts as the earliest: its correlation id goes on", () => {
    const bare = { messageId: "m1", body: JSON.stringify(wakeUp()) };
    const routing = routeBatch([bare, record("m2", alarm("order-latency-high", "alarm-1"))].map(readRecord), [], map);
    expect(routing.wakeUps[0]?.wakeUp.correlationId).toBe("alarm-0");
  });
});
