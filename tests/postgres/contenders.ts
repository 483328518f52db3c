import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Config } from "../../shared/config/config.ts";
import { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import type { Controller } from "../../simulator/controllers/controller.ts";
import { alarmsOf } from "../../simulator/controllers/headgate/alarms-of.ts";
import { configOf } from "../../simulator/controllers/headgate/config-of.ts";
import { makeHeadgateController, rehearsalNames } from "../../simulator/controllers/headgate.ts";
import { TargetTracking } from "../../simulator/controllers/target-tracking.ts";
import type { Scenario, ServiceTerms } from "../../simulator/scenario/scenario.ts";
import type { World } from "../../simulator/world/world.ts";

export const contenderNames = ["target tracking", "Headgate"] as const;
export type ContenderName = (typeof contenderNames)[number];

/** Who scales: the same in a simulated world and in one of real processes, through the embedded cloud's ECS. */
export const makeContender = (name: ContenderName, world: World, { terms, headgate }: Scenario): Controller => {
  const config = configOf({ world, terms, headgate }, { mode: "scale", ratePeriodSeconds: 20, forecast: true });
  switch (name) {
    case "target tracking":
      return trackThroughEcs(world, config, terms[0]!);
    case "Headgate":
      return makeHeadgateController(world, measuringOthers(config), alarmsOf(world.spec.services, terms));
  }
};

/** Target tracking with 20 s metrics. It calls ECS as Application Auto Scaling does. */
const trackThroughEcs = (world: World, config: Config, terms: ServiceTerms): Controller => {
  const { service, targetPercent, minTasks, maxTasks } = terms;
  const { cluster, ecsService } = config.services[0]!;
  const { ecs } = new EmbeddedCloud(world, config, [], rehearsalNames).clients();
  const calls: UpdateServiceCommand[] = [];
  const tracking = new TargetTracking({
    service,
    targetPercent,
    minTasks,
    maxTasks,
    profile: "20s",
    order: (_, _service, desiredCount) => {
      calls.push(new UpdateServiceCommand({ cluster, service: ecsService, desiredCount }));
      return true;
    },
  });
  return {
    name: tracking.name,
    step: async (now) => {
      tracking.step(now);
      for (const call of calls.splice(0)) await ecs.send(call);
    },
  };
};

/** Nobody tells Headgate what others hold: it reads DatabaseConnections, which is the live server's where there is one. */
const measuringOthers = (config: Config): Config => ({
  ...config,
  databases: config.databases.map((database) => ({ ...database, unmanagedConnections: null })),
});
