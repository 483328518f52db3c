import type { ControllerKind, Scene } from "./controller.ts";
import { alarmsOf } from "./headgate/alarms-of.ts";
import { makeBesideAutoscaling } from "./headgate/beside-autoscaling.ts";
import { configOf } from "./headgate/config-of.ts";
import { makeDirectHeadgate } from "./headgate/direct/direct-headgate.ts";
import type { HeadgateSettings } from "./headgate/settings.ts";

const makeScale = (scene: Scene, settings: HeadgateSettings) =>
  makeDirectHeadgate(scene.world, configOf(scene, settings), alarmsOf(scene.world.spec.services, scene.terms));

const besideTracking =
  "It stands beside target tracking in the 20 s mode, whose step size and datapoint count are inferred.";

/** Headgate in its three modes. What it does is not inferred: the plan that runs here is the one that is deployed. */
export const headgateKinds: readonly ControllerKind[] = [
  {
    name: "headgate-observe",
    title: "Headgate, observe",
    purpose: "Target tracking (20 s) scales; Headgate writes nothing and says what would have happened.",
    inferences: [besideTracking],
    family: "headgate",
    make: (scene) => makeBesideAutoscaling(scene, { mode: "observe", ratePeriodSeconds: 60, forecast: false }),
  },
  {
    name: "headgate-govern",
    title: "Headgate, govern",
    purpose: "Target tracking (20 s) scales; Headgate moves MaxCapacity and suspension with the live budget.",
    inferences: [besideTracking],
    family: "headgate",
    make: (scene) => makeBesideAutoscaling(scene, { mode: "govern", ratePeriodSeconds: 60, forecast: false }),
  },
  {
    name: "headgate-scale",
    title: "Headgate, scale",
    purpose: "Headgate scales: CPU of 20 s, the load balancer's request rate of 60 s, trend and season of that rate.",
    inferences: [],
    family: "headgate",
    make: (scene) => makeScale(scene, { mode: "scale", ratePeriodSeconds: 60, forecast: true }),
  },
  {
    name: "headgate-scale-20s-rate",
    title: "Headgate, scale, 20 s request rate",
    purpose: "As Headgate, scale, with a request rate of 20 s that the application or nginx emits.",
    inferences: [],
    family: "headgate",
    make: (scene) => makeScale(scene, { mode: "scale", ratePeriodSeconds: 20, forecast: true }),
  },
];
