import { describe, expect, it } from "@jest/globals";
import { auroraPostgres, instanceTypes, oneCluster, oneInstance, postgres } from "./estates.ts";
import { configOf, database, failOn, limitsStack, proxy, rdsEvent, writerOf } from "./limits-stack.ts";

const twoDatabases = configOf([database("orders-db", writerOf("orders")), database("users-db", "users")], {
  proxies: [proxy("front", "users-front", "users-db")],
});
const bothEstates = {
  ...oneCluster({ parameterGroup: "shared" }),
  instances: [...oneCluster().instances!, postgres("users", { parameterGroup: "tuned" })],
  parameterGroups: [
    { kind: "instance", group: "tuned" },
    { kind: "cluster", group: "shared" },
  ] as const,
  proxies: [{ proxy: "users-front", targets: [] }],
};

describe("an RDS event", () => {
  type Row = { readonly when: string; readonly event: object; readonly reads: readonly string[] };
  it.each<Row>([
    { when: "about an instance", event: rdsEvent("users"), reads: ["users-db"] },
    { when: "about a cluster", event: rdsEvent("orders", "RDS DB Cluster Event"), reads: ["orders-db"] },
    { when: "about a member that headgate.yml doesn't name", event: rdsEvent("orders-a"), reads: ["orders-db"] },
    {
      when: "about an instance's parameter group",
      event: rdsEvent("tuned", "RDS DB Parameter Group Event"),
      reads: ["users-db"],
    },
    {
      when: "about a cluster's parameter group",
      event: rdsEvent("shared", "RDS DB Parameter Group Event"),
      reads: ["orders-db"],
    },
    { when: "about a proxy", event: rdsEvent("users-front", "RDS DB Proxy Event"), reads: ["users-db"] },
  ])("$when reads its database and no other, nor the quota", async ({ event, reads }) => {
    const stack = limitsStack(twoDatabases, bothEstates);
    await stack.run();
    const before = stack.calls.length;
    stack.pass(60);
    const report = await stack.run(event);
    expect(report.kind === "read" && Object.keys(report.databases)).toEqual(reads);
    expect(JSON.stringify(stack.calls.slice(before).filter(({ name }) => name.startsWith("rds ")))).not.toContain(
      reads[0] === "users-db" ? "orders" : "users",
    );
    expect(stack.namesOf(before)).not.toContain("service-quotas GetServiceQuota");
  });

  it("about somebody else's database is dropped after one read of the table", async () => {
    const stack = limitsStack(twoDatabases, bothEstates);
    expect(await stack.run(rdsEvent("somebody"))).toEqual({ kind: "dropped", reason: "unknown-source: somebody" });
    expect(stack.namesOf()).toEqual(["dynamodb BatchGetItem"]);
  });

  it("of another kind is dropped without one", async () => {
    const stack = limitsStack(twoDatabases, bothEstates);
    expect(await stack.run(rdsEvent("users", "RDS DB Snapshot Event"))).toMatchObject({ kind: "dropped" });
    expect(stack.calls).toEqual([]);
  });
});

describe("what else may come", () => {
  it.each([
    { when: "the schedule", event: { kind: "read-limits", time: "2026-03-14T09:15:00Z", id: "execution-1" } },
    { when: "a person with nothing", event: {} },
    { when: "a person without an event", event: undefined },
  ])("$when reads all", async ({ event }) => {
    const stack = limitsStack(twoDatabases, bothEstates);
    const report = await stack.run(event);
    expect(report.kind === "read" && Object.keys(report.databases)).toEqual(["orders-db", "users-db"]);
    expect(stack.counts).toEqual({ ReadDatabases: 2, UnknownLimits: 0, FailedReads: 0, ChangedLimits: 2 });
  });

  type Row = { readonly when: string; readonly event: unknown; readonly reason: string };
  it.each<Row>([
    { when: "a text", event: "read", reason: "not-an-object at event: object expected, string found" },
    { when: "a list", event: [1], reason: "not-an-object at event: object expected, list found" },
    { when: "anything else", event: { hello: 1 }, reason: "no-known-shape at event: its fields are hello" },
    {
      when: "an RDS event without its source",
      event: rdsEvent("users", "RDS DB Instance Event", { detail: {} }),
      reason: "missing-field at event.detail.SourceIdentifier: not there",
    },
    {
      when: "an RDS event whose time can't be read",
      event: rdsEvent("users", "RDS DB Instance Event", { time: "yesterday" }),
      reason: "bad-value at event.time: not a time",
    },
    {
      when: "a schedule with another type",
      event: { kind: 7 },
      reason: "wrong-type at event.kind: string expected, number found",
    },
  ])("$when goes to the dead-letter queue with its place, and is no error", async ({ event, reason }) => {
    const stack = limitsStack(twoDatabases, bothEstates);
    expect(await stack.run(event)).toEqual({ kind: "malformed", reason });
    const [letter] = stack.deadLetters();
    expect(letter?.attributes["reason"]?.StringValue).toBe(reason);
    expect(JSON.parse(letter!.body)).toEqual(event);
    expect(stack.namesOf()).toEqual(["sqs SendMessage"]);
  });
});

