import { Clairvoyant } from "../controllers/clairvoyant.ts";
import type { Controller, Scene } from "../controllers/controller.ts";
import { alarmsOf } from "../controllers/headgate/alarms-of.ts";
import { configOf } from "../controllers/headgate/config-of.ts";
import type { HeadgateSettings } from "../controllers/headgate/settings.ts";
import { makeHeadgateController } from "../controllers/headgate.ts";
import { TargetTracking } from "../controllers/target-tracking.ts";
import type { ReplayNotice } from "../report/replay.ts";
import type { World } from "../world/world.ts";
import type { Contender, Contest } from "./contest.ts";
import { safeCapOf, serviceOf } from "./safe-cap.ts";

export type ContenderInPlay = Controller & { readonly notices?: () => readonly ReplayNotice[] };

/** As `headgate-scale` of the scenarios, through the deployed handlers. */
const headgateSettings: HeadgateSettings = { mode: "scale", ratePeriodSeconds: 60, forecast: true };

const fullPercent = 100;

export function makeContender(contender: Contender, contest: Contest, world: World): ContenderInPlay {
  const { minTasks, maxTasks, targetPercent } = contest;
  const tracking = { service: serviceOf(contest).name, targetPercent, minTasks, maxTasks };
  switch (contender) {
    case "target-tracking":
      return new TargetTracking(tracking);
    case "target-tracking-20s":
      return new TargetTracking({ ...tracking, profile: "20s" });
    case "safe-cap":
      return new TargetTracking({ ...tracking, profile: "20s", maxTasks: safeCapOf(contest) });
    case "headgate": {
      const scene = sceneOf(contest, world);
      return makeHeadgateController(
        world,
        configOf(scene, headgateSettings),
        alarmsOf(world.spec.services, scene.terms),
      );
    }
    case "clairvoyant":
      return new Clairvoyant(contest.world, { minTasks, maxTasks });
  }
}

/** What Headgate is told of a contest: what the hand-set cap knows too, and the requests that a task serves at the target. */
export function sceneOf(contest: Contest, world: World): Pick<Scene, "world" | "terms" | "headgate"> {
  const { minTasks, maxTasks, targetPercent, marginConnections } = contest;
  return {
    world,
    terms: contest.world.services.map(({ name, cpuSecondsPerRequest, vcpuPerTask = 1 }) => ({
      service: name,
      minTasks,
      maxTasks,
      targetPercent,
      requestsPerTask: (vcpuPerTask * targetPercent) / fullPercent / cpuSecondsPerRequest,
      handSetCap: safeCapOf(contest),
    })),
    headgate: {
      surge: "borrow",
      admission: "worst",
      marginConnections,
      limits: "known",
      priorities: {},
      unnamed: [],
      latency: null,
    },
  };
}
