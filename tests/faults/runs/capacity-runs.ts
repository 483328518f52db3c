import { type RunWorld, runWorld } from "../../runbooks/run-world.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { runScene } from "./run-scene.ts";

const everySecond = async (world: RunWorld, deliver: () => Promise<void>): Promise<void> => {
  await world.run(1);
  await deliver();
};

const warm = async (): Promise<RunWorld> => {
  const world = runWorld({ world: worldSpec(100), config: stackConfig() });
  world.warmUp(300);
  return world;
};

const countsOf = ({ world }: RunWorld): readonly string[] => {
  const { desired, running } = world.counts("checkout");
  return [`checkout ${desired} desired, ${running} running`];
};

/** Without when and by which decision they were posted. */
const intentsOf = ({ cloud }: RunWorld): readonly string[] =>
  cloud.table
    .items()
    .filter((item) => item["sk"]?.S === "INTENTS")
    .flatMap((item) => JSON.parse(item["intents"]?.S ?? "[]") as readonly { kind: string; run: string }[])
    .map(({ kind, run }) => `${kind} of ${run}`);

const look = (world: RunWorld) => ({ counts: countsOf(world), intents: intentsOf(world) });

export const capacityRuns = [
  runScene({
    runbook: "scale",
    params: { service: "checkout", to: 9, for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 300,
    look,
  }),
  runScene({
    runbook: "pause",
    params: { service: "checkout", for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world) }),
  }),
  runScene({
    runbook: "set-mode",
    params: { service: "checkout", to: "observe", for: "3h" },
    build: warm,
    second: everySecond,
    seconds: 60,
    look: (world) => ({ intents: intentsOf(world) }),
  }),
];
