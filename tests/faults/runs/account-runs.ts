import { taskAddresses } from "../../../simulator/cloud/task-network.ts";
import { zoneId } from "../../records/function/records-stack.ts";
import { publishedWorld } from "../../runbooks/published-world.ts";
import { type RunWorld, runWorld } from "../../runbooks/run-world.ts";
import { wakeUpOf } from "../../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { runScene } from "./run-scene.ts";

const allowing = (runbook: "rollback" | "alarms") =>
  stackConfig({}, {}, { runbooks: { allow: [runbook], approval: [], approvalMinutes: 60 } });

/** Time passes for the runs alone. */
const runsAlone = async (world: RunWorld, deliver: () => Promise<void>): Promise<void> => {
  world.warmUp(1);
  await deliver();
};

/** checkout:1 has run; checkout:2 is being deployed and its tasks crash. */
const withBrokenRevision = async (): Promise<RunWorld> => {
  const world = runWorld({ config: allowing("rollback"), world: worldSpec(100, 300) });
  world.warmUp(300);
  world.cloud.capacity.revisions.declare("checkout:2", { deployment: { defect: { crashes: true } } });
  await world.cloud.handle("ecs", "UpdateService", {
    cluster: "shop",
    service: "checkout",
    taskDefinition: "checkout:2",
  });
  world.warmUp(180);
  return world;
};

const rollback = runScene({
  runbook: "rollback",
  params: { service: "checkout" },
  build: withBrokenRevision,
  second: runsAlone,
  seconds: 500,
  look: ({ world }) => ({
    deployments: [
      `${world.deploymentHistory("checkout").length}, ${world.deployments("checkout")[0]?.rolloutState}`,
      `${world.counts("checkout").running} running`,
    ],
  }),
});

type Alarm = { readonly AlarmName: string; readonly Threshold: number };

const alarmsOf = async ({ cloud }: RunWorld): Promise<readonly Alarm[]> => {
  const answer = await cloud.handle("cloudwatch", "DescribeAlarms", { AlarmNamePrefix: "rehearsal-svc-" });
  return (answer as { readonly MetricAlarms: readonly Alarm[] }).MetricAlarms;
};

/** The alarms of two services, one of which is not in headgate.yml any more. */
const withOldAlarms = async (): Promise<RunWorld> => {
  const before = runWorld({ config: allowing("alarms") });
  await before.invoke({ runbook: "alarms", params: {}, confirm: true, requestId: "alarms-0001" });
  for (let second = 0; second < 30; second += 1) await runsAlone(before, before.deliver);
  const config = allowing("alarms");
  const world = runWorld({ config: { ...config, services: config.services.filter(({ name }) => name !== "search") } });
  for (const alarm of await alarmsOf(before)) await world.cloud.handle("cloudwatch", "PutMetricAlarm", alarm);
  return world;
};

const lookAtAlarms = async (world: RunWorld) => ({
  alarms: (await alarmsOf(world)).map(({ AlarmName, Threshold }) => `${AlarmName} ${Threshold}`),
});

const alarms = runScene({
  runbook: "alarms",
  params: {},
  build: async () => runWorld({ config: allowing("alarms") }),
  second: runsAlone,
  seconds: 60,
  look: lookAtAlarms,
});

const prunedAlarms = runScene({
  runbook: "alarms",
  about: "that prunes",
  params: { prune: true },
  build: withOldAlarms,
  second: runsAlone,
  seconds: 60,
  look: lookAtAlarms,
});

const deliveries = 5;

/** Messages that were received as often as the queue allows, and never handled. */
const withDeadLetters = async (count: number): Promise<RunWorld> => {
  const world = runWorld();
  const { events } = world.cloud.queues;
  for (let nth = 1; nth <= count; nth += 1) {
    const sentAtMs = world.world.nowMs - 6_000_000;
    events.send({ body: JSON.stringify(wakeUpOf({ correlationId: `event-${nth}` })) }, sentAtMs);
    for (let time = 0; time <= deliveries; time += 1) events.receive(10, sentAtMs + time * 1_000_000);
  }
  return world;
};

const redrive = runScene({
  runbook: "redrive",
  params: { queue: "events" },
  build: () => withDeadLetters(3),
  second: runsAlone,
  seconds: 120,
  look: ({ cloud }) => ({
    left: cloud.queues.eventsDeadLetter.messages.map(({ body }) => body),
    // Handed over twice is no loss: SQS promises no less than once.
    back: [...new Set(cloud.queues.events.messages.map(({ body }) => body))].sort(),
  }),
});

/** More than SQS moves by itself before somebody stops it, also where its answers come late. */
const many = 500;

const abortedRedrive = runScene({
  runbook: "redrive",
  about: "that is aborted",
  params: { queue: "events", all: true },
  build: () => withDeadLetters(many),
  second: runsAlone,
  seconds: 120,
  abortAfterSeconds: 60,
  look: ({ cloud }) => {
    const [left, back] = [cloud.queues.eventsDeadLetter, cloud.queues.events].map(
      ({ messages }) => new Set(messages.map(({ body }) => body)),
    );
    return { kept: [`${left!.union(back!).size} messages, stopped halfway: ${left!.size > 0 && back!.size > 0}`] };
  },
});

/** Published, and then two tasks more that no event has told of. */
const withDrift = async (): Promise<RunWorld> => {
  const world = publishedWorld();
  await world.live(30);
  world.world.setDesiredCount("order", 3);
  world.warmUp(20);
  return world;
};

const syncRecords = runScene({
  runbook: "sync-records",
  params: {},
  build: withDrift,
  second: async (world, deliver) => {
    await world.run(1);
    await deliver();
  },
  seconds: 60,
  look: ({ world, cloud }) => {
    const published = cloud.route53
      .recordSets(zoneId)
      .filter(({ Type }) => Type === "A")
      .flatMap(({ ResourceRecords = [] }) => ResourceRecords.map(({ Value }) => Value ?? ""));
    const running = world.tasks("order").map(({ taskId }) => taskAddresses(taskId).privateIpv4);
    return { published: [`${published.length}, ${running.every((address) => published.includes(address))}`] };
  },
});

export const accountRuns = [rollback, alarms, prunedAlarms, redrive, abortedRedrive, syncRecords];
