import { describe, expect, it } from "@jest/globals";
import { makeFactsTable, readFactsAndQuotas } from "../../shared/aws/facts-table.ts";
import type { DatabaseFacts } from "../../shared/limits/database-facts.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import {
  auroraCluster,
  auroraPostgres,
  instanceTypes,
  oneCluster,
  oneInstance,
  postgres,
  withoutInsights,
} from "./estates.ts";
import { configOf, database, failOn, limitsStack, proxy, readersOf, writerOf } from "./limits-stack.ts";

/** Two databases, of which one is in a cluster and has a proxy, so that every action is needed. */
const config = configOf([database("orders-db", writerOf("orders")), database("users-db", "users")], {
  proxies: [proxy("front", "orders-front", "orders-db")],
});
const estate: Partial<RdsEstate> = {
  instances: [
    withoutInsights(auroraPostgres("orders-a", { parameterGroup: "own" })),
    postgres("users", { performanceInsights: { counter: "db.User.max_connections", values: [400, 400, null] } }),
  ],
  clusters: [auroraCluster({ readers: [], parameterGroup: "shared" })],
  parameterGroups: [
    { kind: "instance", group: "own" },
    { kind: "cluster", group: "shared", maxConnections: "700" },
  ],
  proxies: [{ proxy: "orders-front", targets: [{ instance: "orders-a" }], cluster: "orders" }],
  instanceTypes,
  fargateVcpus: 140,
};

describe("a permission that is missing", () => {
  type Row = {
    readonly denied: string;
    /** As the IAM action is written, so that it can be copied into a policy. */
    readonly names: string;
    readonly unknown: string;
    readonly of: (found: {
      orders: Awaited<ReturnType<ReturnType<typeof limitsStack>["facts"]>>;
      users: Awaited<ReturnType<ReturnType<typeof limitsStack>["facts"]>>;
      quotas: unknown;
    }) => unknown;
    /** The limit of users-db, which goes on where it can. */
    readonly users: unknown;
  };
  const known = (reading: { readonly kind: string }): DatabaseFacts => {
    if (reading.kind !== "known") throw new Error(JSON.stringify(reading));
    return (reading as { readonly kind: "known"; readonly value: DatabaseFacts }).value;
  };
  const byCounter = { kind: "exact", source: "performance-insights", maxConnections: 400 };
  it.each<Row>([
    {
      denied: "rds DescribeDBInstances",
      names: "rds:DescribeDBInstances",
      unknown: "every database",
      of: ({ orders }) => orders,
      users: undefined,
    },
    {
      denied: "rds DescribeDBClusters",
      names: "rds:DescribeDBClusters",
      unknown: "the databases on clusters",
      of: ({ orders }) => orders,
      users: byCounter,
    },
    {
      denied: "rds DescribeDBParameters",
      names: "rds:DescribeDBParameters",
      unknown: "a limit without a counter",
      of: ({ orders }) => known(orders).instances[0]!.answer.limit,
      users: byCounter,
    },
    {
      denied: "rds DescribeDBClusterParameters",
      names: "rds:DescribeDBClusterParameters",
      unknown: "a limit that the cluster's group may set",
      of: ({ orders }) => known(orders).instances[0]!.answer.limit,
      users: byCounter,
    },
    {
      denied: "pi GetResourceMetrics",
      names: "pi:GetResourceMetrics",
      unknown: "the counter: the next best answer is taken, with a note",
      of: ({ users }) => known(users).instances[0]!.answer.notes[0],
      users: expect.objectContaining({ kind: "estimate" }),
    },
    {
      denied: "ec2 DescribeInstanceTypes",
      names: "ec2:DescribeInstanceTypes",
      unknown: "vCPU and EC2's figure of the memory",
      of: ({ users }) => known(users).instances[0]!.answer.notes[0],
      users: byCounter,
    },
    {
      denied: "rds DescribeDBProxies",
      names: "rds:DescribeDBProxies",
      unknown: "the proxy",
      of: ({ orders }) => known(orders).proxies[0]!.facts,
      users: byCounter,
    },
    {
      denied: "rds DescribeDBProxyTargetGroups",
      names: "rds:DescribeDBProxyTargetGroups",
      unknown: "the proxy",
      of: ({ orders }) => known(orders).proxies[0]!.facts,
      users: byCounter,
    },
    {
      denied: "rds DescribeDBProxyTargets",
      names: "rds:DescribeDBProxyTargets",
      unknown: "the proxy",
      of: ({ orders }) => known(orders).proxies[0]!.facts,
      users: byCounter,
    },
    {
      denied: "service-quotas GetServiceQuota",
      names: "servicequotas:GetServiceQuota",
      unknown: "the account's quota",
      of: ({ quotas }) => quotas,
      users: byCounter,
    },
  ])("$denied makes unknown: $unknown", async ({ denied, names, of, users }) => {
    const stack = limitsStack(config, estate);
    stack.failing(failOn(denied, "AccessDenied", "User: limits is not authorized to perform this action"));
    await stack.run();
    const found = { orders: await stack.facts("orders-db"), users: await stack.facts("users-db") };
    const quotas = await stack.quotas();
    const unknown = JSON.stringify(
      of({ ...found, quotas: quotas.kind === "known" ? quotas.value.fargateVcpus : quotas }),
    );
    expect(unknown).toContain("access-denied");
    expect(unknown).toContain(`${names} `);
    if (users === undefined) expect(found.users.kind).toBe("unknown");
    else expect(known(found.users).instances[0]!.answer.limit).toEqual(users);
  });

  it("pi ListAvailableResourceMetrics is only asked where there is no figure, and then named", async () => {
    const stack = limitsStack(
      configOf([database("users-db", "users")]),
      oneInstance({ performanceInsights: { counter: "db.User.max_connections", values: [null] } }),
    );
    stack.failing(failOn("pi ListAvailableResourceMetrics", "NotAuthorizedException"));
    await stack.run();
    expect((await stack.instance("users-db")).answer.notes).toMatchObject([
      { code: "access-denied", detail: expect.stringContaining("pi:ListAvailableResourceMetrics ") },
    ]);
  });

  it("leaves an older finding as it was, with its age and the reason", async () => {
    const stack = limitsStack(config, estate);
    await stack.run();
    stack.failing(failOn("rds DescribeDBInstances", "AccessDenied"));
    stack.pass(900);
    await stack.run();
    expect(await stack.found("users-db")).toMatchObject({
      readAtMs: stack.startMs,
      instances: [{ answer: { limit: byCounter } }],
      laterFailure: { atMs: stack.startMs + 900_000, because: { because: "access-denied" } },
    });
    stack.failing(() => null);
    stack.pass(900);
    await stack.run();
    const later = await stack.found("users-db");
    expect(later.readAtMs).toBe(stack.startMs + 1_800_000);
    expect(later).not.toHaveProperty("laterFailure");
  });
});

