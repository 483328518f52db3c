import { describe, expect, it } from "@jest/globals";
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
import { configOf, database, limitsStack, readersOf, writerOf } from "./limits-stack.ts";

const users = database("users-db", "users");

describe("what is found out about an instance", () => {
  type Row = { readonly when: string; readonly estate: Partial<RdsEstate>; readonly expected: object };
  it.each<Row>([
    {
      when: "the counter of Performance Insights is exact",
      estate: oneInstance(),
      expected: { limit: { kind: "exact", source: "performance-insights", maxConnections: 400 }, notes: [] },
    },
    {
      when: "its newest figure counts, and a minute without one is passed over",
      estate: oneInstance({
        performanceInsights: { counter: "db.User.max_connections", values: [400, 400, 600, null, null] },
      }),
      expected: { limit: { maxConnections: 600 } },
    },
    {
      when: "the average of a minute in which it changed is no limit",
      estate: oneInstance({
        performanceInsights: { counter: "db.User.max_connections", values: [400, 400, 400, 512.5] },
      }),
      expected: { limit: { maxConnections: 400 } },
    },
    {
      when: "a counter under the other name is found by listing",
      estate: oneInstance({ performanceInsights: { counter: "db.Users.max_connections", values: [300, 300] } }),
      expected: { limit: { source: "performance-insights", maxConnections: 300 }, notes: [] },
    },
    {
      when: "where no counter is offered, an integer in the parameter group is exact, and nothing has failed",
      estate: {
        ...oneInstance({ parameterGroup: "tuned", performanceInsights: { counter: null, values: [] } }),
        parameterGroups: [{ kind: "instance", group: "tuned", maxConnections: "250" }],
      },
      expected: { limit: { kind: "exact", source: "parameter", maxConnections: 250 }, notes: [] },
    },
    {
      when: "a counter without a figure is said beside the next best answer",
      estate: {
        ...oneInstance({
          parameterGroup: "tuned",
          performanceInsights: { counter: "db.User.max_connections", values: [null, null] },
        }),
        parameterGroups: [{ kind: "instance", group: "tuned", maxConnections: "250" }],
      },
      expected: {
        limit: { source: "parameter", maxConnections: 250 },
        notes: [{ code: "failed", detail: expect.stringContaining("no figure in the last 300 s") }],
      },
    },
    {
      when: "without a counter and a value, the default formula on EC2's memory is an estimate",
      estate: { instances: [withoutInsights(postgres("users"))], instanceTypes },
      expected: { limit: { kind: "estimate", source: "formula", safeConnections: expect.any(Number) }, notes: [] },
    },
    {
      when: "a literal that waits for a reboot isn't taken for the limit",
      estate: {
        instances: [
          withoutInsights(postgres("users", { parameterGroup: "tuned", parameterApplyStatus: "pending-reboot" })),
        ],
        parameterGroups: [{ kind: "instance", group: "tuned", maxConnections: "100" }],
        instanceTypes,
      },
      expected: {
        limit: { kind: "estimate", safeConnections: 100 },
        notes: [{ code: "pending-reboot", detail: expect.stringContaining("100") }],
      },
    },
    {
      when: "a formula with a typo is unknown, with its words",
      estate: {
        instances: [withoutInsights(postgres("users", { parameterGroup: "typo" }))],
        parameterGroups: [
          { kind: "instance", group: "typo", maxConnections: "LEAST({DBInstanceClassMemroy/9531392},5000)" },
        ],
        instanceTypes,
      },
      expected: {
        limit: {
          kind: "unknown",
          code: "formula-unreadable",
          detail: expect.stringContaining("DBInstanceClassMemroy"),
        },
      },
    },
    {
      when: "a class that EC2 doesn't list is looked up in the table, and its vCPU are unknown",
      estate: { instances: [withoutInsights(postgres("users"))] },
      expected: { limit: { kind: "estimate" }, notes: [] },
    },
  ])("$when", async ({ estate, expected }) => {
    const stack = limitsStack(configOf([users]), estate);
    await stack.run();
    expect((await stack.instance("users-db")).answer).toMatchObject(expected);
  });

  it("is everything that the plan needs, and the class's vCPU", async () => {
    const stack = limitsStack(configOf([users]), oneInstance({ multiAz: true, status: "modifying" }));
    await stack.run();
    const found = await stack.found("users-db");
    expect(found).toMatchObject({ database: "users-db", readAtMs: stack.startMs, proxies: [] });
    expect(found.instances).toMatchObject([
      { instance: "users", role: "instance", status: "modifying", engine: "postgres", engineVersion: "16.4" },
    ]);
    expect(found.instances[0]).toMatchObject({ instanceClass: "db.r6g.large", vcpu: 2, multiAz: true });
  });

  it("where the user gives the limit, asks neither counters nor parameter groups, and still the class", async () => {
    const stack = limitsStack(configOf([database("users-db", "users", { maxConnections: 240 })]), oneInstance());
    await stack.run();
    expect(await stack.instance("users-db")).toMatchObject({
      vcpu: 2,
      instanceClass: "db.r6g.large",
      answer: { limit: { kind: "exact", source: "configured", maxConnections: 240 }, notes: [] },
    });
    expect(stack.namesOf().filter((name) => /^pi |Parameters$/.test(name))).toEqual([]);
  });

  it("what stood in the group when it was last in sync rules until the reboot", async () => {
    const group = (maxConnections: string): Partial<RdsEstate> => ({
      parameterGroups: [{ kind: "instance", group: "tuned", maxConnections }],
    });
    const instance = withoutInsights(postgres("users", { parameterGroup: "tuned" }));
    const stack = limitsStack(configOf([users]), { instances: [instance], instanceTypes, ...group("300") });
    await stack.run();
    stack.change({ instances: [{ ...instance, parameterApplyStatus: "pending-reboot" }], ...group("900") });
    stack.pass(900);
    await stack.run();
    expect((await stack.instance("users-db")).answer).toMatchObject({
      limit: { kind: "exact", maxConnections: 300 },
      notes: [{ code: "pending-reboot" }],
    });
    stack.change({ instances: [instance] });
    stack.pass(900);
    await stack.run();
    expect((await stack.instance("users-db")).answer.limit).toMatchObject({ maxConnections: 900 });
  });

  it.each([
    { what: "class", before: {}, after: { instanceClass: "db.r6g.xlarge" } },
    { what: "version", before: {}, after: { engineVersion: "17.2" } },
    { what: "parameter", before: { parameterGroup: "formula" }, after: {} },
  ])("a counter that still says what held before the $what changed is not believed at once", async (row) => {
    const parameterGroups: RdsEstate["parameterGroups"] = [
      { kind: "instance", group: "formula", maxConnections: "{DBInstanceClassMemory/20000000}" },
    ];
    const stack = limitsStack(configOf([users]), { ...oneInstance(row.before), parameterGroups });
    await stack.run();
    stack.change(oneInstance(row.after));
    stack.pass(60);
    await stack.run();
    const doubtful = await stack.instance("users-db");
    expect(doubtful).toMatchObject(row.after);
    expect(doubtful.answer.limit.kind).toBe("estimate");
    expect(doubtful.answer.notes).toMatchObject([{ detail: expect.stringContaining("still counts 400") }]);
    stack.pass(60);
    await stack.run();
    expect((await stack.instance("users-db")).answer.limit).toMatchObject({ kind: "exact", maxConnections: 400 });
  });
});

