// node bench/world-memory.ts DAYS CONTROLLER
//
// Plays the seven services under one controller and prints the most memory that this process has held, in MB; without
// arguments what a node process holds that does nothing.
import type { ControllerName } from "../simulator/controllers/controller-names.ts";

const [days, controller] = process.argv.slice(2);
if (days !== undefined && controller !== undefined) {
  // Only now, so that the process without arguments is bare.
  const { runScenario } = await import("../simulator/runs/run-scenario.ts");
  const { sevenServices } = await import("./seven-services.ts");
  const scenario = await sevenServices(Number(days));
  await runScenario({ scenario, controller: controller as ControllerName, point: null, seed: 1 }, () => {});
}
console.log((process.resourceUsage().maxRSS / 1024).toFixed(0));
