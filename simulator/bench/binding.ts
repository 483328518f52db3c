import type { ControllerName } from "../controllers/controller-names.ts";
import type { RunResult } from "../runs/run-result.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Binding } from "./bench-report.ts";
import { idealWants } from "./ideal-want.ts";

/**
 * Whether a database holds somebody back in this world.
 *
 * It does when the ideal run would need more connections than clients can open, in the scenario's own world or at a point of
 * its sweep. It does too when anybody went there: with fixed pools, when what was committed exceeded the wall; with elastic
 * ones, which rarely fill up, when what was open reached it.
 *
 * @param results of everybody who played in it
 */
export function bindingOf(scenario: Scenario, results: readonly RunResult[]): Binding {
  const worlds = scenario.sweep.length === 0 ? [scenario.world] : scenario.sweep.map(({ world }) => world);
  for (const world of worlds) {
    for (const { database, peakConnections, wall } of idealWants(world, scenario.terms, scenario.seconds)) {
      if (peakConnections > wall) return { kind: "bound", database, want: peakConnections, wall, by: "ideal" };
    }
  }
  return results.reduce<Binding>((most, result) => fartherOf(most, reachOf(scenario, result)), { kind: "not-bound" });
}

function reachOf({ world }: Scenario, { controller, databases }: RunResult): Binding {
  let most: Binding = { kind: "not-bound" };
  for (const [database, { limit, peak, peakCommitted }] of Object.entries(databases)) {
    const elastic = world.services.some(({ pool }) => pool?.database === database && pool.kind === "elastic");
    const reached = elastic ? peak >= limit : peakCommitted > limit;
    if (reached) most = fartherOf(most, bound(database, elastic ? peak : peakCommitted, limit, controller));
  }
  return most;
}

function bound(database: string, want: number, wall: number, by: ControllerName): Binding {
  return { kind: "bound", database, want, wall, by };
}

/** By the want over the wall; the first one on a tie. */
function fartherOf(a: Binding, b: Binding): Binding {
  if (b.kind === "not-bound") return a;
  if (a.kind === "not-bound") return b;
  return b.want / b.wall > a.want / a.wall ? b : a;
}
