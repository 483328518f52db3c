import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../shared/config/publication.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { failOn } from "../scale/small-stack.ts";
import { stackConfig } from "../scale/small-world.ts";
import {
  alarm,
  allow,
  canaryWorld,
  forwardTo,
  fresh,
  listener,
  old,
  preparedWorld,
  putAlarm,
  rule,
  setAlarm,
  third,
  weights,
} from "./canary-world.ts";
import { actionsOf, beyondDomain, grantedTo } from "./granted-calls.ts";
import { killEverywhere } from "./kill-everywhere.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";

const params = {
  by: "alb",
  service: "checkout",
  listener: rule,
  fromTargetGroup: old,
  toTargetGroup: fresh,
  alarms: [alarm],
  stepMinutes: 2,
};
const request = (changes: object = {}) => ({ runbook: "canary", params: { ...params, ...changes } });
const confirmed = (changes: object = {}) => ({ ...request(changes), confirm: true, requestId: "release-77" });
const status = { run: "release-77", command: "status" };
const abort = { run: "release-77", command: "abort" };

const live = async (world: RunWorld, seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    world.warmUp(1);
    await world.deliver();
  }
};

const written = ({ calls }: RunWorld): readonly number[] =>
  calls
    .filter(({ name }) => /^elasticloadbalancing Modify/.test(name))
    .map(({ input }) => {
      const [action] = (input["Actions"] ?? input["DefaultActions"]) as readonly Action[];
      return action?.ForwardConfig?.TargetGroups?.find(({ TargetGroupArn }) => TargetGroupArn === fresh)?.Weight ?? -1;
    });

