import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../limits-function/estates.ts";
import { worldSpec } from "../scale/small-world.ts";
import {
  accountChanges,
  classTypes,
  databaseConfig,
  databaseWorld,
  killRunAt,
  orderable,
  orders,
} from "./database-world.ts";
import { changesSince, refusalOf } from "./run-world.ts";

const ask = (changes: Readonly<Record<string, unknown>> = {}) => ({
  runbook: "resize-database",
  params: { database: "orders", class: "db.r6g.xlarge", when: "now", ...changes },
});
const confirmed = (changes: Readonly<Record<string, unknown>> = {}) => ({
  ...ask(changes),
  confirm: true,
  requestId: "resize-0001",
});

const fixed: RdsEstate["parameterGroups"] = [{ kind: "instance", group: "team", maxConnections: "80" }];
const waiting: RdsEstate["parameterGroups"] = [{ kind: "instance", group: "team", maxConnections: "120" }];

/** Fewer looks, and so fewer calls to be killed at. */
const quick = { modify: 40, failover: 20 };

/** A writer and two readers of 16 GiB. */
const aurora = {
  instances: ["orders-a", "orders-b", "orders-c"].map((instance) => withoutInsights(auroraPostgres(instance))),
  clusters: [auroraCluster()],
  orderable: orderable("aurora-postgresql", "db.r6g.xlarge") ?? [],
};
const auroraConfig = databaseConfig({}, { at: { kind: "cluster", cluster: "orders", role: "writer" } });

