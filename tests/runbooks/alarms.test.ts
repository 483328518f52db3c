import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { failOn } from "../scale/small-stack.ts";
import { serviceConfig, stackConfig } from "../scale/small-world.ts";
import { actionsOf, grantedTo } from "./granted-calls.ts";
import { killEverywhere } from "./kill-everywhere.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";

const allow = { runbooks: { allow: ["alarms"], approval: [], approvalMinutes: 60 } } as const;
const latency = {
  kind: "latency",
  name: "latency",
  metric: {
    namespace: "AWS/ApplicationELB",
    metricName: "TargetResponseTime",
    dimensions: { LoadBalancer: "app/shop/1", TargetGroup: "targetgroup/checkout/2" },
    statistic: "p99",
    periodSeconds: 60,
  },
  threshold: 2,
  windowSeconds: 300,
  stepPercent: 25,
  stepTasks: 1,
  warmUpSeconds: 60,
  staleAfterSeconds: 180,
} as const;

const config = (): Config =>
  stackConfig({ signals: [...serviceConfig({ ecsService: "checkout" }).signals, latency] }, {}, allow);
const build = (given: Config = config()): RunWorld => runWorld({ config: given });
const all = { runbook: "alarms", params: {} };
const confirmed = { ...all, confirm: true, requestId: "incident-5" };

const shown = async ({ cloud }: RunWorld): Promise<readonly MetricAlarm[]> => {
  const answer = await cloud.handle("cloudwatch", "DescribeAlarms", { AlarmNamePrefix: "rehearsal-svc-" });
  return (answer as { readonly MetricAlarms: readonly MetricAlarm[] }).MetricAlarms;
};

const live = async (world: RunWorld, seconds = 30): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    world.warmUp(1);
    await world.deliver();
  }
};

const made = async (given?: Config): Promise<RunWorld> => {
  const world = build(given);
  await world.invoke(confirmed);
  await live(world);
  return world;
};

