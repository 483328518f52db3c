import { alarm, canaryWorld, fresh, listener, old, preparedWorld, rule, weights } from "../../runbooks/canary-world.ts";
import type { RunWorld } from "../../runbooks/run-world.ts";
import type { Outcome } from "../outcome.ts";
import { runScene } from "./run-scene.ts";

/** Time passes for the runs alone. */
const runsAlone = async (world: RunWorld, deliver: () => Promise<void>): Promise<void> => {
  world.warmUp(1);
  await deliver();
};

/** An alarm that can't be read begins nothing, and takes back what was begun. */
const withoutAlarms = (untouched: Outcome, takenBack: Outcome) => {
  const told = ["warning run-not-done"];
  return {
    at: "cloudwatch DescribeAlarms",
    ends: [
      { run: ["refused", "alarm-not-ok"], told, ...untouched },
      { run: ["refused", "rolled-back"], told, ...takenBack },
    ],
  };
};

const byWeights = (about: string, target: string) =>
  runScene({
    runbook: "canary",
    about,
    params: {
      by: "alb",
      service: "checkout",
      listener: target,
      fromTargetGroup: old,
      toTargetGroup: fresh,
      alarms: [alarm],
      weights: [50, 100],
      stepMinutes: 1,
    },
    build: () => canaryWorld(),
    second: runsAlone,
    seconds: 180,
    look: (world) => ({ weights: [JSON.stringify(weights(world, target))] }),
    asDocumented: withoutAlarms({ weights: ['{"old":1}'] }, { weights: ['{"old":100,"new":0}'] }),
  });

const byEcs = {
  runbook: "canary",
  params: { by: "ecs", service: "checkout", taskDefinition: "checkout:2", alarms: [alarm], weights: [10, 100] },
  build: () => preparedWorld(),
  second: runsAlone,
  look: ({ world }: RunWorld) => ({
    deployments: [
      `${world.deploymentHistory("checkout").length}, ${world.deployments("checkout")[0]?.rolloutState}`,
      `${world.counts("checkout").running} running`,
    ],
  }),
  asDocumented: withoutAlarms(
    { deployments: ["1, COMPLETED", "4 running"] },
    { deployments: ["3, COMPLETED", "4 running"] },
  ),
};

export const canaryRuns = [
  byWeights("by a rule", rule),
  byWeights("by a listener", listener),
  runScene({ ...byEcs, about: "by ECS", params: { ...byEcs.params, stepMinutes: 1 }, seconds: 500 }),
  runScene({
    ...byEcs,
    about: "by ECS that is aborted",
    params: { ...byEcs.params, stepMinutes: 30 },
    seconds: 400,
    abortAfterSeconds: 60,
  }),
];