describe("a reading that fails", () => {
  it("an instance that doesn't exist is not found, by name, and takes no neighbour along", async () => {
    const stack = limitsStack(configOf([database("typo-db", "usres"), database("users-db", "users")]), oneInstance());
    await stack.run();
    expect(await stack.facts("typo-db")).toEqual({
      kind: "unknown",
      because: "not-found",
      detail: "RDS has no DB instance usres in this account and region",
    });
    expect((await stack.facts("users-db")).kind).toBe("known");
  });

  it("an instance that no longer exists is no longer known", async () => {
    const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
    await stack.run();
    stack.change({ instances: [] });
    stack.pass(900);
    await stack.run();
    expect(await stack.facts("users-db")).toMatchObject({ kind: "unknown", because: "not-found" });
    expect(stack.wakeUps()).toHaveLength(2);
  });

  it("where RDS refuses the whole call for one name, the others are read one by one", async () => {
    const stack = limitsStack(configOf([database("typo-db", "usres"), database("users-db", "users")]), oneInstance());
    const isAbout = (values: unknown): boolean => JSON.stringify(values).includes("usres");
    stack.failing(({ name, input }) =>
      name === "rds DescribeDBInstances" && isAbout(input["Filters"])
        ? Object.assign(new Error("DBInstance usres not found."), { name: "DBInstanceNotFoundFault" })
        : null,
    );
    await stack.run();
    expect(await stack.facts("typo-db")).toMatchObject({ because: "not-found" });
    expect((await stack.facts("users-db")).kind).toBe("known");
  });

  it.each([
    { when: "a throttled", errorName: "ThrottlingException", because: "failed" },
    { when: "a refused", errorName: "AccessDeniedException", because: "access-denied" },
  ])(
    "$when counter doesn't turn an exact limit into an estimate while the exact one is young",
    async ({ errorName, because }) => {
      const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
      await stack.run();
      stack.failing(failOn("pi GetResourceMetrics", errorName));
      for (const afterSeconds of [900, 1800]) {
        stack.pass(900);
        await stack.run();
        expect(await stack.found("users-db")).toMatchObject({
          readAtMs: stack.startMs,
          instances: [{ answer: { limit: { kind: "exact", maxConnections: 400 } } }],
          laterFailure: { atMs: stack.startMs + afterSeconds * 1000, because: { because } },
        });
      }
      stack.pass(1800);
      await stack.run();
      expect(await stack.found("users-db")).toMatchObject({
        readAtMs: stack.startMs + 3_600_000,
        instances: [
          { answer: { limit: { kind: "estimate" }, notes: [{ detail: expect.stringContaining(errorName) }] } },
        ],
      });
    },
  );

  it.each([
    { what: "class", changes: { instanceClass: "db.r6g.xlarge" } },
    { what: "status", changes: { status: "rebooting" } },
    { what: "version", changes: { engineVersion: "17.2" } },
  ])("a new $what is told at once, throttled or not", async ({ changes }) => {
    const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
    await stack.run();
    stack.change(oneInstance(changes));
    stack.failing(failOn("pi GetResourceMetrics", "ThrottlingException"));
    stack.pass(60);
    await stack.run();
    expect(await stack.instance("users-db")).toMatchObject(changes);
  });

  it("one reader that can't be read makes the readers unknown: their least limit may be its", async () => {
    const stack = limitsStack(configOf([database("reports-db", readersOf("orders"))]), oneCluster());
    stack.failing(({ name, input }) => {
      if (name !== "rds DescribeDBInstances") return null;
      const { Values } = (input["Filters"] as { Values: string[] }[])[0]!;
      if (Values.length > 1) return new AwsError("DBInstanceNotFoundFault", "");
      return Values[0] === "orders-b" ? new AwsError("AccessDenied", "not authorized") : null;
    });
    await stack.run();
    expect(await stack.facts("reports-db")).toMatchObject({
      because: "access-denied",
      detail: expect.stringContaining("rds:DescribeDBInstances orders-b"),
    });
  });

  it("a serverless instance whose cluster can't be read has no limit, whatever its own group says", async () => {
    const stack = limitsStack(configOf([database("by-instance", "orders-a")]), {
      instances: [
        withoutInsights(auroraPostgres("orders-a", { instanceClass: "db.serverless", parameterGroup: "own" })),
      ],
      clusters: [auroraCluster({ readers: [], serverless: { minAcu: 0.5, maxAcu: 16 } })],
      parameterGroups: [{ kind: "instance", group: "own", maxConnections: "5000" }],
    });
    stack.failing(failOn("rds DescribeDBClusters", "AccessDenied"));
    await stack.run();
    expect((await stack.instance("by-instance")).answer.limit).toMatchObject({
      kind: "unknown",
      code: "access-denied",
      detail: expect.stringContaining("rds:DescribeDBClusters orders"),
    });
  });

  it("a service that hangs leaves the time to store what the others answered", async () => {
    const stack = limitsStack(config, estate);
    stack.failing(({ name }) => {
      if (name === "rds DescribeDBParameters") stack.pass(61);
      return null;
    });
    await stack.run();
    expect(stack.namesOf().filter((name) => name === "rds DescribeDBClusterParameters")).toEqual([]);
    expect(await stack.instance("orders-db")).toMatchObject({
      answer: { limit: { kind: "unknown", code: "failed", detail: expect.stringContaining("not asked") } },
    });
  });

  it("a proxy that isn't there, and one without a target, are facts of their own", async () => {
    const proxied = configOf([database("users-db", "users")], {
      proxies: [proxy("front", "users-front", "users-db"), proxy("gone", "users-gone", "users-db")],
    });
    const stack = limitsStack(proxied, {
      ...oneInstance(),
      proxies: [{ proxy: "users-front", maxConnectionsPercent: 80, borrowTimeoutSeconds: 30, targets: [] }],
    });
    await stack.run();
    expect((await stack.found("users-db")).proxies).toMatchObject([
      {
        proxy: "front",
        facts: {
          kind: "known",
          value: { status: "available", maxConnectionsPercent: 80, borrowTimeoutSeconds: 30, targets: [] },
        },
      },
      {
        proxy: "gone",
        facts: { kind: "unknown", because: "not-found", detail: expect.stringContaining("users-gone") },
      },
    ]);
  });

  it("a cluster's proxy has its instances as targets, and not the cluster", async () => {
    const stack = limitsStack(config, estate);
    await stack.run();
    expect((await stack.found("orders-db")).proxies[0]!.facts).toMatchObject({
      value: { targets: [{ instance: "orders-a", role: "READ_WRITE", health: "AVAILABLE" }] },
    });
  });
});

