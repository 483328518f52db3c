import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { World } from "../../simulator/world/world.ts";
import { type ContenderName, makeContender } from "./contenders.ts";
import type { Outcome } from "./outcome.ts";

/** What the simulator says would come of a scenario. */
export const playPredicted = async (contender: ContenderName, scenario: Scenario, seed: number): Promise<Outcome> => {
  const { world: spec, seconds } = scenario;
  const world = new World(spec, seed);
  const controller = makeContender(contender, world, scenario);
  const { name: service } = spec.services[0]!;
  const { name: database } = spec.databases[0]!;
  let secondsToExhaustion: number | null = null;
  let peakDesired = 0;
  for (let second = 0; second < seconds; second += 1) {
    await controller.step(world);
    world.step();
    peakDesired = Math.max(peakDesired, world.counts(service).desired);
    if (world.attemptsAt(database).firstRefused !== null) secondsToExhaustion ??= second;
  }
  const { attempts, refused, firstRefused } = world.attemptsAt(database);
  return {
    attempts,
    refused,
    attemptsToRefusal: firstRefused,
    secondsToExhaustion,
    peakDesired,
  };
};
