import { isDeepStrictEqual } from "node:util";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "@jest/globals";
import type { DynamoDb } from "../../shared/aws/clients.ts";
import { makeDomainTable, readDueDomains } from "../../shared/aws/domain-table.ts";
import { readBody } from "../../shared/aws/stored-body.ts";
import { noFacts, noPressure } from "../../shared/plan/readings/database-reading.ts";
import { decompress } from "../../shared/state/compressed.ts";
import type { Decision } from "../../shared/state/decision.ts";
import { type DomainState, newDomainState } from "../../shared/state/domain-state.ts";
import type { DynamoDbTable } from "../../simulator/cloud/dynamodb.ts";
import { answering, awsError } from "../aws/answering.ts";
import { smallStack } from "../scale/small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";

const atMs = Date.UTC(2026, 2, 14, 0, 3, 0, 1);

const stackAfterOneRead = async () => {
  const stack = smallStack(worldSpec(highRequests), stackConfig());
  stack.warmUp(180);
  await stack.wake();
  return stack;
};

const tableOf = () => {
  const { cloud } = smallStack(worldSpec(), stackConfig());
  const { dynamoDb } = cloud.clients();
  const { table: cloudTable } = cloud;
  return {
    table: makeDomainTable(dynamoDb, cloudTable.name),
    items: () => cloudTable.items(),
    dynamoDb,
    tableName: cloudTable.name,
    cloudTable,
  };
};

const stateOf = (version: number, changes: Partial<DomainState> = {}): DomainState => ({
  ...newDomainState("checkout"),
  version,
  ...changes,
});

const decisionOf = (changes: Partial<Decision> = {}): Decision => ({
  id: `${new Date(atMs).toISOString()}#1`,
  domain: "checkout",
  atMs,
  version: 1,
  correlationId: "event-1",
  causes: ["alarm"],
  snapshot: { domain: "checkout", readAtMs: atMs, services: [], databases: [] },
  memoryBefore: newDomainState("checkout").memory,
  plan: {
    domain: "checkout",
    nowMs: atMs,
    services: [],
    budgets: [],
    actions: [],
    findings: [],
    nextRead: { kind: "calm", inSeconds: 300 },
  },
  release: "1.2.3",
  configHash: "c0ffee",
  ...changes,
});

/** Digits of a pseudo-random walk: gzip can't make them small. */
const decisionWith = (numbers: number): Decision => {
  let walk = 1;
  const points = Array.from({ length: numbers }, () => {
    walk = (walk * 48_271) % 2_147_483_647;
    return { atMs, periodSeconds: 60, maximum: walk };
  });
  const connections = { kind: "known", value: points } as const;
  const database = { name: "orders", facts: noFacts, pressure: noPressure, proxies: [], connections };
  return decisionOf({ snapshot: { ...decisionOf().snapshot, databases: [database] } });
};

const aPart = (table: DynamoDbTable) => table.items().find((item) => item["sk"]?.S?.startsWith("PART#"))!;

const removePart = (table: DynamoDbTable): void => table.remove(aPart(table));

const spoilPart = (table: DynamoDbTable): void => {
  table.putItem({ TableName: table.name, Item: { ...aPart(table), body: { B: new Uint8Array(350_000) } } });
};

const decisionItem = (items: readonly Record<string, unknown>[]) =>
  items.find((item) => JSON.stringify(item["sk"]).includes("DECISION#")) as Record<
    string,
    { N?: string; BOOL?: boolean; B?: Uint8Array; S?: string }
  >;

