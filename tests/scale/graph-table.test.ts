import { describe, expect, it } from "@jest/globals";
import { makeGraphTable, readNeighbours } from "../../shared/aws/graph-table.ts";
import type { ServicePost } from "../../shared/plan/graph/service-post.ts";
import { chainConfig, chainWorld } from "./graph-world.ts";
import { failOn, smallStack } from "./small-stack.ts";

const post = (changes: Partial<ServicePost> = {}): ServicePost => ({
  version: 1,
  service: "order",
  domain: "order",
  atMs: 1_000_000,
  expiresAtMs: 1_120_000,
  measuredAtMs: 900_000,
  arrivingPerSecond: 120.5,
  perTaskPerSecond: 25,
  healthyTasks: 8,
  startSeconds: 40,
  grants: { gateway: { basePerSecond: 100, nowPerSecond: 75, mostPerSecond: null, bound: null } },
  sends: {},
  demands: {},
  ...changes,
});

const tableOf = () => {
  const stack = smallStack(chainWorld(), chainConfig());
  const { dynamoDb } = stack.cloud.clients();
  const { name } = stack.cloud.table;
  return {
    stack,
    graph: makeGraphTable(dynamoDb, name),
    read: (services: readonly string[]) => readNeighbours(dynamoDb, name, services),
  };
};

describe("what domains tell each other", () => {
  it("is read as it was posted, and unknown where nothing was", async () => {
    const { graph, read } = tableOf();
    await graph.post([post(), post({ service: "stock" })]);
    const [order, cart, stock] = await read(["order", "cart", "stock"]);
    expect(order).toEqual({ service: "order", post: { kind: "known", value: post() } });
    expect(cart).toMatchObject({ service: "cart", post: { kind: "unknown", because: "no-data" } });
    expect(stock?.post.kind).toBe("known");
  });

  it("is never replaced by what an older plan says", async () => {
    const { graph, read } = tableOf();
    await graph.post([post({ atMs: 2_000_000 })]);
    await graph.post([post({ atMs: 1_999_999, healthyTasks: 1 })]);
    const [order] = await read(["order"]);
    expect(order?.post).toEqual({ kind: "known", value: post({ atMs: 2_000_000 }) });
  });

  it("is unknown, and not nothing, where the table can't be read", async () => {
    const { stack, graph, read } = tableOf();
    await graph.post([post()]);
    stack.failing(failOn("dynamodb BatchGetItem", "ThrottlingException"));
    expect(await read(["order"])).toMatchObject([{ service: "order", post: { kind: "unknown", because: "failed" } }]);
  });

  it("is not asked for where no call goes over the border", async () => {
    const { stack, read } = tableOf();
    const from = stack.calls.length;
    expect(await read([])).toEqual([]);
    expect(stack.namesOf(from)).toEqual([]);
  });
});

describe("a post that fails", () => {
  it("doesn't keep the plan's own writes from being made, and the wake-up comes back", async () => {
    const stack = smallStack(chainWorld(), chainConfig());
    stack.warmUp(300);
    await stack.run(415);
    // The spike has shown; from now on no post gets through.
    stack.failing(({ name, input }) => {
      const item = JSON.stringify(input["Item"] ?? {});
      return name === "dynamodb PutItem" && item.includes('"GRAPH"') ? new Error("on purpose") : null;
    });
    await stack.run(120);
    expect(stack.world.counts("order").desired).toBeGreaterThanOrEqual(12);
    expect(stack.writes().length).toBeGreaterThan(0);
    const retries = stack.calls.filter(
      ({ name, input }) => name === "sqs SendMessage" && String(input["MessageBody"]).includes('"retry"'),
    );
    expect(retries.length).toBeGreaterThan(0);
  });
});
