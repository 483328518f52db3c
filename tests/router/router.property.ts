import { describe, expect, it } from "@jest/globals";
import type { SQSRecord } from "aws-lambda";
import * as fc from "fast-check";
import { readRecord } from "../../functions/router/read-record.ts";
import { routeBatch } from "../../functions/router/route-batch.ts";
import { buildWakeMap } from "../../functions/router/wake-map.ts";
import type { Cause } from "../../shared/events/wake-up.ts";
import { publishingConfig } from "../events/shop-config.ts";
import { AT_MS, alarm, record, recordsWakeUp, task, tick, wakeUp } from "./batches.ts";
import { routerHarness } from "./router-harness.ts";
import { DLQ_URL, RECORDS_URL, SCALING_URL } from "./stub-sqs.ts";

const pinned = { seed: 20_260_302, numRuns: 300 };
const map = buildWakeMap(publishingConfig());

const eventId = fc.nat(9).map((number) => `event-${number}`);
const time = fc.nat(3).map((second) => `2026-03-02T09:14:5${second}Z`);
const causes = fc.uniqueArray(fc.constantFrom<Cause>("alarm", "hot-loop", "retry", "tick"), { minLength: 1 });

const body: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("order-latency-high", "shop-degraded", "disk-full"), eventId, time)
      .map((args) => alarm(...args)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("order", "inventory", "search", "blog"), eventId, time)
      .map((args) => task(...args)),
  },
  { weight: 1, arbitrary: time.map(tick) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        domain: fc.constantFrom("inventory", "search", "gone"),
        causes,
        attempt: fc.nat(10),
        loopToken: fc.constantFrom(null, "token-1", "token-2"),
        correlationId: eventId,
      })
      .map(wakeUp),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        destination: fc.constantFrom("zone/Z0123456789ABCDEFGHIJ", "nginx/edge", "zone/Z0GONE"),
        causes,
        attempt: fc.nat(10),
        loopToken: fc.constantFrom(null, "token-1", "token-2"),
        correlationId: eventId,
      })
      .map(recordsWakeUp),
  },
  { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string(), fc.string({ unit: "binary" })) },
);

/** A forwarded batch now and then: several events in one message. */
const payload = fc.oneof(
  { weight: 4, arbitrary: body },
  {
    weight: 1,
    arbitrary: fc.array(body, { minLength: 1, maxLength: 3 }).map((bodies) => ({
      Records: bodies.map((inner) => ({ body: typeof inner === "string" ? inner : JSON.stringify(inner) })),
    })),
  },
);

const records: fc.Arbitrary<readonly SQSRecord[]> = fc
  .array(fc.tuple(payload, fc.nat(3)), { maxLength: 10 })
  .map((items) => items.map(([item, second], index) => record(`m${index}`, item, AT_MS - second * 1_000)));

const due = fc.subarray(["inventory", "search"]);

const faults = fc.record({
  refusedGroups: fc.subarray(["inventory", "search", "zone/Z0123456789ABCDEFGHIJ"]),
  down: fc.subarray([SCALING_URL, RECORDS_URL, DLQ_URL]),
});

describe("any batch", () => {
  it("in any order always gives the same routing", () =>
    fc.assert(
      fc.property(
        records.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
        ),
        due,
        ([list, shuffled], dueDomains) =>
          expect(routeBatch(shuffled.map(readRecord), dueDomains, map)).toEqual(
            routeBatch(list.map(readRecord), dueDomains, map),
          ),
      ),
      pinned,
    ));

  it("never gives a domain or a destination two wake-ups, or two of them one deduplication id", () =>
    fc.assert(
      fc.property(records, due, (list, dueDomains) => {
        const { wakeUps, recordsWakeUps } = routeBatch(list.map(readRecord), dueDomains, map);
        const domains = wakeUps.map(({ wakeUp }) => wakeUp.domain);
        const destinations = recordsWakeUps.map(({ wakeUp }) => wakeUp.destination);
        expect(domains).toEqual([...new Set(domains)].sort());
        expect(destinations).toEqual([...new Set(destinations)].sort());
        const ids = [...wakeUps, ...recordsWakeUps].map(({ deduplicationId }) => deduplicationId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      pinned,
    ));

  it("a token is never kept beside another cause than the hot loop's", () =>
    fc.assert(
      fc.property(records, due, (list, dueDomains) => {
        const { wakeUps, recordsWakeUps } = routeBatch(list.map(readRecord), dueDomains, map);
        for (const { wakeUp } of [...wakeUps, ...recordsWakeUps]) {
          if (wakeUp.loopToken !== null) expect(wakeUp.causes).toEqual(["hot-loop"]);
        }
      }),
      pinned,
    ));

  it("never loses a record: each event is in a wake-up, a count or a dead letter", () =>
    fc.assert(
      fc.property(records, due, (list, dueDomains) => {
        const read = list.map(readRecord);
        const { wakeUps, recordsWakeUps, malformed, dropped } = routeBatch(read, dueDomains, map);
        const woken = new Set([...wakeUps, ...recordsWakeUps].flatMap(({ messageIds }) => messageIds));
        const lettered = new Set(malformed.map(({ messageId }) => messageId));
        let remaining = dropped.reduce((sum, { count }) => sum + count, 0);
        for (const { messageId, events } of read) {
          expect(lettered.has(messageId)).toBe(events.some(({ kind }) => kind === "malformed"));
          const others = events.filter(({ kind }) => kind !== "malformed").length;
          if (others > 0 && !woken.has(messageId)) remaining -= others;
        }
        // What is left was dropped beside an event of its own message that woke somebody.
        expect(remaining).toBeGreaterThanOrEqual(0);
      }),
      pinned,
    ));

  it("is never a crash, and whatever the queues do each message is handled or returned", () =>
    fc.assert(
      fc.asyncProperty(records, due, faults, async (list, dueDomains, broken) => {
        const router = routerHarness(broken, async () => dueDomains, publishingConfig());
        const { batchItemFailures } = await router.handler({ Records: [...list] });
        const returned = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        const routing = routeBatch(list.map(readRecord), dueDomains, map);
        const sent = new Set([
          ...router.wakeUps().map(({ domain }) => domain),
          ...router.recordsWakeUps().map(({ destination }) => destination),
        ]);
        const lettered = new Set(router.deadLetters().map(({ attributes }) => attributes["messageId"]));
        expect(returned.size).toBe(batchItemFailures.length);
        for (const { messageId } of list) {
          const groups = [
            ...routing.wakeUps.map(({ wakeUp, messageIds }) => ({ group: wakeUp.domain, messageIds })),
            ...routing.recordsWakeUps.map(({ wakeUp, messageIds }) => ({ group: wakeUp.destination, messageIds })),
          ];
          const unsent = groups.some(({ group, messageIds }) => messageIds.includes(messageId) && !sent.has(group));
          const unreadable = routing.malformed.some((letter) => letter.messageId === messageId);
          expect(returned.has(messageId)).toBe(unsent || (unreadable && !lettered.has(messageId)));
        }
      }),
      pinned,
    ));
});
