import { describe, expect, it } from "@jest/globals";
import type { DynamoDb } from "../../../shared/aws/clients.ts";
import { makePostTable } from "../../../shared/aws/post-table.ts";
import type { Absence, GatePost, Withdrawal } from "../../../shared/records/post.ts";
import { answering, awsError } from "../../aws/answering.ts";
import { smallStack } from "../../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";

const withdrawal = (changes: Partial<Withdrawal> = {}): Withdrawal => ({
  service: "order",
  taskIds: ["t-1", "t-2"],
  atMs: 1_000_000,
  ...changes,
});

const gate = (changes: Partial<GatePost> = {}): GatePost => ({
  service: "order",
  atMs: 1_000_000,
  admitted: { requestsPerSecond: 120, tasks: 6, boundBy: "main" },
  ...changes,
});

const absence = (atMs: number, ...taskIds: readonly string[]): Absence => ({
  service: "order",
  destination: "zone/Z1",
  atMs,
  absentSinceMs: Object.fromEntries(taskIds.map((taskId) => [taskId, atMs])),
});

const tableOf = () => {
  const { cloud } = smallStack(worldSpec(), stackConfig());
  return { posts: makePostTable(cloud.clients().dynamoDb, cloud.table.name), items: () => cloud.table.items() };
};

const nothing = { kind: "unknown", because: "no-data" };

describe("posts between scale and records", () => {
  it("are read as they were posted, and unknown where nothing was", async () => {
    const { posts } = tableOf();
    await posts.putWithdrawal(withdrawal());
    await posts.putGate(gate({ service: "cart" }));
    expect(await posts.readWithdrawals(["order", "cart"])).toEqual(
      new Map<string, unknown>([
        ["order", { kind: "known", value: withdrawal() }],
        ["cart", expect.objectContaining(nothing)],
      ]),
    );
    expect(await posts.readGates(["order", "cart"])).toEqual(
      new Map<string, unknown>([
        ["order", expect.objectContaining(nothing)],
        ["cart", { kind: "known", value: gate({ service: "cart" }) }],
      ]),
    );
  });

  it("are never replaced by older ones, in whichever order they arrive", async () => {
    const { posts } = tableOf();
    await posts.putWithdrawal(withdrawal({ atMs: 2_000_000, taskIds: [] }));
    await posts.putWithdrawal(withdrawal({ atMs: 1_999_999 }));
    await posts.putGate(gate({ atMs: 2_000_000, admitted: null }));
    await posts.putGate(gate({ atMs: 1_999_999 }));
    expect((await posts.readWithdrawals(["order"])).get("order")).toEqual({
      kind: "known",
      value: withdrawal({ atMs: 2_000_000, taskIds: [] }),
    });
    expect((await posts.readGates(["order"])).get("order")).toEqual({
      kind: "known",
      value: gate({ atMs: 2_000_000, admitted: null }),
    });
  });

  it("expire a day after they were posted", async () => {
    const { posts, items } = tableOf();
    await posts.putWithdrawal(withdrawal({ atMs: 1_000_001 }));
    expect(items().map((item) => [item["pk"], item["sk"], item["expiresAtSeconds"]])).toEqual([
      [{ S: "PUBLICATION#order" }, { S: "WITHDRAWAL" }, { N: String(1_001 + 86_400) }],
    ]);
  });

  it.each([
    {
      when: "a task that is still absent keeps its first time",
      posted: [absence(1_000, "t-1"), absence(9_000, "t-1", "t-2")],
      expected: { "t-1": 1_000, "t-2": 9_000 },
    },
    {
      when: "a task that is no longer among them is dropped",
      posted: [absence(1_000, "t-1", "t-2"), absence(9_000, "t-2")],
      expected: { "t-2": 1_000 },
    },
    {
      when: "a task that came back in between begins again",
      posted: [absence(1_000, "t-1"), absence(5_000), absence(9_000, "t-1")],
      expected: { "t-1": 9_000 },
    },
    {
      when: "an older post that arrives late changes nothing",
      posted: [absence(9_000, "t-1"), absence(8_000, "t-2")],
      expected: { "t-1": 9_000 },
    },
  ])("absence: $when", async ({ posted, expected }) => {
    const { posts } = tableOf();
    for (const post of posted) await posts.putAbsence(post);
    const [read] = await posts.readAbsences([{ service: "order", destination: "zone/Z1" }]);
    expect(read).toMatchObject({ kind: "known", value: { absentSinceMs: expected } });
  });

  it("absences come in the order of the pairs, asked for once each", async () => {
    const { posts } = tableOf();
    await posts.putAbsence(absence(1_000, "t-1"));
    const pair = { service: "order", destination: "zone/Z1" };
    expect(await posts.readAbsences([{ service: "order", destination: "nginx/edge" }, pair, pair])).toEqual([
      expect.objectContaining(nothing),
      { kind: "known", value: absence(1_000, "t-1") },
      { kind: "known", value: absence(1_000, "t-1") },
    ]);
  });

  it("are unknown, and not nothing, where the table can't be read", async () => {
    const { client } = answering<DynamoDb>(() => {
      throw awsError("ThrottlingException");
    });
    const posts = makePostTable(client, "table");
    const failed = expect.objectContaining({ kind: "unknown", because: "failed" });
    expect((await posts.readWithdrawals(["order"])).get("order")).toEqual(failed);
    expect(await posts.readAbsences([{ service: "order", destination: "zone/Z1" }])).toEqual([failed]);
    await expect(posts.putWithdrawal(withdrawal())).rejects.toThrow("on purpose");
  });

  it("that can't be understood take no other along", async () => {
    const { client } = answering<DynamoDb>(() => ({
      Responses: {
        table: [
          { pk: { S: "PUBLICATION#cart" }, sk: { S: "WITHDRAWAL" }, post: { S: "{" } },
          {
            pk: { S: "PUBLICATION#order" },
            sk: { S: "WITHDRAWAL" },
            post: { S: JSON.stringify(withdrawal()) },
          },
        ],
      },
    }));
    const read = await makePostTable(client, "table").readWithdrawals(["cart", "order"]);
    expect(read.get("cart")).toMatchObject({ kind: "unknown", because: "failed" });
    expect(read.get("order")).toEqual({ kind: "known", value: withdrawal() });
  });

  it("of more than a hundred services are read in several calls", async () => {
    const { client, operations } = answering<DynamoDb>(() => ({ Responses: { table: [] } }));
    const services = Array.from({ length: 101 }, (_, index) => `service-${index}`);
    const read = await makePostTable(client, "table").readWithdrawals(services);
    expect(read.size).toBe(101);
    expect(operations()).toEqual(["BatchGetItem", "BatchGetItem"]);
  });
});