describe("alarms", () => {
  it("dry: names every alarm with its rule, and makes none", async () => {
    const world = build();
    const answer = await world.invoke(all);
    expect(answer).toMatchObject({
      kind: "dry-run",
      changes: [
        { about: "rehearsal-svc-checkout-cpu", what: "new", from: null },
        { about: "rehearsal-svc-checkout-errors", what: "new", from: null },
        { about: "rehearsal-svc-checkout-latency", what: "new", from: null },
        { about: "rehearsal-svc-db-orders-connections", what: "new", from: null },
        { about: "rehearsal-svc-search-cpu", what: "new", from: null },
      ],
    });
    expect(answer.text).toContain("DatabaseConnections Maximum (DBInstanceIdentifier=orders) > 270, 2 x 60 s");
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("confirmed: makes exactly those, tells what has none, and the lines for headgate.yml", async () => {
    const world = build();
    const dry = (await world.invoke(all)) as { readonly changes: readonly { readonly about: string }[] };
    await world.invoke(confirmed);
    await live(world);
    const alarms = await shown(world);
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(dry.changes.map(({ about }) => about));
    expect(alarms.every(({ AlarmActions }) => AlarmActions?.[0] === world.cloud.topic.arn)).toBe(true);
    const { text } = await world.invoke({ run: "incident-5", command: "status" });
    expect(text).toContain("search: no alarms on errors and latency");
    expect(text).toContain("latency: { alarmName: rehearsal-svc-checkout-latency");
    const granted = grantedTo("alarms");
    expect(granted).toEqual(expect.arrayContaining([...actionsOf(world.calls)]));
    expect(granted.filter((action) => !actionsOf(world.calls).includes(action))).toEqual(["cloudwatch:DeleteAlarms"]);
  });

  it("the alarms are those of CloudWatch: a busy service is in ALARM", async () => {
    const world = build();
    world.warmUp(600);
    await world.invoke({ ...confirmed, params: { services: ["checkout"], cpuPercent: 20 } });
    await world.live(400);
    const cpu = (await shown(world)).find(({ AlarmName }) => AlarmName === "rehearsal-svc-checkout-cpu");
    expect(cpu).toMatchObject({ StateValue: "ALARM", Threshold: 20, EvaluationPeriods: 5 });
  });

  it("a second run finds all unchanged and writes nothing", async () => {
    const world = await made();
    const from = world.calls.length;
    expect(await world.invoke({ ...all, confirm: true, requestId: "incident-6" })).toMatchObject({
      run: { phase: "done", report: { data: { written: 0, alarms: 5 } } },
    });
    expect(world.namesOf(from)).not.toContain("cloudwatch PutMetricAlarm");
  });

  it("another threshold is a change from what to what; the others are shown as unchanged", async () => {
    const world = await made();
    const answer = await world.invoke({ ...all, params: { latencySeconds: 3 } });
    const { changes } = answer as { readonly changes: readonly { readonly what: string }[] };
    expect(changes.map(({ what }) => what)).toEqual(["unchanged", "unchanged", "changed", "unchanged", "unchanged"]);
    expect(changes[2]).toMatchObject({
      from: expect.stringContaining("TargetResponseTime p99"),
      to: expect.stringContaining("> 3, 5 x 60 s"),
    });
  });

  it("only the services that are named, with their databases", async () => {
    const answer = await build().invoke({ ...all, params: { services: ["checkout"] } });
    const { changes } = answer as { readonly changes: readonly { readonly about: string }[] };
    expect(changes.map(({ about }) => about)).not.toContain("rehearsal-svc-search-cpu");
    expect(changes).toHaveLength(4);
  });

  it("somebody else's alarm of the same name, and others' alarms, are left alone, prune or not", async () => {
    const world = build();
    const foreign = {
      AlarmName: "rehearsal-svc-search-cpu",
      AlarmDescription: "by hand",
      Namespace: "AWS/ECS",
      MetricName: "CPUUtilization",
      EvaluationPeriods: 1,
      Period: 60,
      Threshold: 5,
      Statistic: "Average",
      ComparisonOperator: "GreaterThanThreshold",
    };
    await world.cloud.handle("cloudwatch", "PutMetricAlarm", foreign);
    await world.cloud.handle("cloudwatch", "PutMetricAlarm", { ...foreign, AlarmName: "rehearsal-svc-other" });
    await world.invoke({ ...confirmed, params: { prune: true } });
    await live(world);
    const alarms = await shown(world);
    expect(alarms.filter(({ AlarmDescription }) => AlarmDescription === "by hand")).toHaveLength(2);
    expect(await world.invoke({ run: "incident-5", command: "status" })).toMatchObject({
      run: { phase: "done", report: { data: { foreign: ["rehearsal-svc-search-cpu"] } } },
    });
  });

  it("what is of nothing any more is deleted by prune alone", async () => {
    const world = await made();
    const without = config();
    const smaller = runWorld({
      config: { ...without, services: without.services.filter(({ name }) => name !== "search") },
    });
    for (const alarm of await shown(world))
      await smaller.cloud.handle("cloudwatch", "PutMetricAlarm", alarm as unknown as object);
    expect((await smaller.invoke(all)).text).toContain("would change nothing");
    const answer = await smaller.invoke({ ...all, params: { prune: true } });
    expect(answer.text).toContain("rehearsal-svc-search-cpu: deleted");
    await smaller.invoke({ ...confirmed, params: { prune: true } });
    await live(smaller);
    expect((await shown(smaller)).map(({ AlarmName }) => AlarmName)).not.toContain("rehearsal-svc-search-cpu");
    expect(await shown(smaller)).toHaveLength(4);
  });

  it("a limit that nobody knows has no alarm, and is said", async () => {
    const world = await made(stackConfig({}, { maxConnections: null }, allow));
    expect((await shown(world)).map(({ AlarmName }) => AlarmName)).not.toContain("rehearsal-svc-db-orders-connections");
    const { text } = await world.invoke({ run: "incident-5", command: "status" });
    expect(text).toContain("orders: no alarm on connections");
  });

  it("more alarms than one page are compared as a whole", async () => {
    const services = Array.from({ length: 130 }, (_, nth) =>
      serviceConfig({ name: `service-${nth}`, ecsService: `service-${nth}` }),
    );
    const base = stackConfig({}, {}, allow);
    const many = { ...base, services: [...base.services, ...services] };
    const world = build();
    const wired = runWorld({
      config: base,
      deps: (deps) => ({ ...deps, config: many, tools: { ...deps.tools, config: many } }),
    });
    expect(world.calls).toEqual([]);
    await wired.invoke(confirmed);
    await live(wired, 120);
    expect(await wired.invoke({ run: "incident-5", command: "status" })).toMatchObject({
      run: { phase: "done", report: { data: { written: 133 } } },
    });
    expect((await wired.invoke(all)).text).toContain("would change nothing");
  });

  it.each([
    { when: "a service that is not there", params: { services: ["chekout"] }, code: "unknown-name" },
    { when: "latency of 0 s", params: { latencySeconds: 0 }, code: "bad-input" },
    { when: "above 100 %", params: { cpuPercent: 101 }, code: "bad-input" },
  ])("refuses $when before anything is called", async ({ params, code }) => {
    const world = build();
    expect(await refusalOf(world.invoke({ runbook: "alarms", params }))).toBe(code);
    expect(world.calls).toEqual([]);
  });

  it("without the permission to look it says so and does nothing", async () => {
    const world = build();
    world.failing(failOn("cloudwatch DescribeAlarms", "AccessDenied"));
    expect(await refusalOf(world.invoke(confirmed))).toBe("AccessDenied");
    expect(await refusalOf(runWorld().invoke(all))).toBe("not-allowed");
  });

  it("killed at every call in turn it ends in the same world", async () => {
    const outcomes = await killEverywhere({
      build: () => build(),
      request: confirmed,
      seconds: 420,
      outcome: async (world) => {
        return (await shown(world)).map(({ StateUpdatedTimestamp, StateTransitionedTimestamp, ...alarm }) => alarm);
      },
    });
    expect(outcomes.length).toBeGreaterThan(10);
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });
});
