import { describe, expect, it } from "@jest/globals";
import { incidentA, incidentSweep } from "../../simulator/scenarios/incident-a.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { World } from "../../simulator/world/world.ts";
import { shipped } from "../simulator/scenarios/shipped.ts";

/** With three times the tasks at +2 minutes, so that new tasks open pools, find slots or don't, and start again. */
function played(spec: WorldSpec, seed: number, seconds: number) {
  const world = new World(spec, seed);
  for (let second = 0; second < seconds; second += 1) {
    if (second === 720) world.setDesiredCount("checkout", 15);
    world.step();
  }
  return { totals: world.totals(), timeline: world.timeline() };
}

describe.each([
  { file: "incident-a-20-200", pair: incidentA[0]! },
  { file: "incident-a-10-200", pair: incidentA[1]! },
  { file: "incident-a-20-410", pair: incidentA[2]! },
])("$file", ({ file, pair }) => {
  const scenario = shipped(file);

  it("is the world that npm start rehearses: the same run, second for second", () => {
    const { world, seconds } = scenario;
    expect(played(world, 1, seconds)).toEqual(played(pair.worldSpec(), 1, seconds));
  });

  it("tells controllers the same bounds and target", () => {
    const { serviceName: service, minTasks, maxTasks, targetCpuPercent: targetPercent } = pair;
    expect(scenario.terms).toMatchObject([{ service, minTasks, maxTasks, targetPercent }]);
  });

  it("has the same sweep of ramp, amplitude and seed", () => {
    expect(scenario.sweep.map(({ label, seed }) => ({ label, seed }))).toEqual(
      incidentSweep.map(({ rampSeconds, amplitude, seed }) => ({
        label: `rampSeconds ${rampSeconds}, amplitude ${amplitude}`,
        seed,
      })),
    );
    const last = scenario.sweep.at(-1)!;
    const { rampSeconds, amplitude, seed } = incidentSweep.at(-1)!;
    expect(played(last.world, seed, 1_200)).toEqual(played(pair.worldSpec({ rampSeconds, amplitude }), seed, 1_200));
  });
});
