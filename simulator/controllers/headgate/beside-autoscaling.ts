import { resourceIdOf } from "../../../shared/plan/policy/resource-id.ts";
import type { Contender, Scene } from "../controller.ts";
import { TargetTracking } from "../target-tracking.ts";
import { alarmsOf } from "./alarms-of.ts";
import { configOf } from "./config-of.ts";
import { makeDirectHeadgate } from "./direct/direct-headgate.ts";
import type { HeadgateSettings } from "./settings.ts";

/**
 * Headgate beside Application Auto Scaling: target tracking in the 20 s mode scales, Headgate looks on (`observe`) or
 * moves the scalable targets' MaxCapacity and suspension (`govern`).
 */
export const makeBesideAutoscaling = (scene: Scene, settings: HeadgateSettings): Contender => {
  const { world, terms } = scene;
  const config = configOf(scene, settings);
  const headgate = makeDirectHeadgate(world, config, alarmsOf(world.spec.services, terms));
  const trackers = terms.map(({ service, minTasks, maxTasks, targetPercent }) => {
    const named = config.services.find(({ name }) => name === service);
    if (named === undefined) return new TargetTracking({ service, targetPercent, minTasks, maxTasks, profile: "20s" });
    const id = resourceIdOf(named);
    headgate.targets.set(id, { minCapacity: minTasks, maxCapacity: maxTasks, suspended: {} });
    return new TargetTracking({
      service,
      targetPercent,
      minTasks,
      maxTasks,
      profile: "20s",
      scalableTarget: () => headgate.targets.get(id),
    });
  });
  return {
    ...headgate,
    step: (now) => {
      for (const tracker of trackers) tracker.step(now);
      return headgate.step(now);
    },
  };
};
