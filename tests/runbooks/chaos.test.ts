import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { taskAddresses } from "../../simulator/cloud/task-network.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../limits-function/estates.ts";
import { recordOf, zoneId } from "../records/function/records-stack.ts";
import { worldSpec } from "../scale/small-world.ts";
import {
  accountChanges,
  type DatabaseWorld,
  databaseConfig,
  databaseWorld,
  killRunAt,
  orders,
} from "./database-world.ts";
import { changesSince, refusalOf } from "./run-world.ts";

const zone = { name: "internal", hostedZoneId: zoneId, domain: "shop.internal", policy: "sync" } as const;
const recordName = "checkout.shop.internal";

/** `checkout` with at least 2 tasks, each in the zone. */
const chaosConfig = (checkout: Partial<ServiceConfig> = {}, changes: Partial<Config> = {}): Config =>
  databaseConfig(
    { publish: { ...publishesNothing, records: [recordOf({ name: recordName })] }, ...checkout },
    {},
    { zones: [zone], ...changes },
  );

const ask = (params: Readonly<Record<string, unknown>> = {}) => ({
  runbook: "chaos",
  params: { service: "checkout", tasks: 2, ...params },
});
const confirmed = (params: Readonly<Record<string, unknown>> = {}) => ({
  ...ask(params),
  confirm: true,
  requestId: "chaos-00001",
});
const failover = { service: undefined, tasks: undefined, database: "orders", failover: true };

/** Steady, and with its records written. */
const steadyWorld = async (given: Parameters<typeof databaseWorld>[0] = {}): Promise<DatabaseWorld> => {
  const world = await databaseWorld({ config: chaosConfig(), ...given });
  await world.live(120);
  world.calls.length = 0;
  return world;
};

const valuesOf = (world: DatabaseWorld): readonly string[] => {
  const sets = (
    world.cloud.route53.listResourceRecordSets({ HostedZoneId: zoneId }) as {
      ResourceRecordSets: { Name: string; Type: string; ResourceRecords?: { Value: string }[] }[];
    }
  ).ResourceRecordSets;
  return sets
    .filter(({ Type }) => Type === "A")
    .flatMap((set) => (set.ResourceRecords ?? []).map(({ Value }) => Value))
    .sort();
};

const runningAddresses = (world: DatabaseWorld): readonly string[] =>
  world.world
    .tasks("checkout")
    .filter(({ desiredStatus, lastStatus }) => desiredStatus === "RUNNING" && lastStatus === "RUNNING")
    .map(({ taskId }) => taskAddresses(taskId).privateIpv4)
    .sort();

const aloneInDomains = ["checkout", "search"].map((id) => ({ id, services: [id], databases: [] }));

describe("chaos, dry", () => {
  it("names the tasks, what is left, and what is watched; and changes nothing", async () => {
    const world = await steadyWorld();
    const { text } = await world.invoke(ask());
    const [first, second] = world.world.tasks("checkout");
    expect(text.split("\n").slice(1, -1)).toEqual([
      `  checkout: task ${first!.taskId} RUNNING -> stopped`,
      `  checkout: task ${second!.taskId} RUNNING -> stopped`,
      "  checkout: healthy tasks (at least 2 are left) 4 -> 2, until ECS has started others",
      `  checkout: watched until it is back: running, healthy, out of zone/${zoneId}, replaced in zone/${zoneId}, connections of orders`,
    ]);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });
});

