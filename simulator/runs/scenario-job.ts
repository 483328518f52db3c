import type { ControllerName } from "../controllers/controller-names.ts";
import type { Scenario, SweepPoint } from "../scenario/scenario.ts";
import type { WorldSpec } from "../world/spec.ts";

/** One run: one controller in one world of a scenario. Plain data, so that it crosses to worker threads. */
export type ScenarioJob = {
  readonly scenario: Scenario;
  readonly controller: ControllerName;
  /** A point of the scenario's sweep, or its own world. */
  readonly point: SweepPoint | null;
  /** Of all random draws; a point brings its own, which wins. */
  readonly seed: number;
};

/** What the jobs of a scenario are played in and with. */
export function worldOf({ scenario, point }: ScenarioJob): WorldSpec {
  return point?.world ?? scenario.world;
}

export function seedOf({ point, seed }: ScenarioJob): number {
  return point?.seed ?? seed;
}

/** Every run of these controllers in a scenario: its own world once per seed, then each point of its sweep once. */
export function jobsOf(
  scenario: Scenario,
  controllers: readonly ControllerName[] = scenario.controllers,
  seeds: readonly number[] = scenario.seeds,
): readonly ScenarioJob[] {
  return controllers.flatMap((controller) => [
    ...seeds.map((seed) => ({ scenario, controller, point: null, seed })),
    ...scenario.sweep.map((point) => ({ scenario, controller, point, seed: point.seed })),
  ]);
}