describe("canary by the weights of a load balancer", () => {
  it("dry: shows each step, and changes nothing", async () => {
    const world = await canaryWorld();
    const answer = await world.invoke(request());
    expect(answer).toMatchObject({
      kind: "dry-run",
      changes: [
        { about: rule, from: 0, to: 10 },
        { from: 10, to: 25 },
        { from: 25, to: 50 },
        { from: 50, to: 100 },
      ],
    });
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("confirmed: writes exactly those steps, each for its time, and ends at 100", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed());
    expect(weights(world)).toEqual({ old: 90, new: 10 });
    await live(world, 100);
    expect(weights(world)).toEqual({ old: 90, new: 10 });
    await live(world, 600);
    expect(written(world)).toEqual([10, 25, 50, 100]);
    expect(weights(world)).toEqual({ old: 0, new: 100 });
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "done", report: { data: { steps: 4 } } } });
  });

  it("a listener's default action is moved like a rule", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed({ listener, weights: [100], stepMinutes: 1 }));
    await live(world, 120);
    expect(weights(world, listener)).toEqual({ old: 0, new: 100 });
  });

  it.each([
    { when: "goes off", disturb: (world: RunWorld) => setAlarm(world, "ALARM"), because: "is in ALARM" },
    {
      when: "has no data for 5 min",
      disturb: async (world: RunWorld) => {
        await setAlarm(world, "INSUFFICIENT_DATA");
      },
      because: "has no data for 5 min",
    },
    {
      when: "is deleted",
      disturb: (world: RunWorld) => world.cloud.handle("cloudwatch", "DeleteAlarms", { AlarmNames: [alarm] }),
      because: "can't be read",
    },
    {
      when: "may not be read any more",
      disturb: async (world: RunWorld) => world.failing(failOn("cloudwatch DescribeAlarms", "AccessDenied")),
      because: "AccessDenied",
    },
  ])("all traffic goes back at once when the alarm $when", async ({ disturb, because }) => {
    const world = await canaryWorld();
    await world.invoke(confirmed({ stepMinutes: 30 }));
    await live(world, 30);
    await disturb(world);
    await live(world, 330);
    expect(weights(world)).toEqual({ old: 100, new: 0 });
    world.failing(() => null);
    const ended = await world.invoke(status);
    expect(ended).toMatchObject({ run: { phase: "refused", refusal: { code: "rolled-back" } } });
    expect(ended.text).toContain(because);
  });

  it.each(["ecs ListTasks", "ecs DescribeServices"])(
    "%s refused for a while: the step is held where it is, and the next one waits",
    async (refused) => {
      const world = await canaryWorld();
      await world.invoke(confirmed());
      await live(world, 30);
      world.failing(failOn(refused, "AccessDenied"));
      await live(world, 150);
      expect(weights(world)).toEqual({ old: 90, new: 10 });
      world.failing(() => null);
      await live(world, 600);
      expect(weights(world)).toEqual({ old: 0, new: 100 });
    },
  );

  it("all traffic goes back when nobody could tell the budget for 5 min", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed({ stepMinutes: 30 }));
    await live(world, 30);
    world.failing(failOn("ecs ListTasks", "AccessDenied"));
    await live(world, 360);
    expect(weights(world)).toEqual({ old: 100, new: 0 });
    world.failing(() => null);
    expect((await world.invoke(status)).text).toContain("the budget of orders is not known");
  });

  it("a rule that is shown as it was before the step is looked at again", async () => {
    const world = await canaryWorld();
    const answer = world.cloud.handle.bind(world.cloud);
    const before = await answer("elasticloadbalancing", "DescribeRules", { RuleArns: [rule] });
    let looks = 0;
    world.cloud.handle = async (service, operation, input) => {
      if (operation !== "DescribeRules") return answer(service, operation, input);
      looks += 1;
      // The dry look, the run's own, and the first one after the step.
      return looks === 3 ? before : answer(service, operation, input);
    };
    await world.invoke(confirmed());
    await live(world, 700);
    expect(weights(world)).toEqual({ old: 0, new: 100 });
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "done" } });
  });

  it("the alarm is seen within 20 s", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed({ stepMinutes: 30 }));
    await live(world, 60);
    await setAlarm(world, "ALARM");
    await live(world, 21);
    expect(weights(world)).toEqual({ old: 100, new: 0 });
  });

  it("all traffic goes back when the new side has no healthy target any more", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed());
    world.cloud.loadBalancing.declareTargets(fresh, ["unhealthy"]);
    await live(world, 60);
    expect(weights(world)).toEqual({ old: 100, new: 0 });
    expect((await world.invoke(status)).text).toContain("no healthy target");
  });

  it("weights that somebody else has written are left to them", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed());
    world.cloud.loadBalancing.declareActions(rule, forwardTo([old, 40], [fresh, 60]));
    await live(world, 60);
    expect(weights(world)).toEqual({ old: 40, new: 60 });
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "refused", refusal: { code: "overtaken" } } });
  });

  it.each([0, 1, 2, 3])("aborted in step %d it puts the weights back as they were", async (step) => {
    const world = await canaryWorld();
    const before = forwardTo([old, 95], [fresh, 5]);
    world.cloud.loadBalancing.declareActions(rule, before);
    await world.invoke(confirmed());
    await live(world, step * 125);
    await world.invoke(abort);
    await live(world, 40);
    expect(weights(world)).toEqual({ old: 95, new: 5 });
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "aborted" } });
  });

  it.each([
    { when: "no alarm", changes: { alarms: [] }, code: "alarms-needed" },
    { when: "weights that fall", changes: { weights: [50, 25, 100] }, code: "bad-input" },
    { when: "weights that don't reach 100", changes: { weights: [10, 50] }, code: "bad-input" },
    { when: "the same target group twice", changes: { toTargetGroup: old }, code: "bad-input" },
    { when: "no listener", changes: { listener: undefined }, code: "bad-input" },
    { when: "a task definition, which is ECS's way", changes: { taskDefinition: "checkout:2" }, code: "bad-input" },
    { when: "a service that is not there", changes: { service: "chekout" }, code: "unknown-name" },
  ])("refuses $when before anything is called", async ({ changes, code }) => {
    const world = await canaryWorld();
    expect(await refusalOf(world.invoke(request(changes)))).toBe(code);
    expect(world.calls).toEqual([]);
  });

  it.each([
    { when: "an alarm that is not there", changes: { alarms: ["nobody"] }, code: "alarm-not-ok" },
    { when: "a rule that is not there", changes: { listener: `${rule}0` }, code: "not-found" },
    { when: "a target group that is not there", changes: { toTargetGroup: `${fresh}0` }, code: "not-found" },
    { when: "an old side without the traffic", changes: { fromTargetGroup: third }, code: "not-weighted" },
    { when: "a new side without a healthy target", changes: { toTargetGroup: third }, code: "no-healthy-target" },
  ])("refuses $when", async ({ changes, code }) => {
    const world = await canaryWorld();
    expect(await refusalOf(world.invoke(confirmed(changes)))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("refuses in ALARM, with a third target group, and past a database's budget", async () => {
    const world = await canaryWorld();
    world.cloud.loadBalancing.declareActions(rule, forwardTo([old, 1], [third, 1]));
    expect(await refusalOf(world.invoke(request()))).toBe("not-weighted");
    world.cloud.loadBalancing.declareActions(rule, forwardTo([old, 1]));
    await setAlarm(world, "ALARM");
    expect(await refusalOf(world.invoke(request()))).toBe("alarm-not-ok");
    expect(await refusalOf((await canaryWorld(40)).invoke(request()))).toBe("past-budget");
  });

  it("withoutAlarms goes without any", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed({ alarms: [], withoutAlarms: true, weights: [100], stepMinutes: 1 }));
    await live(world, 120);
    expect(weights(world)).toEqual({ old: 0, new: 100 });
  });

  it("the same request twice moves once", async () => {
    const world = await canaryWorld();
    await world.invoke(confirmed());
    await world.invoke(confirmed());
    expect(written(world)).toEqual([10]);
  });

  it("killed at every third call in turn it ends in the same world", async () => {
    const outcomes = await killEverywhere({
      build: () => canaryWorld(),
      request: confirmed({ weights: [50, 100], stepMinutes: 1 }),
      every: 3,
      seconds: 620,
      outcome: (world) => weights(world),
    });
    expect(outcomes.length).toBeGreaterThan(10);
    for (const outcome of outcomes) expect(outcome).toEqual({ old: 0, new: 100 });
  });
});