describe("chaos, refused", () => {
  const ringing: AlarmSpec = {
    alarmName: "checkout-busy",
    service: "checkout",
    metric: "CPUUtilization",
    threshold: 1,
    periodSeconds: 60,
    datapoints: 1,
  };
  it.each([
    { when: "neither service nor database", params: { service: undefined, tasks: undefined }, code: "bad-input" },
    { when: "both", params: { database: "orders" }, code: "bad-input" },
    { when: "a database without failover", params: { ...failover, failover: undefined }, code: "bad-input" },
    { when: "failover of a service", params: { failover: true }, code: "bad-input" },
    { when: "no task", params: { tasks: 0 }, code: "bad-input" },
    { when: "so many that the minimum would not be left", params: { tasks: 3 }, code: "too-few-left" },
    { when: "all of them", params: { tasks: 4 }, code: "too-few-left" },
    { when: "a failover of a single instance", params: failover, code: "no-standby" },
    {
      when: "a failover while RDS is at work",
      params: failover,
      estate: { instances: [{ ...orders, multiAz: true, status: "modifying" }] },
      code: "database-not-available",
    },
    {
      when: "a failover of one that RDS doesn't have",
      params: failover,
      estate: { instances: [] },
      code: "database-unreadable",
    },
  ])("$when", async ({ params, estate, code }) => {
    const world = await steadyWorld(estate === undefined ? {} : { estate });
    expect(await refusalOf(world.invoke(confirmed(params)))).toBe(code);
    expect(accountChanges(world)).toEqual([]);
  });

  it("the last healthy task, whatever the minimum says", async () => {
    const world = await steadyWorld({
      config: chaosConfig({ minTasks: 0 }),
      world: worldSpec(10, 300, { initialTasks: 1 }),
    });
    expect(await refusalOf(world.invoke(confirmed({ tasks: 1 })))).toBe("too-few-left");
  });

  it("during a deployment", async () => {
    const world = await steadyWorld();
    world.world.startDeployment("checkout");
    await world.live(5);
    expect(await refusalOf(world.invoke(confirmed()))).toBe("not-steady");
  });

  it("while Headgate is paused", async () => {
    const world = await steadyWorld();
    const item = { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } };
    world.cloud.table.putItem({ TableName: world.cloud.table.name, Item: item });
    expect(await refusalOf(world.invoke(confirmed()))).toBe("paused");
  });

  it.each([
    { of: "the stack", alarm: { ...ringing, alarmName: "rehearsal-dead-letters" }, signals: [] },
    {
      of: "the service",
      alarm: ringing,
      signals: [
        {
          kind: "alarm" as const,
          name: "busy",
          alarmName: "checkout-busy",
          stepPercent: 0,
          stepTasks: 0,
          windowSeconds: 60,
          warmUpSeconds: 60,
        },
      ],
    },
  ])("while an alarm of $of is on", async ({ alarm, signals }) => {
    const before = chaosConfig().services[0]!;
    const config = chaosConfig({ signals: [...before.signals, ...signals] });
    const world = await databaseWorld({ config, alarms: [alarm] });
    await world.live(180);
    expect(await refusalOf(world.invoke(confirmed()))).toBe("alarm-on");
  });

  it("what can't be read", async () => {
    const world = await steadyWorld();
    world.cloud.failures.answerNext("ecs ListTasks", new AwsError("AccessDeniedException", "no"), 50);
    expect(await refusalOf(world.invoke(confirmed()))).toBe("cannot-decide");
  });
});