describe("the table", () => {
  it("an older reading never replaces a newer one, and neither does its failure", async () => {
    const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
    await stack.run();
    const found = await stack.found("users-db");
    const body = {
      found: { kind: "known", value: { ...found, readAtMs: found.readAtMs - 1 } },
      sources: [],
      inForce: {},
    } as const;
    expect(await stack.table.storeFound("users-db", found.readAtMs - 1, body)).toBe(false);
    const because = { kind: "unknown", because: "failed", detail: "late" } as const;
    expect(await stack.table.storeFailure("users-db", found.readAtMs - 1, because)).toBe(false);
    expect(await stack.found("users-db")).toEqual(found);
    expect(await stack.table.storeFailure("users-db", found.readAtMs + 1, because)).toBe(true);
  });

  it("before the first run there is no data, and after a first failure its reason", async () => {
    const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
    expect(await stack.facts("users-db")).toMatchObject({ kind: "unknown", because: "no-data" });
    expect(await stack.quotas()).toMatchObject({ kind: "unknown", because: "no-data" });
    stack.failing(failOn("rds DescribeDBInstances", "AccessDenied"));
    await stack.run();
    expect(await stack.facts("users-db")).toMatchObject({ kind: "unknown", because: "access-denied" });
  });

  it("that can't be read makes every database's facts unknown, and throws at nobody", async () => {
    const stack = limitsStack(configOf([database("users-db", "users")]), oneInstance());
    stack.failing(failOn("dynamodb BatchGetItem", "ProvisionedThroughputExceededException"));
    const { dynamoDb } = stack.cloud.clients();
    const failed = expect.objectContaining({ kind: "unknown", because: "failed" });
    expect(await readFactsAndQuotas(dynamoDb, stack.cloud.table.name, ["a", "b"])).toEqual({
      facts: new Map(["a", "b"].map((name) => [name, failed])),
      quotas: failed,
    });
  });

  it("is read in hundreds, and what it left out is asked again", async () => {
    const stack = limitsStack(configOf([]), {});
    const { dynamoDb } = stack.cloud.clients();
    const all = Array.from({ length: 150 }, (_, n) => `db-${n}`);
    for (const name of all) {
      const found = { kind: "unknown", because: "not-found", detail: name } as const;
      await stack.table.storeFound(name, 1, { found, sources: [], inForce: {} });
    }
    let isFirst = true;
    const partly = {
      send: async (command: { input: { RequestItems: Record<string, { Keys: object[] }> } }) => {
        const [[table, { Keys }]] = Object.entries(command.input.RequestItems) as [[string, { Keys: object[] }]];
        if (!isFirst) return dynamoDb.send(command as never);
        isFirst = false;
        const answer = await dynamoDb.send({
          ...command,
          constructor: { name: "BatchGetItemCommand" },
          input: { RequestItems: { [table]: { Keys: Keys.slice(0, 40) } } },
        } as never);
        return { ...(answer as object), UnprocessedKeys: { [table]: { Keys: Keys.slice(40) } } };
      },
    };
    const read = await makeFactsTable(partly as never, stack.cloud.table.name).read(all);
    expect(read.size).toBe(150);
    expect(stack.namesOf().filter((name) => name === "dynamodb BatchGetItem")).toHaveLength(3);
  });

  it("one item that can't be written keeps no other from it; none at all is an error of the run", async () => {
    const stack = limitsStack(config, estate);
    stack.failing(({ name, input }) =>
      name === "dynamodb PutItem" && JSON.stringify(input).includes("users-db") ? new Error("on purpose") : null,
    );
    await stack.run();
    expect((await stack.facts("orders-db")).kind).toBe("known");
    expect(JSON.stringify(stack.logged)).toContain("not-written");
    stack.failing(({ name }) => (name === "dynamodb PutItem" ? new Error("on purpose") : null));
    stack.pass(900);
    await expect(stack.run()).rejects.toThrow("on purpose");
  });
});
