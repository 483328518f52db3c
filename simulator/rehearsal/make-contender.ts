import { Clairvoyant } from "../controllers/clairvoyant.ts";
import type { Controller } from "../controllers/controller.ts";
import { makeHeadgateController } from "../controllers/headgate.ts";
import { TargetTracking } from "../controllers/target-tracking.ts";
import type { ReplayNotice } from "../report/replay.ts";
import type { World } from "../world/world.ts";
import type { Contender, Contest } from "./contest.ts";
import { contestAlarms } from "./contest-alarms.ts";
import { contestConfig } from "./contest-config.ts";
import { safeCapOf, serviceOf } from "./safe-cap.ts";

export type ContenderInPlay = Controller & { readonly notices?: () => readonly ReplayNotice[] };

export function makeContender(contender: Contender, contest: Contest, world: World): ContenderInPlay {
  const { minTasks, maxTasks, targetPercent } = contest;
  switch (contender) {
    case "target-tracking":
      return new TargetTracking({ service: serviceOf(contest).name, targetPercent, minTasks, maxTasks });
    case "safe-cap":
      return new TargetTracking({
        service: serviceOf(contest).name,
        targetPercent,
        minTasks,
        maxTasks: safeCapOf(contest),
      });
    case "headgate":
      return makeHeadgateController(world, contestConfig(contest), contestAlarms(contest));
    case "clairvoyant":
      return new Clairvoyant(contest.world, { minTasks, maxTasks });
  }
}