describe("resize-database, dry", () => {
  it("says class, time, interruption, limit, budget and tasks, and changes nothing", async () => {
    const world = await databaseWorld();
    const answer = await world.invoke(ask());
    expect(answer).toMatchObject({ kind: "dry-run" });
    expect(answer.text.split("\n").slice(1, -1)).toEqual([
      "  orders: instance class db.r6g.large -> db.r6g.xlarge",
      "  orders: begins: now",
      "  orders: interruption: several minutes: a single-AZ instance takes no connection while its class is changed",
      "  orders: max_connections, predicted 1681 to 1722 (formula) -> 3403 to 3479 (formula)",
      "  orders: connections for tasks 1583 -> 3219",
      "  orders: committed by what runs now 40 -> 40",
      "  checkout: tasks that fit while nobody else grows (4 run) 12 -> 12",
    ]);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it.each([
    {
      when: "Multi-AZ is away for a failover only",
      estate: { instances: [{ ...orders, multiAz: true }] },
      says: "about a minute, once",
    },
    {
      when: "a fixed figure in the parameter group stays, and so do the tasks",
      estate: { instances: [{ ...orders, parameterGroup: "team" }], parameterGroups: fixed },
      says: "80 (parameter) -> 80 (parameter), unchanged: a fixed figure in the parameter group",
    },
    {
      when: "the tasks of a fixed figure are those of now",
      estate: { instances: [{ ...orders, parameterGroup: "team" }], parameterGroups: fixed },
      says: "checkout: tasks that fit while nobody else grows (4 run) 5 -> 5",
    },
    {
      when: "what waits for a reboot comes into force, and is named",
      estate: {
        instances: [{ ...orders, parameterGroup: "team", parameterApplyStatus: "pending-reboot" }],
        parameterGroups: waiting,
      },
      says: "orders: parameter group team, pending reboot waits -> in force",
    },
    {
      when: "the window is named with its next opening",
      params: { when: "maintenance-window" },
      estate: {},
      says: "in the maintenance window sun:03:00-sun:03:30 UTC, next at 2026-03-15T03:00:00.000Z",
    },
    {
      when: "the window is the default",
      params: { when: undefined },
      estate: {},
      says: "in the maintenance window sun:03:00-sun:03:30 UTC",
    },
  ])("$when", async ({ estate, says, params = {} }) => {
    const world = await databaseWorld({ estate });
    expect((await world.invoke(ask(params))).text).toContain(says);
  });

  it("names the figure of headgate.yml that rules whatever the class is", async () => {
    const world = await databaseWorld({ config: databaseConfig({}, { maxConnections: 300, marginConnections: 15 }) });
    expect((await world.invoke(ask())).text).toContain("which rules until it is changed there 300 -> 300");
  });

  it("of an Aurora writer: the readers first, then the writer's place, every member named", async () => {
    const world = await databaseWorld({ estate: aurora, config: auroraConfig });
    const { text } = await world.invoke(ask());
    expect(text).toContain("orders: writer orders-a -> orders-b");
    for (const member of ["orders-a", "orders-b", "orders-c"])
      expect(text).toContain(`${member}: instance class db.r6g.large -> db.r6g.xlarge`);
    expect(text).toContain("each reader is away for several minutes, one at a time; about a minute without a writer");
  });

  it("of an Aurora reader place: the readers only", async () => {
    const config = databaseConfig({}, { at: { kind: "cluster", cluster: "orders", role: "reader" } });
    const world = await databaseWorld({ estate: aurora, config });
    expect((await world.invoke(ask())).text).not.toContain("orders-a");
  });
});

describe("resize-database, refused", () => {
  it.each([
    { when: "a class that is no name", params: { class: "r6g.xlarge" }, code: "bad-input" },
    { when: "a database that is not there", params: { database: "order" }, code: "unknown-name" },
    { when: "the class that it has", params: { class: "db.r6g.large" }, code: "same-class" },
    { when: "a class that isn't offered for the version", params: { class: "db.r6g.4xlarge" }, code: "not-orderable" },
    {
      when: "an instance that is being backed up",
      estate: { instances: [{ ...orders, status: "backing-up" }] },
      code: "not-available",
    },
    {
      when: "an instance with a change under way",
      estate: { instances: [{ ...orders, pendingClass: "db.r6g.2xlarge" }] },
      code: "modification-pending",
    },
    { when: "an instance that RDS doesn't have", estate: { instances: [] }, code: "database-unreadable" },
    {
      when: "a group that nobody can read",
      estate: { instances: [{ ...orders, parameterGroup: "gone" }] },
      code: "limit-not-predictable",
    },
    {
      when: "a value that waits for a reboot and would not carry what runs",
      estate: {
        instances: [{ ...orders, parameterGroup: "team", parameterApplyStatus: "pending-reboot" }],
        parameterGroups: [{ kind: "instance" as const, group: "team", maxConnections: "55" }],
      },
      code: "limit-too-low",
    },
    {
      when: "a Multi-AZ DB cluster",
      estate: {
        ...aurora,
        clusters: [auroraCluster({ engine: "postgres" })],
      },
      config: auroraConfig,
      code: "multi-az-cluster",
    },
  ])("$when", async ({ estate = {}, params = {}, config = databaseConfig(), code }) => {
    const world = await databaseWorld({ estate, config });
    expect(await refusalOf(world.invoke(confirmed(params)))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("a smaller class that would not carry what is committed, with the numbers", async () => {
    // 60 tasks of 10 hold 600; 4 GiB carry about 400.
    const config = databaseConfig({ minTasks: 60, maxTasks: 80 });
    const world = await databaseWorld({ config, world: worldSpec(100, 1_500, { initialTasks: 60 }) });
    const answer = world.invoke(confirmed({ class: "db.t4g.medium" }));
    await expect(answer).rejects.toMatchObject({ name: "limit-too-low" });
    await expect(answer).rejects.toThrow(/600 are committed now, \d+ too many/);
  });

  it("what headgate.yml doesn't allow", async () => {
    const config = databaseConfig({}, {}, { runbooks: { allow: [], approval: [], approvalMinutes: 60 } });
    const world = await databaseWorld({ config });
    expect(await refusalOf(world.invoke(ask()))).toBe("not-allowed");
  });

  it("a role without a right to look", async () => {
    const world = await databaseWorld();
    world.cloud.failures.answerNext("rds DescribeDBInstances", new AwsError("AccessDeniedException", "no"), 1);
    expect(await refusalOf(world.invoke(ask()))).toBe("database-unreadable");
  });
});

/** A window two hours after the world begins, on a Saturday at midnight. */
const tonight = { estate: { instances: [{ ...orders, maintenanceWindow: "sat:02:00-sat:02:30" }] } };

describe("resize-database, confirmed", () => {
  it("asks RDS once, waits, and reports seconds and the limit that was found", async () => {
    const world = await databaseWorld();
    await world.invoke(confirmed());
    await world.invoke(confirmed());
    await world.live(900);
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.xlarge", DBInstanceStatus: "available" });
    expect(accountChanges(world)).toEqual(["rds ModifyDBInstance"]);
    const status = await world.status("resize-0001");
    expect(status).toMatchObject({ run: { phase: "done", report: { data: { isComplete: true } } } });
    expect(status.text).toMatch(/db.r6g.large -> db.r6g.xlarge in 6\d\d s. orders: max_connections 3403 to 3479/);
  });

  it("in the window: RDS is asked now, and the run waits for it", async () => {
    const world = await databaseWorld(tonight);
    await world.invoke(confirmed({ when: "maintenance-window" }));
    await world.live(3600);
    expect(await world.instance()).toMatchObject({
      DBInstanceClass: "db.r6g.large",
      PendingModifiedValues: { DBInstanceClass: "db.r6g.xlarge" },
    });
    await world.live(2 * 3600);
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.xlarge" });
    expect(accountChanges(world)).toEqual(["rds ModifyDBInstance"]);
    expect(await world.status("resize-0001")).toMatchObject({ run: { phase: "done" } });
  });

  it("of an Aurora cluster in its window: nothing is asked of RDS before it opens", async () => {
    const world = await databaseWorld({ estate: aurora, config: auroraConfig });
    await world.invoke(confirmed({ when: "maintenance-window" }));
    await world.live(26.9 * 3600);
    expect(accountChanges(world)).toEqual([]);
    await world.live(3600);
    expect(accountChanges(world)).toHaveLength(4);
    expect(await world.status("resize-0001")).toMatchObject({ run: { phase: "done" } });
  });

  it("aborted before its window: the pending class is taken back", async () => {
    const world = await databaseWorld(tonight);
    await world.invoke(confirmed({ when: "maintenance-window" }));
    await world.live(60);
    const aborted = await world.invoke({ run: "resize-0001", command: "abort" });
    expect(aborted).toMatchObject({ run: { phase: "aborted" } });
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.large", PendingModifiedValues: {} });
    await world.live(2 * 3600);
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.large" });
  });

  it("aborted while RDS is at work: it says that this goes on", async () => {
    const world = await databaseWorld();
    await world.invoke(confirmed());
    await world.live(120);
    const aborted = await world.invoke({ run: "resize-0001", command: "abort" });
    expect(aborted.text).toContain("what RDS has begun goes on");
    await world.live(900);
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.xlarge" });
  });

  it("taken back by a person: the run ends and doesn't ask again", async () => {
    const world = await databaseWorld(tonight);
    await world.invoke(confirmed({ when: "maintenance-window" }));
    await world.live(600);
    await world.cloud.handle("rds", "ModifyDBInstance", {
      DBInstanceIdentifier: "orders",
      DBInstanceClass: "db.r6g.large",
      ApplyImmediately: true,
    });
    await world.live(3 * 3600);
    expect(await world.status("resize-0001")).toMatchObject({
      run: { phase: "done", report: { data: { takenBack: "orders" } } },
    });
    expect(await world.instance()).toMatchObject({ DBInstanceClass: "db.r6g.large" });
  });

  it("of an Aurora cluster: one member at a time, the old writer last, and a failover before it", async () => {
    const world = await databaseWorld({ estate: aurora, config: auroraConfig });
    await world.invoke(confirmed());
    await world.live(3000);
    const changes = world.calls
      .filter(({ name }) => name === "rds ModifyDBInstance" || name === "rds FailoverDBCluster")
      .map(({ name, input }) => `${name} ${input["DBInstanceIdentifier"] ?? input["TargetDBInstanceIdentifier"]}`);
    expect(changes).toEqual([
      "rds ModifyDBInstance orders-b",
      "rds ModifyDBInstance orders-c",
      "rds FailoverDBCluster orders-b",
      "rds ModifyDBInstance orders-a",
    ]);
    expect(await world.status("resize-0001")).toMatchObject({ run: { phase: "done" } });
    expect(world.cloud.estate.clusters[0]).toMatchObject({ writer: "orders-b" });
    expect(world.cloud.estate.instances.map(({ instanceClass }) => instanceClass)).toEqual(
      Array.from({ length: 3 }, () => "db.r6g.xlarge"),
    );
  });

  it.each([
    { of: "an instance", estate: { seconds: quick }, config: databaseConfig(), seconds: 700, changes: 1 },
    { of: "an Aurora cluster", estate: { ...aurora, seconds: quick }, config: auroraConfig, seconds: 1000, changes: 4 },
  ])(
    "of $of, killed at every third call in turn: ends the same, with RDS asked as often",
    async ({ estate, config, seconds, changes }) => {
      // `npm run faults` kills it at each.
      let nth = -2;
      let wasKilled = true;
      while (wasKilled) {
        nth += 3;
        const world = await databaseWorld({ estate, config });
        wasKilled = await killRunAt(world, confirmed(), nth, seconds);
        const status = await world.status("resize-0001");
        expect([nth, status]).toMatchObject([nth, { run: { phase: "done", report: { data: { isComplete: true } } } }]);
        expect([nth, accountChanges(world).length]).toEqual([nth, changes]);
        expect(world.cloud.estate.instances.every((one) => one.instanceClass === "db.r6g.xlarge")).toBe(true);
      }
      expect(nth).toBeGreaterThan(20);
    },
    600_000,
  );

  it("sends what its grants name, and nothing else of the account", async () => {
    const world = await databaseWorld({ estate: { ...aurora, instanceTypes: classTypes }, config: auroraConfig });
    await world.invoke(confirmed());
    await world.live(3000);
    const sent = new Set(world.calls.flatMap(({ name }) => (name.startsWith("rds ") ? [name.replace(" ", ":")] : [])));
    expect([...sent].sort()).toEqual(
      [
        "rds:DescribeDBClusterParameters",
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "rds:DescribeDBParameters",
        "rds:DescribeOrderableDBInstanceOptions",
        "rds:FailoverDBCluster",
        "rds:ModifyDBInstance",
      ].sort(),
    );
  });
});
