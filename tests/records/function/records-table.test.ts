import { describe, expect, it } from "@jest/globals";
import type { DynamoDb } from "../../../shared/aws/clients.ts";
import { makeRecordsTable } from "../../../shared/aws/records-table.ts";
import { type DestinationState, newDestinationState } from "../../../shared/records/destination-state.ts";
import { answering, awsError } from "../../aws/answering.ts";
import { smallStack } from "../../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { zone } from "./records-stack.ts";

const stateOf = (version: number, changes: Partial<DestinationState> = {}): DestinationState => ({
  ...newDestinationState(zone),
  version,
  ...changes,
});

const tableOf = () => {
  const { cloud } = smallStack(worldSpec(), stackConfig());
  return { table: makeRecordsTable(cloud.clients().dynamoDb, cloud.table.name), cloud };
};

describe("a destination's state", () => {
  it("is new where nothing was recorded", async () =>
    expect(await tableOf().table.read(zone)).toEqual({ state: newDestinationState(zone), pause: null }));

  it("comes back as it was recorded, and no other destination's does", async () => {
    const { table } = tableOf();
    const state = stateOf(1, {
      readStartedAtMs: 1_000,
      wroteAtMs: 2_000,
      loop: { token: "1", dueAtMs: 12_000 },
      waitingSinceMs: { order: 500 },
      memory: { sets: { "a/A": ["hash"] } },
    });
    expect(await table.record(state)).toBe(true);
    expect(await table.read(zone)).toEqual({ state, pause: null });
    expect((await table.read("nginx/edge")).state.version).toBe(0);
  });

  it.each([
    { when: "the first one over nothing", recorded: [], next: 1, gives: true },
    { when: "the next one over the one before", recorded: [1], next: 2, gives: true },
    { when: "one that another invocation has already recorded", recorded: [1], next: 1, gives: false },
    { when: "one after a plan that was never recorded", recorded: [1], next: 3, gives: false },
  ])("$when is recorded: $gives", async ({ recorded, next, gives }) => {
    const { table } = tableOf();
    for (const version of recorded) await table.record(stateOf(version, { readStartedAtMs: version }));
    expect(await table.record(stateOf(next, { readStartedAtMs: 99 }))).toBe(gives);
    expect((await table.read(zone)).state.readStartedAtMs).toBe(gives ? 99 : 1);
  });

  it("is settled under its own version, and not once there is a newer one", async () => {
    const { table } = tableOf();
    await table.record(stateOf(1));
    expect(await table.settle(stateOf(1, { wroteAtMs: 7 }))).toBe(true);
    await table.record(stateOf(2, { wroteAtMs: 8 }));
    expect(await table.settle(stateOf(1, { wroteAtMs: 9 }))).toBe(false);
    expect((await table.read(zone)).state.wroteAtMs).toBe(8);
    expect([await table.isCurrent(zone, 1), await table.isCurrent(zone, 2)]).toEqual([false, true]);
  });

  it("is read together with the pause of the whole stack", async () => {
    const { table, cloud } = tableOf();
    cloud.table.putItem({ TableName: cloud.table.name, Item: { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } } });
    expect((await table.read(zone)).pause).toEqual({ sinceMs: 0, untilMs: null, run: "", by: "" });
  });

  it("that can't be read or written is an error, never a new one", async () => {
    const { client } = answering<DynamoDb>(() => {
      throw awsError("ProvisionedThroughputExceededException");
    });
    const table = makeRecordsTable(client, "table");
    await expect(table.read(zone)).rejects.toThrow("on purpose");
    await expect(table.record(stateOf(1))).rejects.toThrow("on purpose");
    await expect(table.isCurrent(zone, 1)).rejects.toThrow("on purpose");
  });

  it("of which DynamoDB leaves all keys unprocessed is an error too", async () => {
    const { client } = answering<DynamoDb>((_, input) => ({ Responses: {}, UnprocessedKeys: input["RequestItems"] }));
    await expect(makeRecordsTable(client, "table").read(zone)).rejects.toThrow("left 2 keys unprocessed");
  });
});
