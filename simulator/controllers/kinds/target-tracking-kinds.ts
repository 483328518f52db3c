import type { ServiceTerms } from "../../scenario/scenario.ts";
import type { WorldSpec } from "../../world/spec.ts";
import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import type { ControllerName } from "../controller-names.ts";
import { TargetTracking } from "../target-tracking.ts";
import type { TimingProfile } from "../target-tracking-timing.ts";
import type { TrackedTarget } from "../tracked-metric.ts";

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

const behindBalancer: readonly string[] = [
  "Every service but a queue's consumer is taken to be behind a load balancer; consumers, and services with blue/green or canary deployments, for which AWS does not support the metric, are scaled on average CPU.",
  "Requests per target are the minute's attempts by its running tasks; a load balancer divides by those that it sends to.",
  "The alarms of ALBRequestCountPerTarget are taken to be those of CPU: 3 of 3 above, 15 of 15 below 0.9 x target.",
];

type Variant = Pick<ControllerKind, "name" | "title" | "purpose" | "inferences"> & {
  readonly profile: TimingProfile;
  readonly capped: boolean;
  readonly tracks: "cpu" | "requests";
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
    tracks: "cpu",
  },
  {
    name: "target-tracking-measured",
    title: "AWS target tracking, 60 s metrics, as AWS measured",
    purpose: `Target tracking on average CPU with 60 s metrics and the mean time to the scale-out that AWS measured (363 s), ${settings}.`,
    inferences: [...common, measured],
    profile: "measured",
    capped: false,
    tracks: "cpu",
  },
  {
    name: "target-tracking-20s",
    title: "AWS target tracking, 20 s metrics",
    purpose: `Target tracking on average CPU with 20 s metrics and the mean time to the scale-out that AWS measured (86 s), ${settings}.`,
    inferences: [...common, ...fast],
    profile: "20s",
    capped: false,
    tracks: "cpu",
  },
  {
    name: "target-tracking-requests",
    title: "AWS target tracking, requests per target",
    purpose: `Target tracking on ALBRequestCountPerTarget, target: the requests of a task in a minute, with 60 s metrics and the shortest delay that its alarms allow (3 of 3 above, 15 of 15 below 0.9 x target), ${settings}.`,
    inferences: [...common, ...behindBalancer],
    profile: "optimistic",
    capped: false,
    tracks: "requests",
  },
  {
    name: "target-tracking-capped",
    title: "AWS target tracking, 60 s metrics, hand-set cap",
    purpose: `Target tracking with 60 s metrics and MaxCapacity as a careful team sets it: its part of the connections, split by hand; ${settings}.`,
    inferences: common,
    profile: "optimistic",
    capped: true,
    tracks: "cpu",
  },
  {
    name: "target-tracking-20s-capped",
    title: "AWS target tracking, 20 s metrics, hand-set cap",
    purpose: `Target tracking with 20 s metrics and MaxCapacity as a careful team sets it: its part of the connections, split by hand; ${settings}.`,
    inferences: [...common, ...fast],
    profile: "20s",
    capped: true,
    tracks: "cpu",
  },
];

export const targetTrackingKinds: readonly ControllerKind[] = variants.map(kindOf);

function kindOf({ profile, capped, tracks, ...told }: Variant): ControllerKind {
  const name: ControllerName = told.name;
  return {
    ...told,
    family: capped ? "aws-capped" : "aws",
    make: (scene) => {
      const without = withoutRequestMetric(scene.world.spec);
      return combineControllers(name, scene, (terms) => {
        const { service, targetPercent, minTasks, maxTasks, handSetCap } = terms;
        const onRequests = tracks === "requests" && !without.has(service);
        return new TargetTracking({
          service,
          targetPercent,
          minTasks,
          maxTasks: capped ? handSetCap : maxTasks,
          profile,
          ...(onRequests ? { tracks: requestsOf(terms) } : {}),
        });
      });
    },
  };
}

/** Consumers have no load balancer, and AWS doesn't support the metric with blue/green deployments [D]; canary's alike [I]. */
const withoutRequestMetric = ({ queues, deployments }: WorldSpec): ReadonlySet<string> => {
  const switched = (deployments ?? []).filter(({ strategy }) => (strategy ?? "rolling") !== "rolling");
  return new Set([...(queues ?? []).map(({ consumer }) => consumer), ...switched.map(({ service }) => service)]);
};

const requestsOf = ({ requestsPerTask }: ServiceTerms): TrackedTarget => ({
  metric: "RequestCountPerTarget",
  requestsPerMinute: 60 * requestsPerTask,
});