const ecs = {
  by: "ecs",
  service: "checkout",
  listener: undefined,
  fromTargetGroup: undefined,
  toTargetGroup: undefined,
  taskDefinition: "checkout:2",
};

const revision = ({ world }: RunWorld) => world.deploymentHistory("checkout").length;

describe("canary by ECS", () => {
  it("dry: names the definition and the strategy; confirmed: deploys with both and the alarms", async () => {
    const world = await preparedWorld();
    expect(await world.invoke(request(ecs))).toMatchObject({
      changes: [
        { what: "task definition", from: "checkout:1", to: "checkout:2" },
        { what: "deployment strategy", from: "ROLLING", to: "CANARY 10 %, 2 min a step" },
      ],
    });
    expect(changesSince(world.calls, 0)).toEqual([]);
    await world.invoke(confirmed(ecs));
    const [update] = world.calls.filter(({ name }) => name === "ecs UpdateService");
    expect(update?.input).toMatchObject({
      taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:2",
      deploymentConfiguration: {
        strategy: "CANARY",
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
        alarms: { alarmNames: [alarm], enable: true, rollback: true },
      },
    });
    expect(update?.input).not.toHaveProperty("desiredCount");
    await live(world, 600);
    expect(await world.invoke(status)).toMatchObject({ run: { phase: "done" } });
  });

  it("equal parts are LINEAR", async () => {
    const answer = await (await preparedWorld()).invoke(request({ ...ecs, weights: [25, 50, 75, 100] }));
    expect(answer.text).toContain("LINEAR 25 %");
    expect(await refusalOf((await preparedWorld()).invoke(request({ ...ecs, weights: [10, 25, 100] })))).toBe(
      "bad-input",
    );
  });

  it("an alarm stops it, and ECS runs the old definition again", async () => {
    const world = await preparedWorld();
    await world.invoke(confirmed({ ...ecs, stepMinutes: 30 }));
    await live(world, 120);
    await setAlarm(world, "ALARM");
    await live(world, 400);
    const ended = await world.invoke(status);
    expect(ended).toMatchObject({ run: { phase: "refused", refusal: { code: "rolled-back" } } });
    expect(ended.text).toContain("checkout runs checkout:1 again");
    expect(world.calls.filter(({ name }) => name === "ecs StopServiceDeployment")).toHaveLength(1);
  });

  it("aborted: ECS takes the deployment back", async () => {
    const world = await preparedWorld();
    await world.invoke(confirmed({ ...ecs, stepMinutes: 30 }));
    await live(world, 60);
    await world.invoke(abort);
    await live(world, 300);
    expect(await world.invoke(status)).toMatchObject({
      run: { phase: "aborted", report: { data: { taskDefinition: "checkout:1" } } },
    });
  });

  it.each([
    { refused: "ecs StopServiceDeployment", code: "ThrottlingException" },
    { refused: "ecs ListServiceDeployments", code: "AccessDeniedException" },
  ])(
    "aborted while $refused is refused once: ECS takes the deployment back all the same",
    async ({ refused, code }) => {
      const world = await preparedWorld();
      await world.invoke(confirmed({ ...ecs, stepMinutes: 30 }));
      await live(world, 60);
      world.cloud.failures.answerNext(refused, new AwsError(code, "not now"), 1);
      await world.invoke(abort);
      await live(world, 400);
      expect(await world.invoke(status)).toMatchObject({
        run: { phase: "aborted", report: { data: { taskDefinition: "checkout:1" } } },
      });
      expect(world.world.counts("checkout").running).toBe(4);
    },
  );

  it("refuses a service without a second target group, and two fleets past the budget", async () => {
    expect(await refusalOf((await canaryWorld()).invoke(request(ecs)))).toBe("not-prepared");
    expect(await refusalOf((await preparedWorld(90)).invoke(request(ecs)))).toBe("past-budget");
    const deployed = request({ ...ecs, taskDefinition: "checkout:1" });
    expect(await refusalOf((await preparedWorld()).invoke(deployed))).toBe("already-current");
    const world = await preparedWorld();
    world.cloud.capacity.revisions.declare("checkout:2", { status: "INACTIVE" });
    expect(await refusalOf(world.invoke(request(ecs)))).toBe("not-found");
  });

  it("killed at every third call in turn it deploys once", async () => {
    const outcomes = await killEverywhere({
      build: () => preparedWorld(),
      request: confirmed({ ...ecs, stepMinutes: 1 }),
      every: 3,
      seconds: 700,
      outcome: (world) => ({
        deployments: revision(world),
        ended: world.world.deployments("checkout")[0]?.rolloutState,
      }),
    });
    expect(outcomes.length).toBeGreaterThan(10);
    for (const outcome of outcomes) expect(outcome).toEqual({ deployments: 2, ended: "COMPLETED" });
  });
});

