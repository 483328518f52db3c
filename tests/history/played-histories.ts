import type { Config } from "../../shared/config/config.ts";
import { resourceIdOf } from "../../shared/plan/policy/resource-id.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { alarmsOf } from "../../simulator/controllers/headgate/alarms-of.ts";
import { configOf } from "../../simulator/controllers/headgate/config-of.ts";
import type { HeadgateSettings } from "../../simulator/controllers/headgate/settings.ts";
import { makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import { TargetTracking } from "../../simulator/controllers/target-tracking.ts";
import { World } from "../../simulator/world/world.ts";
import { gatedConfig, gatedStack } from "../scale/gate-stack.ts";
import { governedStack } from "../scale/governed-stack.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { fullConnections, highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";
import { publishedStackConfig, quietStack } from "../scale/withdrawal-stack.ts";
import { shipped } from "../simulator/scenarios/shipped.ts";

/** A table full of decisions, and what they were planned with. */
export type PlayedHistory = { readonly cloud: EmbeddedCloud; readonly config: Config };

export type HistoryCase = {
  readonly what: string;
  readonly play: () => Promise<PlayedHistory>;
};

const scale: HeadgateSettings = { mode: "scale", ratePeriodSeconds: 20, forecast: true };

/** The deployed handlers on the embedded cloud, through a shipped scenario. */
const scenario = (
  what: string,
  name: string,
  settings: HeadgateSettings = scale,
  atMostSeconds = 5_400,
): HistoryCase => ({
  what: `${name}: ${what}`,
  play: async () => {
    const { world: spec, terms, headgate, seconds } = shipped(name);
    const world = new World(spec, 1);
    const config = configOf({ world, terms, headgate }, settings);
    const controller = makeHeadgateController(world, config, alarmsOf(spec.services, terms));
    const trackers = settings.mode === "scale" ? [] : trackersOf(controller.cloud, config, terms);
    for (let second = 0; second < Math.min(seconds, atMostSeconds); second += 1) {
      for (const tracker of trackers) tracker.step(world);
      await controller.step(world);
      world.step();
    }
    return { cloud: controller.cloud, config };
  },
});

/** Application Auto Scaling's own policy on each service, which Headgate caps or watches. */
const trackersOf = (cloud: EmbeddedCloud, config: Config, terms: ReturnType<typeof shipped>["terms"]) =>
  terms.map(({ service, targetPercent, minTasks, maxTasks }) => {
    const configured = config.services.find(({ name }) => name === service)!;
    cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: resourceIdOf(configured),
      MinCapacity: minTasks,
      MaxCapacity: maxTasks,
    });
    const scalableTarget = () => cloud.autoScaling.target(configured);
    return new TargetTracking({ service, targetPercent, minTasks, maxTasks, profile: "20s", scalableTarget });
  });

const stack = <Stack extends SmallStack>(
  what: string,
  config: Config,
  make: () => Stack,
  run: (stack: Stack) => Promise<void>,
): HistoryCase => ({
  what,
  play: async () => {
    const made = make();
    await run(made);
    return { cloud: made.cloud, config };
  },
});

const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;

/** Four tasks of 1 vCPU on each of three instances, and a rush that asks for more. */
const onInstances = stackConfig({ capacity: ec2 }, { maxConnections: 500 });

const instancesStack = (): SmallStack => {
  const made = smallStack(worldSpec(400, 500), onInstances);
  const instances = ["i-1", "i-2", "i-3"].map((id) => ({ id, cpuUnits: 4096, memoryMib: 16_384 }));
  made.cloud.capacity.declareCluster("shop", { instances });
  const app = { name: "app", cpu: 1024, memory: 1024, portMappings: [{ containerPort: 8080, hostPort: 0 }] };
  made.cloud.capacity.declareService("checkout", {
    definition: { networkMode: "bridge", containerDefinitions: [app] },
  });
  made.warmUp(240);
  return made;
};

/** Reads that fail now and then: CloudWatch, ECS and Application Auto Scaling in turn. */
const troubled = stackConfig({ maxTasks: 8 }, { unmanagedConnections: null });

const troubledStack = (): SmallStack => {
  const made = smallStack(worldSpec(highRequests), troubled);
  made.warmUp(180);
  const failing = [
    "cloudwatch GetMetricData",
    "ecs DescribeServices",
    "application-autoscaling DescribeScalableTargets",
  ];
  made.failing(({ name, atSeconds }) => {
    const minute = Math.floor(atSeconds / 60);
    return name === failing[minute % 7] ? new AwsError("AccessDeniedException", "on purpose") : null;
  });
  return made;
};

const gated = gatedConfig(fullConnections);
const flooded = (second: number): number => 300 * (1 + 0.2 * Math.sin(Math.floor(second / 60) * 2.3));

/** What the plan can meet: each line another part of it. */
export const historyCases: readonly HistoryCase[] = [
  scenario("a database's wall", "incident-a-20-200"),
  scenario("a graph of ten services, with a forecast", "boutique"),
  scenario("a chain with a latency threshold", "chain-latency"),
  scenario("an RDS Proxy", "proxy-100"),
  scenario("a deployment in a spike", "deployment-in-spike"),
  scenario("two revisions at once", "incident-d"),
  scenario("a rolling deployment", "incident-b"),
  scenario("a burst that heals itself", "incident-i"),
  scenario("seven services that share a database", "incident-h", scale, 9_000),
  scenario("seven services, three hours of a day", "seven-services", scale, 10_800),
  scenario("a closed load", "users-10000"),
  scenario("a health check that connects", "incident-j"),
  scenario("a zone loss, a slow database, AWS that does not answer", "faults", scale, 7_200),
  scenario("MaxCapacity under target tracking", "incident-a-10-200", { ...scale, mode: "govern", forecast: false }),
  scenario("looking on", "incident-f", { ...scale, mode: "observe", forecast: false }),
  stack("EC2 instances that are full", onInstances, instancesStack, (made) => made.run(900)),
  stack("readings that fail", troubled, troubledStack, (made) => made.run(1_200)),
  stack(
    "a published service that shrinks victim first",
    publishedStackConfig(),
    () => quietStack(400),
    (made) => made.run(1_800),
  ),
  stack(
    "a gate that closes and opens",
    gated,
    () => gatedStack(gated, fullConnections),
    async (made) => {
      made.warmUp(180);
      await made.flood(900, flooded);
      await made.flood(900, () => 100);
    },
  ),
  stack(
    "a scalable target beside Headgate",
    stackConfig({ mode: "govern" }, { maxConnections: 83 }),
    governedStack,
    (made) => made.run(900),
  ),
];
