import { type Fault, lateSeconds } from "../../simulator/faults/fault.ts";
import { type FaultCase, faultCases } from "./fault-cases.ts";
import { type FaultStack, faultStack } from "./fault-stack.ts";
import { differences, type Outcome, outcomeOf } from "./outcome.ts";

/** Faults strike within these: everything that the run decides is decided in them. */
export const episodeSeconds = 300;
/** Three stabilization windows. */
export const healingSeconds = 900;

/** A run in which nothing goes wrong, to its end. */
export const playSound = async (): Promise<{ readonly outcome: Outcome; readonly cases: readonly FaultCase[] }> => {
  const stack = await faultStack(null);
  await stack.run(episodeSeconds);
  const cases = faultCases([...stack.calls.positions], [...stack.deliveries.positions]);
  await stack.run(healingSeconds);
  return { outcome: await outcomeOf(stack), cases };
};

export type Played =
  /** The fault met nothing: the run was another than the sound one before it. */
  { readonly kind: "missed" } | { readonly kind: "played"; readonly differences: readonly string[] };

/** Plays one fault, gives the stack three stabilization windows, and compares. */
export const playFault = async (fault: Fault, sound: Outcome): Promise<Played> => {
  const stack = await faultStack(fault);
  const struckAtMs = await runUntilStruck(stack);
  if (struckAtMs === null) return { kind: "missed" };
  await stack.run(Math.ceil((struckAtMs - stack.world.nowMs) / 1000) + healingSeconds);
  const found = [...differences(sound, await outcomeOf(stack))];
  if (fault.kind === "hour-late") {
    await stack.run(lateSeconds);
    found.push(...differences(sound, await outcomeOf(stack)).map((line) => `an hour later: ${line}`));
  }
  return { kind: "played", differences: found };
};

const runUntilStruck = async (stack: FaultStack): Promise<number | null> => {
  for (let second = 0; second < episodeSeconds && stack.struckAtMs() === null; second += 1) await stack.run(1);
  return stack.struckAtMs();
};