describe("chaos, confirmed", () => {
  it("stops what the dry run named, and reports the seconds of count, health, DNS and connections", async () => {
    const world = await steadyWorld();
    const victims = world.world
      .tasks("checkout")
      .slice(0, 2)
      .map(({ taskId }) => taskId);
    const answer = await world.invoke(confirmed());
    expect(answer.text).toContain(`task ${victims[0]}: asked ECS to stop it`);
    await world.live(700);
    const stops = world.calls.filter(({ name }) => name === "ecs StopTask");
    expect(stops.map(({ input }) => input["task"])).toEqual(victims);
    expect(stops[0]?.input["reason"]).toBe("headgate chaos, run chaos-00001");
    const status = await world.status("chaos-00001");
    expect(status).toMatchObject({
      run: { phase: "done", report: { data: { stoppedTasks: 2, isComplete: true } } },
    });
    expect(status.text).toMatch(
      /checkout: 2 tasks stopped at \S+ running after \d+ s, healthy after \d+ s, out of zone\/Z0SHOP after \d+ s, replaced in zone\/Z0SHOP after \d+ s, connections of orders after \d+ s\./,
    );
    expect(valuesOf(world)).toEqual(runningAddresses(world));
    expect(valuesOf(world)).toHaveLength(world.world.counts("checkout").desired);
  });

  it("in a fleet of nginx: out of the upstream, and replaced", async () => {
    const upstream = {
      fleet: "edge",
      upstream: "checkout",
      containerPort: null,
      address: "private" as const,
      method: "least_conn" as const,
      keepalive: 16,
      maxFails: 2,
      failTimeoutSeconds: 10,
      gate: null,
    };
    const fleet = { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf" };
    const config = chaosConfig(
      { publish: { ...publishesNothing, upstreams: [upstream] } },
      { zones: [], nginxFleets: [{ ...fleet, policy: "install" }] },
    );
    const world = await databaseWorld({ config });
    world.cloud.ssm.declareInstance({ id: "i-0edge", tags: { Role: "edge" }, run: () => ({ status: "Success" }) });
    await world.live(180);
    await world.invoke(confirmed());
    await world.live(700);
    const { text } = await world.status("chaos-00001");
    expect(text).toMatch(/out of nginx\/edge after \d+ s, replaced in nginx\/edge after \d+ s/);
  });

  it("an alarm that rings between the plan and the stop keeps the task alive", async () => {
    const world = await steadyWorld();
    // The first look is the plan's of the dry part, the second the run's own; the third is right before the stop.
    let looks = 0;
    const answer = world.cloud.handle.bind(world.cloud);
    world.cloud.handle = async (service, operation, input) => {
      const isGuard = operation === "DescribeAlarms" && "AlarmNamePrefix" in input;
      if (isGuard) looks += 1;
      if (isGuard && looks > 2) return { MetricAlarms: [{ AlarmName: "rehearsal-x" }], CompositeAlarms: [] };
      return answer(service, operation, input);
    };
    await world.invoke(confirmed());
    await world.live(60);
    expect(accountChanges(world).filter((name) => name === "ecs StopTask")).toEqual([]);
    const status = await world.status("chaos-00001");
    expect(status.text).toContain("is not stopped: alarm-on");
    expect(status.text).toContain("no task was stopped");
  });

  it("a guard that can't be read right before a stop is read again", async () => {
    const world = await steadyWorld();
    let looks = 0;
    world.failing(({ name }) => {
      if (name !== "ecs DescribeServices") return null;
      looks += 1;
      return looks === 3 ? new AwsError("ThrottlingException", "Rate exceeded") : null;
    });
    await world.invoke(confirmed());
    await world.live(120);
    expect(looks).toBeGreaterThan(3);
    expect(accountChanges(world).filter((name) => name === "ecs StopTask")).toHaveLength(2);
  });

  it("what does not recover is named", async () => {
    const world = await steadyWorld();
    await world.invoke(confirmed());
    world.cloud.failures.answerNext("route53 ChangeResourceRecordSets", new AwsError("AccessDenied", "no"), 10_000);
    await world.live(1200);
    expect((await world.status("chaos-00001")).text).toContain(
      `Not recovered: out of zone/${zoneId}, replaced in zone/${zoneId}`,
    );
  });

  it("fails a Multi-AZ database over, and reports when it serves again", async () => {
    const world = await steadyWorld({ estate: { instances: [{ ...orders, multiAz: true }] } });
    const dry = await world.invoke(ask(failover));
    expect(dry.text).toContain("orders: serves from zone eu-central-1a -> the standby's zone");
    await world.invoke(confirmed(failover));
    await world.live(600);
    expect(accountChanges(world)).toEqual(["rds RebootDBInstance"]);
    expect(await world.instance()).toMatchObject({ AvailabilityZone: "eu-central-1b" });
    const status = await world.status("chaos-00001");
    expect(status).toMatchObject({ run: { phase: "done", report: { data: { isComplete: true } } } });
    expect(status.text).toMatch(/failed over after \d+ s, available after \d+ s/);
  });

  it("fails an Aurora cluster over to a reader", async () => {
    const estate = {
      instances: ["orders-a", "orders-b"].map((instance) => withoutInsights(auroraPostgres(instance))),
      clusters: [auroraCluster({ readers: ["orders-b"] })],
    };
    const config = databaseConfig({}, { at: { kind: "cluster", cluster: "orders", role: "writer" } });
    const world = await steadyWorld({ config, estate });
    await world.invoke(confirmed(failover));
    await world.live(600);
    expect(accountChanges(world)).toEqual(["rds FailoverDBCluster"]);
    expect(world.cloud.estate.clusters[0]).toMatchObject({ writer: "orders-b", readers: ["orders-a"] });
    expect(await world.status("chaos-00001")).toMatchObject({ run: { phase: "done" } });
  });

  it("aborted: stops nothing more and puts nothing back", async () => {
    const world = await steadyWorld();
    await world.invoke(confirmed());
    expect(await world.invoke({ run: "chaos-00001", command: "abort" })).toMatchObject({ run: { phase: "aborted" } });
    await world.live(200);
    expect(accountChanges(world).filter((name) => name === "ecs StopTask")).toHaveLength(2);
    expect(world.world.counts("checkout").running).toBe(world.world.counts("checkout").desired);
  });

  it("killed at every third call in turn: the named tasks are stopped once, and the service is back", async () => {
    let nth = -2;
    for (let wasKilled = true; wasKilled; ) {
      nth += 3;
      // Nothing is connected, so that the watch ends before the database's late metric.
      const config = databaseConfig({ pools: [] }, {}, { domains: aloneInDomains });
      const world = await steadyWorld({ config });
      const victims = world.world
        .tasks("checkout")
        .slice(0, 2)
        .map(({ taskId }) => taskId);
      wasKilled = await killRunAt(world, confirmed(), nth, 600);
      const stopped = world.calls.filter(({ name }) => name === "ecs StopTask").map(({ input }) => input["task"]);
      expect([nth, [...new Set(stopped)].sort()]).toEqual([nth, [...victims].sort()]);
      expect([nth, stopped.length]).toEqual([nth, 2]);
      expect([nth, await world.status("chaos-00001")]).toMatchObject([nth, { run: { phase: "done" } }]);
      expect([nth, world.world.counts("checkout").running]).toEqual([nth, world.world.counts("checkout").desired]);
    }
    expect(nth).toBeGreaterThan(30);
  }, 600_000);
});