const name = "web.shop.internal";
const weightedRecord = (weight: number, setIdentifier: string): RecordConfig => ({
  zone: "internal",
  name,
  kind: "weighted",
  address: "private",
  family: "ipv4",
  ttlSeconds: 30,
  containerPort: null,
  weight,
  setIdentifier,
  regional: null,
  healthCheck: null,
});
const dns = {
  runbook: "canary",
  params: {
    by: "route53",
    service: "search",
    fromService: "checkout",
    record: name,
    alarms: [alarm],
    stepMinutes: 2,
    weights: [25, 100],
  },
  requestId: "release-78",
};
const dnsConfirmed = { ...dns, confirm: true };

const published = async (policy: "sync" | "observe" = "sync"): Promise<RunWorld> => {
  const base = stackConfig({}, {}, allow);
  const records = { checkout: weightedRecord(95, "old"), search: weightedRecord(5, "new") };
  const config = {
    ...base,
    zones: [{ name: "internal", hostedZoneId: "Z1", domain: "shop.internal", policy }],
    services: base.services.map((service) => ({
      ...service,
      publish: { ...service.publish, records: [records[service.name as keyof typeof records]] },
    })),
  };
  const world = runWorld({ config });
  world.warmUp(300);
  await putAlarm(world);
  await world.live(130);
  world.calls.length = 0;
  return world;
};