describe("a change", () => {
  const shared = configOf([database("orders-db", "orders"), database("users-db", "users")], {
    domains: [
      { id: "checkout", services: ["checkout"], databases: ["orders-db", "users-db"] },
      { id: "search", services: ["search"], databases: [] },
      { id: "user", services: ["user"], databases: ["users-db"] },
    ],
  });
  const estate = { instances: [postgres("orders"), postgres("users")], instanceTypes };

  it("wakes the domains of its database, each once, with the event's id; nothing new wakes nobody", async () => {
    const stack = limitsStack(shared, estate);
    await stack.run();
    expect(stack.wakeUps().map(({ domain }) => domain)).toEqual(["checkout", "user"]);
    stack.pass(900);
    await stack.run();
    expect(stack.wakeUps()).toHaveLength(2);
    stack.change({ instances: [postgres("orders", { status: "rebooting" }), postgres("users")] });
    stack.pass(60);
    await stack.run(rdsEvent("orders"));
    expect(stack.wakeUps().slice(2)).toEqual([
      {
        kind: "wake-up",
        version: 1,
        domain: "checkout",
        causes: ["limit-changed"],
        correlationId: "1d374ed2-a6bc-f601-d7bf-d4fc3dfd3b5d",
        attempt: 0,
        loopToken: null,
      },
    ]);
  });

  it.each([
    { what: "limit", changes: { performanceInsights: { counter: "db.User.max_connections", values: [800, 800] } } },
    { what: "class", changes: { instanceClass: "db.r6g.xlarge" } },
    { what: "status", changes: { status: "storage-full" } },
  ])("of the $what is one", async ({ changes }) => {
    const stack = limitsStack(shared, estate);
    await stack.run();
    stack.change({ instances: [postgres("orders"), postgres("users", changes)] });
    stack.pass(900);
    await stack.run();
    expect(
      stack
        .wakeUps()
        .map(({ domain }) => domain)
        .slice(2),
    ).toEqual(["checkout", "user"]);
  });

  it("that wakes nobody, because the queue is away, is stored all the same", async () => {
    const stack = limitsStack(shared, estate);
    stack.failing(failOn("sqs SendMessage", "ServiceUnavailable"));
    const report = await stack.run();
    expect(report.kind === "read" && report.woken).toEqual([]);
    expect((await stack.facts("users-db")).kind).toBe("known");
  });
});

describe("the quota of Fargate", () => {
  it("is stored beside the databases, and also where there is none", async () => {
    const stack = limitsStack(configOf([]), oneInstance());
    await stack.run();
    expect(await stack.quotas()).toEqual({
      kind: "known",
      value: { readAtMs: stack.startMs, fargateVcpus: { kind: "known", value: 140 } },
    });
    stack.change({ fargateVcpus: null });
    stack.pass(900);
    await stack.run();
    expect(await stack.quotas()).toMatchObject({ value: { fargateVcpus: { kind: "unknown", because: "not-found" } } });
  });

  it.each(["Throttling", "AccessDenied"])("outlives one %s, and not an hour of it", async (errorName) => {
    const stack = limitsStack(configOf([]), oneInstance());
    await stack.run();
    stack.failing(failOn("service-quotas GetServiceQuota", errorName));
    for (const run of [1, 2, 3]) {
      stack.pass(900);
      await stack.run();
      expect({ run, quotas: await stack.quotas() }).toMatchObject({
        quotas: { value: { fargateVcpus: { value: 140 } } },
      });
    }
    stack.pass(901);
    await stack.run();
    expect(await stack.quotas()).toMatchObject({ value: { fargateVcpus: { kind: "unknown" } } });
  });
});

describe("two hundred databases", () => {
  const count = 200;
  const ids = Array.from({ length: count }, (_, n) => `db-${String(n).padStart(3, "0")}`);
  const config = configOf(ids.map((id) => database(id, id)));

  it("are read in a few hundred calls: one of each kind per hundred, one per group, one per counter", async () => {
    const stack = limitsStack(config, {
      instances: ids.map((id, n) => auroraPostgres(id, { parameterGroup: `group-${n % 10}` })),
      parameterGroups: Array.from({ length: 10 }, (_, n) => ({ kind: "instance", group: `group-${n}` }) as const),
      instanceTypes,
    });
    const startedMs = performance.now();
    await stack.run();
    const tookMs = performance.now() - startedMs;
    const calls: Record<string, number> = {};
    for (const { name } of stack.calls) calls[name] = (calls[name] ?? 0) + 1;
    expect(calls).toEqual({
      "dynamodb BatchGetItem": 2,
      "dynamodb PutItem": count + 1,
      "ec2 DescribeInstanceTypes": 1,
      // Two pages of figures each: this cloud's are short.
      "pi GetResourceMetrics": 2 * count,
      "rds DescribeDBInstances": 2,
      "rds DescribeDBParameters": 10,
      "service-quotas GetServiceQuota": 1,
      "sqs SendMessage": count,
    });
    expect(stack.counts).toMatchObject({ ReadDatabases: count, UnknownLimits: 0 });
    // Of our own, a second or less; AWS's answers come on top, eight at a time, and `limits` has 120 s.
    expect(tookMs).toBeLessThan(60_000);
  });

  it("follow RDS's pages: the last instance is found as well as the first", async () => {
    const stack = limitsStack(config, { instances: ids.map((id) => postgres(id)), instanceTypes });
    const answer = stack.cloud.handle.bind(stack.cloud);
    stack.cloud.handle = (service, operation, input) =>
      answer(service, operation, operation === "DescribeDBInstances" ? { ...input, MaxRecords: 30 } : input);
    await stack.run();
    expect(stack.namesOf().filter((name) => name === "rds DescribeDBInstances")).toHaveLength(8);
    for (const id of [ids[0]!, ids[99]!, ids[199]!]) expect((await stack.instance(id)).instance).toBe(id);
  });
});