describe("a domain's state", () => {
  it("comes back as it was recorded, whatever a read has put into it", async () => {
    const stack = await stackAfterOneRead();
    const state = await stack.state();
    expect(state.version).toBe(1);
    expect(Object.keys(state.memory.services)).toEqual(["checkout"]);
    const { table } = tableOf();
    await table.record(state, null, 14);
    expect((await table.read("checkout")).state).toEqual(state);
  });

  it("of a domain that was never read is new, and due", async () => {
    expect(await tableOf().table.read("checkout")).toEqual({
      state: newDomainState("checkout"),
      pause: null,
      intents: [],
    });
  });

  it("keeps version and time of the next read outside the compressed body, where conditions and the tick can see them", async () => {
    const { table, items } = tableOf();
    await table.record(stateOf(1, { nextReadAtMs: 77 }), null, 14);
    expect(items()[0]).toMatchObject({
      pk: { S: "DOMAIN#checkout" },
      sk: { S: "STATE" },
      version: { N: "1" },
      nextReadAtMs: { N: "77" },
    });
  });

  it.each([
    { when: "the first version", records: [1], expected: [true] },
    { when: "the first version twice: one of them", records: [1, 1], expected: [true, false] },
    { when: "one after the other", records: [1, 2, 3], expected: [true, true, true] },
    { when: "a version that was overtaken", records: [1, 2, 2], expected: [true, true, false] },
    { when: "a version that skips one", records: [1, 3], expected: [true, false] },
    { when: "a later version of a domain without one", records: [2], expected: [false] },
  ])("is recorded under its version: $when", async ({ records, expected }) => {
    const { table } = tableOf();
    const recorded: boolean[] = [];
    for (const version of records) recorded.push(await table.record(stateOf(version), null, 14));
    expect(recorded).toEqual(expected);
  });

  it("is settled only while its version is the newest", async () => {
    const { table } = tableOf();
    await table.record(stateOf(1), null, 14);
    expect(await table.settle(stateOf(1, { decisionKey: "settled" }), null, [])).toBe(true);
    await table.record(stateOf(2), null, 14);
    expect(await table.settle(stateOf(1, { decisionKey: "late" }), null, [])).toBe(false);
    expect((await table.read("checkout")).state).toMatchObject({ version: 2, decisionKey: "" });
    expect([await table.isCurrent("checkout", 1), await table.isCurrent("checkout", 2)]).toEqual([false, true]);
  });

  it("a transaction that is cancelled for another reason is an accident, not a conflict", async () => {
    const cancelled = Object.assign(
      awsError("TransactionCanceledException", "Transaction cancelled [ThrottlingError]"),
      {
        CancellationReasons: [{ Code: "ThrottlingError" }],
      },
    );
    const { client } = answering<DynamoDb>(() => {
      throw cancelled;
    });
    await expect(makeDomainTable(client, "t").record(stateOf(1), null, 14)).rejects.toBe(cancelled);
  });
});