describe("a cluster", () => {
  const writer = database("orders-db", writerOf("orders"));
  const readers = database("reports-db", readersOf("orders"));

  it("is its writer for the one, and each of its readers, sorted, for the other", async () => {
    const stack = limitsStack(configOf([writer, readers]), oneCluster({ readers: ["orders-c", "orders-b"] }));
    await stack.run();
    expect((await stack.found("orders-db")).instances.map(({ instance, role }) => [instance, role])).toEqual([
      ["orders-a", "writer"],
    ]);
    expect((await stack.found("reports-db")).instances.map(({ instance, role }) => [instance, role])).toEqual([
      ["orders-b", "reader"],
      ["orders-c", "reader"],
    ]);
  });

  it("after a failover is its new writer, and both domains are woken", async () => {
    const stack = limitsStack(configOf([writer, readers]), oneCluster());
    await stack.run();
    const before = stack.wakeUps().length;
    stack.change({ clusters: [auroraCluster({ writer: "orders-b", readers: ["orders-a", "orders-c"] })] });
    stack.pass(60);
    await stack.run({ ...eventOf("orders"), "detail-type": "RDS DB Cluster Event" });
    expect((await stack.instance("orders-db")).instance).toBe("orders-b");
    expect(
      stack
        .wakeUps()
        .slice(before)
        .map(({ domain, causes }) => [domain, causes]),
    ).toEqual([
      ["orders-db-domain", ["limit-changed"]],
      ["reports-db-domain", ["limit-changed"]],
    ]);
  });

  it("between two writers keeps what was known, with the reason beside it", async () => {
    const stack = limitsStack(configOf([writer]), oneCluster());
    await stack.run();
    stack.change({ clusters: [auroraCluster({ writer: null, readers: ["orders-a", "orders-b"] })] });
    stack.pass(60);
    await stack.run();
    expect(await stack.found("orders-db")).toMatchObject({
      readAtMs: stack.startMs,
      instances: [{ instance: "orders-a" }],
      laterFailure: { atMs: stack.startMs + 60_000, because: { detail: "RDS lists no writer of DB cluster orders" } },
    });
  });

  it("without a reader has none: not-found, with its name", async () => {
    const stack = limitsStack(configOf([readers]), oneCluster({ readers: [] }));
    await stack.run();
    expect(await stack.facts("reports-db")).toEqual({
      kind: "unknown",
      because: "not-found",
      detail: "RDS lists no reader of DB cluster orders",
    });
  });

  it("a reader that is going away is left out", async () => {
    const stack = limitsStack(configOf([readers]), {
      ...oneCluster(),
      instances: [auroraPostgres("orders-a"), auroraPostgres("orders-b")],
    });
    await stack.run();
    expect((await stack.found("reports-db")).instances.map(({ instance }) => instance)).toEqual(["orders-b"]);
  });

  type Row = { readonly when: string; readonly groups: RdsEstate["parameterGroups"]; readonly limit: object };
  it.each<Row>([
    {
      when: "what is set in the cluster's group rules where the instance's group has the default",
      groups: [
        { kind: "instance", group: "own", defaultMaxConnections: "LEAST({DBInstanceClassMemory/9531392},5000)" },
        { kind: "cluster", group: "shared", maxConnections: "700" },
      ],
      limit: { kind: "exact", source: "parameter", maxConnections: 700 },
    },
    {
      when: "what is set in the instance's own group rules over the cluster's",
      groups: [
        { kind: "instance", group: "own", maxConnections: "500" },
        { kind: "cluster", group: "shared", maxConnections: "700" },
      ],
      limit: { kind: "exact", source: "parameter", maxConnections: 500 },
    },
    {
      when: "without either, the default does",
      groups: [
        { kind: "instance", group: "own", defaultMaxConnections: "LEAST({DBInstanceClassMemory/9531392},5000)" },
        { kind: "cluster", group: "shared" },
      ],
      limit: { kind: "estimate", source: "formula" },
    },
  ])("$when", async ({ groups, limit }) => {
    const stack = limitsStack(configOf([writer]), {
      instances: [withoutInsights(auroraPostgres("orders-a", { parameterGroup: "own" }))],
      clusters: [auroraCluster({ readers: [], parameterGroup: "shared" })],
      parameterGroups: groups,
      instanceTypes,
    });
    await stack.run();
    expect((await stack.instance("orders-db")).answer.limit).toMatchObject(limit);
  });

  it.each([
    { when: "the cluster's", cluster: "pending-reboot", instance: "in-sync" },
    { when: "the instance's", cluster: "in-sync", instance: "pending-reboot" },
  ])("is in sync only where both groups are: $when waits for a reboot", async ({ cluster, instance }) => {
    const stack = limitsStack(configOf([writer]), {
      instances: [
        withoutInsights(auroraPostgres("orders-a", { parameterGroup: "own", parameterApplyStatus: instance })),
      ],
      clusters: [auroraCluster({ readers: [], parameterGroup: "shared", parameterApplyStatus: cluster })],
      parameterGroups: [
        { kind: "instance", group: "own" },
        { kind: "cluster", group: "shared", maxConnections: "700" },
      ],
      instanceTypes,
    });
    await stack.run();
    const { limit, notes } = (await stack.instance("orders-db")).answer;
    expect(limit.kind).toBe("estimate");
    expect(notes).toMatchObject([{ code: "pending-reboot" }]);
  });

  it("of Serverless v2 has its limit from the most capacity, also where only the instance is named", async () => {
    const stack = limitsStack(configOf([writer, database("by-instance", "orders-a")]), {
      instances: [
        withoutInsights(
          auroraPostgres("orders-a", { engine: "aurora-mysql", engineVersion: "8.0", instanceClass: "db.serverless" }),
        ),
      ],
      clusters: [auroraCluster({ engine: "aurora-mysql", readers: [], serverless: { minAcu: 2, maxAcu: 16 } })],
    });
    await stack.run();
    for (const name of ["orders-db", "by-instance"]) {
      expect((await stack.instance(name)).answer.limit).toEqual({
        kind: "exact",
        source: "engine-rule",
        maxConnections: 2000,
      });
    }
  });
});

const eventOf = (source: string) => ({
  id: "1d374ed2-a6bc-f601-d7bf-d4fc3dfd3b5d",
  source: "aws.rds",
  time: "2026-03-14T09:10:00Z",
  detail: { SourceIdentifier: source, Message: "Completed failover to DB instance: orders-b" },
});
