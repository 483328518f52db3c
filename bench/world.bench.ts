import { TargetTracking } from "../simulator/controllers/target-tracking.ts";
import { sampleGraph } from "../simulator/scenarios/sample-graph.ts";
import { World } from "../simulator/world/world.ts";

/** A day of the seven-service world on one core, without and with a controller per service. */
const daySeconds = 86_400;
const budgetSeconds = 3;

let overBudget = false;
for (const controlled of [false, true]) {
  const spec = sampleGraph();
  const world = new World(spec, 1);
  const controllers = controlled
    ? spec.services.map(
        ({ name }) => new TargetTracking({ service: name, targetPercent: 60, minTasks: 2, maxTasks: 12 }),
      )
    : [];
  const startedMs = performance.now();
  for (let second = 0; second < daySeconds; second += 1) {
    for (const controller of controllers) controller.step(world);
    world.step();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const rate = Math.round(daySeconds / seconds);
  console.log(
    `${controlled ? "7 services under target tracking" : "7 services, fixed counts"}: a day in ${seconds.toFixed(2)} s, ${rate} simulated seconds a second`,
  );
  overBudget ||= seconds > budgetSeconds;
}
if (overBudget) {
  console.error(`a simulated day took more than ${budgetSeconds} s`);
  process.exitCode = 1;
}