describe("a decision", () => {
  it("that lost the race leaves nothing behind", async () => {
    const { table, items } = tableOf();
    await table.record(stateOf(1), null, 14);
    expect(await table.record(stateOf(1), decisionOf(), 14)).toBe(false);
    expect(items()).toHaveLength(1);
  });

  it("expires its days after it was made, in whole seconds", async () => {
    const { table, items } = tableOf();
    await table.record(stateOf(1), decisionOf(), 14);
    expect(decisionItem(items())["expiresAtSeconds"]?.N).toBe(String(Math.ceil(atMs / 1000) + 14 * 86_400));
    expect(items().find((item) => item["sk"]?.S === "STATE")?.["expiresAtSeconds"]).toBeUndefined();
  });

  it("says what a list shows outside the compressed body", async () => {
    const { table, items } = tableOf();
    await table.record(stateOf(1), decisionOf(), 14);
    const item = decisionItem(items());
    expect(item["form"]?.N).toBe("2");
    expect(JSON.parse(item["summary"]?.S ?? "")).toEqual({
      causes: ["alarm"],
      correlationId: "event-1",
      services: [],
      codes: [],
    });
  });

  it.each([
    { when: "a small one", numbers: 10, parts: 0 },
    { when: "one past what an item holds", numbers: 60_000, parts: 2 },
    { when: "one past what a transaction holds", numbers: 900_000, parts: 17 },
  ])("is kept whole, $when", async ({ numbers, parts }) => {
    const { table, items, dynamoDb, tableName } = tableOf();
    const large = decisionWith(numbers);
    await table.record(stateOf(1), large, 14);
    expect(items().filter((item) => item["sk"]?.S?.startsWith("PART#"))).toHaveLength(parts);
    for (const item of items()) {
      if (item["sk"]?.S !== "STATE")
        expect(item["expiresAtSeconds"]?.N).toBe(decisionItem(items())["expiresAtSeconds"]?.N);
    }
    const read = await readBody(dynamoDb, tableName, decisionItem(items()) as Record<string, AttributeValue>);
    // A million numbers: a matcher would take ten times as long as the rest.
    expect(read.kind === "whole" && isDeepStrictEqual(decompress(read.bytes), large)).toBe(true);
  });

  it("in parts that lost the race touches nothing of the one that won", async () => {
    const { table, items, dynamoDb, tableName } = tableOf();
    const winner = decisionWith(60_000);
    await table.record(stateOf(1), winner, 14);
    expect(await table.record(stateOf(1), { ...decisionWith(60_001), id: winner.id }, 14)).toBe(false);
    const read = await readBody(dynamoDb, tableName, decisionItem(items()) as Record<string, AttributeValue>);
    expect(read.kind === "whole" && decompress(read.bytes)).toEqual(winner);
  });

  it.each([
    {
      when: "a part that has expired",
      damage: (table: DynamoDbTable) => removePart(table),
      says: "1 of 2 parts are gone",
    },
    {
      when: "a part that was overwritten",
      damage: (table: DynamoDbTable) => spoilPart(table),
      says: "not those that were written",
    },
  ])("with $when is told as incomplete, and not read as another", async ({ damage, says }) => {
    const { table, items, dynamoDb, tableName, cloudTable } = tableOf();
    await table.record(stateOf(1), decisionWith(60_000), 14);
    damage(cloudTable);
    const read = await readBody(dynamoDb, tableName, decisionItem(items()) as Record<string, AttributeValue>);
    expect(read).toEqual({ kind: "incomplete", detail: expect.stringContaining(says) });
  });

  it("gets its outcomes when it is settled", async () => {
    const stack = await stackAfterOneRead();
    const item = decisionItem(stack.cloud.table.items());
    const action = { kind: "set-desired-count", service: "checkout", from: 4, to: 7 };
    expect(JSON.parse(item["outcomes"]?.S ?? "")).toEqual([{ kind: "done", action }]);
    expect(JSON.parse(item["actions"]?.S ?? "")).toEqual([action]);
  });
});

describe("BatchGetItem", () => {
  type Keys = { RequestItems: { t: { Keys: { pk: { S: string }; sk: { S: string } }[] } } };

  it("that leaves keys unprocessed is asked again for those", async () => {
    let calls = 0;
    const { client, asked } = answering<DynamoDb>((_operation, input) => {
      const { Keys } = (input as unknown as Keys).RequestItems.t;
      calls += 1;
      if (calls === 1) return { Responses: { t: [] }, UnprocessedKeys: { t: { Keys: Keys.slice(1) } } };
      return { Responses: { t: Keys }, UnprocessedKeys: {} };
    });
    expect((await makeDomainTable(client, "t").read("checkout")).pause).not.toBeNull();
    expect(asked.map(({ input }) => (input as unknown as Keys).RequestItems.t.Keys.length)).toEqual([3, 2]);
  });

  it("that takes nothing at all fails the read at once: a pause that can't be read is not no pause", async () => {
    const { client } = answering<DynamoDb>((_operation, input) => ({
      UnprocessedKeys: (input as unknown as Keys).RequestItems,
    }));
    await expect(makeDomainTable(client, "t").read("checkout")).rejects.toThrow("3 keys unprocessed");
  });

  it("reads 250 domains by hundreds; due are those whose time has come and those never read", async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `d-${String(n).padStart(3, "0")}`);
    const { client, asked } = answering<DynamoDb>((_operation, input) => ({
      Responses: {
        t: (input as unknown as Keys).RequestItems.t.Keys.flatMap((key) => {
          const n = Number(key.pk.S.slice(-3));
          return n < 3 ? [] : [{ ...key, nextReadAtMs: { N: n === 10 ? "1000" : "1001" } }];
        }),
      },
    }));
    const domains = ids.map((id) => ({ id, services: [], databases: [] }));
    const due = await readDueDomains(client, "t", stackConfig({}, {}, { domains }), 1_000);
    expect(due).toEqual(["d-000", "d-001", "d-002", "d-010"]);
    expect(asked.map(({ input }) => (input as unknown as Keys).RequestItems.t.Keys.length)).toEqual([100, 100, 50]);
  });
});
