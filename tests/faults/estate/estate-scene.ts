import { type Fault, lateSeconds } from "../../../simulator/faults/fault.ts";
import { faultCases } from "../fault-cases.ts";
import { differences } from "../outcome.ts";
import { healingSeconds, type Scene } from "../scene.ts";
import { ec2Estate } from "./ec2-estate.ts";
import { estateOutcome } from "./estate-outcome.ts";
import { fargateEstate } from "./fargate-estate.ts";
import type { FaultEstate } from "./fault-estate.ts";
import { type FaultStack, faultStack, type Plant } from "./fault-stack.ts";

/** Faults strike within these: everything that the run decides is decided in them. */
const episodeSeconds = 300;

/** Router, scale, records and limits on an estate under constant load. */
export const estateSceneOf = (estate: FaultEstate, plant?: Plant): Scene => ({
  name: estate.name,
  playSound: async () => {
    const stack = await faultStack(null, estate, plant);
    await stack.run(episodeSeconds);
    const cases = faultCases(stack.calls.positions, stack.deliveries.positions);
    await stack.run(healingSeconds);
    return { outcome: await estateOutcome(stack), cases };
  },
  playFault: async (fault, sound) => {
    const stack = await faultStack(fault, estate, plant);
    const struckAtMs = await runUntilStruck(stack);
    if (struckAtMs === null) return { kind: "missed" };
    await stack.run(Math.ceil((struckAtMs - stack.world.nowMs) / 1000) + healingSeconds);
    const found = [...differences(sound, await estateOutcome(stack))];
    if (isLate(fault)) {
      await stack.run(lateSeconds);
      found.push(...differences(sound, await estateOutcome(stack)).map((line) => `an hour later: ${line}`));
    }
    return { kind: "played", differences: found };
  },
});

export const estateScene = estateSceneOf(fargateEstate);

export const estateScenes: readonly Scene[] = [estateScene, estateSceneOf(ec2Estate)];

const isLate = ({ kind }: Fault): boolean => kind === "hour-late";

const runUntilStruck = async (stack: FaultStack): Promise<number | null> => {
  for (let second = 0; second < episodeSeconds && stack.struckAtMs() === null; second += 1) await stack.run(1);
  return stack.struckAtMs();
};