const answers = async ({ cloud }: RunWorld): Promise<Readonly<Record<string, number>>> => {
  const zone = (await cloud.handle("route53", "ListResourceRecordSets", { HostedZoneId: "Z1" })) as {
    readonly ResourceRecordSets: readonly { SetIdentifier?: string; Weight?: number; Type: string }[];
  };
  return Object.fromEntries(
    zone.ResourceRecordSets.filter(({ Type }) => Type === "A").map(({ SetIdentifier = "", Weight = -1 }) => [
      SetIdentifier,
      Weight,
    ]),
  );
};

describe("canary by the weights of DNS records", () => {
  it("dry: shows each step and posts nothing; confirmed: `records` alone writes them", async () => {
    const world = await published();
    expect(await answers(world)).toEqual({ old: 95, new: 5 });
    expect(await world.invoke(dns)).toMatchObject({
      changes: [
        { about: name, from: 5, to: 25 },
        { from: 25, to: 100 },
      ],
    });
    expect(changesSince(world.calls, 0)).toEqual([]);
    await world.invoke(dnsConfirmed);
    await world.live(100);
    expect(await answers(world)).toEqual({ old: 75, new: 25 });
    await world.live(400);
    expect(await answers(world)).toEqual({ old: 0, new: 100 });
    const ended = await world.invoke({ run: "release-78", command: "status" });
    expect(ended).toMatchObject({ run: { phase: "done", report: { data: { toPercent: 100, steps: 2 } } } });
    expect(ended.text).toContain("write them into headgate.yml");
  });

  it("all answers go back to the old side when the alarm goes off", async () => {
    const world = await published();
    await world.invoke(dnsConfirmed);
    await world.live(60);
    await setAlarm(world, "ALARM");
    await world.live(120);
    expect(await answers(world)).toEqual({ old: 100, new: 0 });
    expect(await world.invoke({ run: "release-78", command: "status" })).toMatchObject({
      run: { phase: "refused", refusal: { code: "rolled-back" } },
    });
  });

  it("aborted: the weights are headgate.yml's again", async () => {
    const world = await published();
    await world.invoke(dnsConfirmed);
    await world.live(60);
    expect(await answers(world)).toEqual({ old: 75, new: 25 });
    await world.invoke({ run: "release-78", command: "abort" });
    await world.live(120);
    expect(await answers(world)).toEqual({ old: 95, new: 5 });
  });

  it("refuses a zone that is only observed, and a service without such a record", async () => {
    expect(await refusalOf((await published("observe")).invoke(dns))).toBe("bad-input");
    const world = await canaryWorld();
    expect(await refusalOf(world.invoke(dns))).toBe("bad-input");
    expect(world.calls).toEqual([]);
  });

  it("killed at every call in turn it ends with the same posts", async () => {
    const outcomes = await killEverywhere({
      build: published,
      request: { ...dnsConfirmed, params: { ...dns.params, weights: [100], stepMinutes: 1 } },
      seconds: 1,
      outcome: async (world) => {
        await world.live(560);
        const { run } = (await world.invoke({ run: "release-78", command: "status" })) as {
          readonly run: { readonly phase: string };
        };
        return { phase: run.phase, answers: await answers(world) };
      },
    });
    expect(outcomes.length).toBeGreaterThan(15);
    for (const outcome of outcomes) expect(outcome).toEqual({ phase: "done", answers: { old: 0, new: 100 } });
  });
});

it("the calls of all ways together are those that are granted", async () => {
  const calls: RunWorld["calls"] = [];
  const byRule = await canaryWorld();
  await byRule.invoke(confirmed());
  const byListener = await canaryWorld();
  await byListener.invoke(confirmed({ listener }));
  const byEcs = await preparedWorld();
  await byEcs.invoke(confirmed({ ...ecs, stepMinutes: 30 }));
  await live(byEcs, 60);
  await byEcs.invoke(abort);
  const byRecords = await published();
  await byRecords.invoke(dnsConfirmed);
  for (const world of [byRule, byListener, byEcs, byRecords]) calls.push(...world.calls);
  expect(beyondDomain(actionsOf(calls))).toEqual(beyondDomain(grantedTo("canary")));
});
