import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../limits-function/estates.ts";
import { accountChanges, databaseConfig, databaseWorld, killRunAt, orders } from "./database-world.ts";
import { changesSince, refusalOf } from "./run-world.ts";

const ask = (params: Readonly<Record<string, unknown>> = {}) => ({
  runbook: "add-read-replica",
  params: { database: "orders", ...params },
});
const confirmed = (params: Readonly<Record<string, unknown>> = {}) => ({
  ...ask(params),
  confirm: true,
  requestId: "replica-0001",
});

const aurora = {
  instances: ["orders-a", "orders-b"].map((instance) => withoutInsights(auroraPostgres(instance))),
  clusters: [auroraCluster({ readers: ["orders-b"] })],
};
const auroraConfig = databaseConfig({}, { at: { kind: "cluster", cluster: "orders", role: "writer" } });

const replicas = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...orders, instance: `copy-${index}`, replicaOf: "orders" }));

describe("add-read-replica, dry", () => {
  it("says class, limit, what can move, and that nothing moves by itself", async () => {
    const world = await databaseWorld({ config: databaseConfig({ maxTasks: 1_000 }, { readSharePercent: 70 }) });
    const { text } = await world.invoke(ask());
    expect(text.split("\n").slice(1, -1)).toEqual([
      "  orders-replica-1: DB instance: db.r6g.large, read replica of orders, tagged with the run",
      "  orders-replica-1: max_connections, predicted: 1681 to 1722 (formula)",
      "  orders: share that can move to replicas: 70 % of the services' work, by readSharePercent in headgate.yml",
      "  checkout: connections per task at orders, when reads have moved 10 -> 3",
      "  checkout: tasks that fit while nobody else grows (4 run), when reads have moved 158 -> 527",
      "  orders: what is left to do: applications have to send their reads to the replica's own endpoint; until then it changes nothing",
    ]);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("promises nothing where headgate.yml says nothing of reads", async () => {
    const world = await databaseWorld();
    expect((await world.invoke(ask())).text).toContain("not known: headgate.yml has no readSharePercent for it");
  });

  it("takes the next free name", async () => {
    const first = { ...orders, instance: "orders-replica-1", replicaOf: "orders" };
    const world = await databaseWorld({ estate: { instances: [orders, first] } });
    expect((await world.invoke(ask())).text).toContain("orders-replica-2: DB instance");
  });
});

describe("add-read-replica, refused", () => {
  it.each([
    {
      when: "without backups",
      estate: { instances: [{ ...orders, backupRetentionDays: 0 }] },
      code: "no-backups",
    },
    { when: "at RDS's limit", estate: { instances: [orders, ...replicas(15)] }, code: "replica-limit" },
    {
      when: "of an instance that is stopped",
      estate: { instances: [{ ...orders, status: "stopped" }] },
      code: "not-available",
    },
    { when: "of one that RDS doesn't have", estate: { instances: [] }, code: "database-unreadable" },
    { when: "with a class that isn't offered", params: { class: "db.r6g.16xlarge" }, code: "not-orderable" },
    { when: "with a name that is taken", params: { replica: "orders" }, code: "name-taken" },
    { when: "with a name that RDS takes from nobody", params: { replica: "Orders--x" }, code: "bad-input" },
    {
      when: "of Aurora Serverless v1",
      estate: { ...aurora, clusters: [auroraCluster({ readers: ["orders-b"], engineMode: "serverless" })] },
      config: auroraConfig,
      code: "no-replicas",
    },
    {
      when: "of a Multi-AZ DB cluster",
      estate: { ...aurora, clusters: [auroraCluster({ readers: ["orders-b"], engine: "mysql" })] },
      config: auroraConfig,
      code: "no-replicas",
    },
  ])("$when", async ({ estate = {}, params = {}, config = databaseConfig(), code }) => {
    const world = await databaseWorld({ estate, config });
    expect(await refusalOf(world.invoke(confirmed(params)))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });
});

describe("add-read-replica, confirmed", () => {
  it("makes what the dry run said, once, and reports endpoint and seconds", async () => {
    const world = await databaseWorld();
    await world.invoke(confirmed());
    await world.invoke(confirmed());
    await world.live(1100);
    expect(accountChanges(world)).toEqual(["rds CreateDBInstanceReadReplica"]);
    expect(await world.instance("orders-replica-1")).toMatchObject({
      DBInstanceClass: "db.r6g.large",
      ReadReplicaSourceDBInstanceIdentifier: "orders",
      TagList: [{ Key: "headgate:run", Value: "replica-0001" }],
    });
    const status = await world.status("replica-0001");
    expect(status).toMatchObject({
      run: {
        phase: "done",
        report: { data: { replica: "orders-replica-1", endpoint: "orders-replica-1.example.rds.amazonaws.com" } },
      },
    });
    expect(status.text).toMatch(/is available after 9\d\d s/);
  });

  it("of an Aurora cluster: a reader of it", async () => {
    const world = await databaseWorld({ estate: aurora, config: auroraConfig });
    expect((await world.invoke(ask())).text).toContain("Aurora reader of orders");
    await world.invoke(confirmed());
    await world.live(1100);
    expect(accountChanges(world)).toEqual(["rds CreateDBInstance"]);
    expect(world.cloud.estate.clusters[0]?.readers).toEqual(["orders-b", "orders-replica-1"]);
    expect(await world.status("replica-0001")).toMatchObject({ run: { phase: "done" } });
  });

  it("deleted by somebody meanwhile: the run says so and ends", async () => {
    const world = await databaseWorld();
    await world.invoke(confirmed());
    await world.live(400);
    world.cloud.estate = { ...world.cloud.estate, instances: [orders] };
    await world.live(100);
    expect(await world.status("replica-0001")).toMatchObject({
      run: { phase: "refused", refusal: { code: "replica-failed" } },
    });
  });

  it("throttled: asks again", async () => {
    const world = await databaseWorld();
    world.cloud.failures.answerNext("rds CreateDBInstanceReadReplica", new AwsError("Throttling", "Rate exceeded"), 2);
    await world.invoke(confirmed());
    await world.live(1200);
    expect(await world.status("replica-0001")).toMatchObject({ run: { phase: "done" } });
  });

  it("aborted: deletes nothing, and says how to", async () => {
    const world = await databaseWorld();
    await world.invoke(confirmed());
    await world.live(100);
    const aborted = await world.invoke({ run: "replica-0001", command: "abort" });
    expect(aborted).toMatchObject({ run: { phase: "aborted" } });
    expect(aborted.text).toContain("aws rds delete-db-instance --db-instance-identifier orders-replica-1");
    expect(world.cloud.estate.instances).toHaveLength(2);
  });

  it("killed at every call in turn: ends with one replica", async () => {
    let nth = 0;
    for (let wasKilled = true; wasKilled; ) {
      nth += 1;
      const world = await databaseWorld({ estate: { seconds: { create: 60 } } });
      wasKilled = await killRunAt(world, confirmed(), nth, 700);
      expect([nth, await world.status("replica-0001")]).toMatchObject([nth, { run: { phase: "done" } }]);
      expect([nth, accountChanges(world)]).toEqual([nth, ["rds CreateDBInstanceReadReplica"]]);
      expect([nth, world.cloud.estate.instances.length]).toEqual([nth, 2]);
    }
    expect(nth).toBeGreaterThan(20);
  }, 300_000);
});
