import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import type { ControllerName } from "../controller-names.ts";
import { TargetTracking } from "../target-tracking.ts";
import type { TimingProfile } from "../target-tracking-timing.ts";

const stepSize =
  "AWS says that a target tracking step is proportional to the metric; ceil(running x metric / target) is inferred.";
const largerStep =
  "In the scale-out cooldown only a larger scale-out passes; larger is read as more tasks than the one that began it.";
const flapping =
  "AWS may refuse a scale-in that it expects to flap; the rule (no scale-in that is predicted to reach the target) is inferred.";
const common: readonly string[] = [stepSize, largerStep, flapping];
const measured =
  "AWS publishes the mean time to the scale-out (363 s), not its parts; the delay that gives this mean is fitted.";
const fast: readonly string[] = [
  "The datapoint counts of 20 s target tracking are unpublished; 3 above and 15 below are taken from the 60 s alarms.",
  "AWS publishes the mean time to the scale-out (86 s), not its parts; the delay that gives this mean is fitted.",
];

type Variant = Pick<ControllerKind, "name" | "title" | "purpose" | "inferences"> & {
  readonly profile: TimingProfile;
  readonly capped: boolean;
};

const settings = "300 s cooldowns, scale-in off during deployments";

const variants: readonly Variant[] = [
  {
    name: "target-tracking",
    title: "AWS target tracking, 60 s metrics",
    purpose: `Target tracking on average CPU with 60 s metrics and the shortest delay that its alarms allow (3 of 3 above, 15 of 15 below 0.9 x target), ${settings}.`,
    inferences: common,
    profile: "optimistic",
    capped: false,
  },
  {
    name: "target-tracking-measured",
    title: "AWS target tracking, 60 s metrics, as AWS measured",
    purpose: `Target tracking on average CPU with 60 s metrics and the mean time to the scale-out that AWS measured (363 s), ${settings}.`,
    inferences: [...common, measured],
    profile: "measured",
    capped: false,
  },
  {
    name: "target-tracking-20s",
    title: "AWS target tracking, 20 s metrics",
    purpose: `Target tracking on average CPU with 20 s metrics and the mean time to the scale-out that AWS measured (86 s), ${settings}.`,
    inferences: [...common, ...fast],
    profile: "20s",
    capped: false,
  },
  {
    name: "target-tracking-capped",
    title: "AWS target tracking, 60 s metrics, hand-set cap",
    purpose: `Target tracking with 60 s metrics and MaxCapacity as a careful team sets it: its part of the connections, split by hand; ${settings}.`,
    inferences: common,
    profile: "optimistic",
    capped: true,
  },
  {
    name: "target-tracking-20s-capped",
    title: "AWS target tracking, 20 s metrics, hand-set cap",
    purpose: `Target tracking with 20 s metrics and MaxCapacity as a careful team sets it: its part of the connections, split by hand; ${settings}.`,
    inferences: [...common, ...fast],
    profile: "20s",
    capped: true,
  },
];

export const targetTrackingKinds: readonly ControllerKind[] = variants.map(kindOf);

function kindOf({ profile, capped, ...told }: Variant): ControllerKind {
  const name: ControllerName = told.name;
  return {
    ...told,
    family: capped ? "aws-capped" : "aws",
    make: (scene) =>
      combineControllers(name, scene, ({ service, targetPercent, minTasks, maxTasks, handSetCap }) => {
        return new TargetTracking({
          service,
          targetPercent,
          minTasks,
          maxTasks: capped ? handSetCap : maxTasks,
          profile,
        });
      }),
  };
}
