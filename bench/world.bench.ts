// npm run bench:world [-- --memory --check]
//
// A day of the seven services on one core: the bare world, and under every controller. With --memory, 14 days' peak memory
// over a node process that does nothing; with --check, a missed target is an error. Processor time, so that a busy machine
// measures the same.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { controllerKinds } from "../simulator/controllers/catalogue.ts";
import { runScenario } from "../simulator/runs/run-scenario.ts";
import { World } from "../simulator/world/world.ts";
import { sevenServices } from "./seven-services.ts";

/** `bare`: fails the build. The others are targets: a day under a controller, and with every feature on. */
const limits = { bareSeconds: 3, controllerSeconds: 1, featuresSeconds: 2, memoryMb: 300 };
const memoryDays = 14;
/** The lightest and the heaviest of them. */
const memoryControllers = ["target-tracking-20s", "headgate-scale-20s-rate"] as const;

const scenario = await sevenServices(1);
const missed: string[] = [];

const secondsOf = async (run: () => unknown): Promise<number> => {
  const { user, system } = process.cpuUsage();
  await run();
  const after = process.cpuUsage();
  return (after.user - user + after.system - system) / 1e6;
};

const playBare = (): void => {
  const world = new World(scenario.world, 1);
  for (let second = 0; second < scenario.seconds; second += 1) world.step();
};

playBare();
const bareSeconds = await secondsOf(playBare);
const rate = Math.round(scenario.seconds / bareSeconds);
console.log(`bare world: a day in ${bareSeconds.toFixed(2)} s, ${rate} simulated seconds a second`);
for (const { name, family } of controllerKinds) {
  const seconds = await secondsOf(() => runScenario({ scenario, controller: name, point: null, seed: 1 }, () => {}));
  // The bound plays the run several times beforehand: it is no controller that anybody would run.
  const limit =
    family === "bound" ? null : name === "headgate-scale-20s-rate" ? limits.featuresSeconds : limits.controllerSeconds;
  const over = limit !== null && seconds > limit;
  if (over) missed.push(`${name} takes more than ${limit} s a day`);
  const target = limit === null ? "" : `  at most ${limit} s${over ? ": missed" : ""}`;
  console.log(`${name.padEnd(28)} ${seconds.toFixed(2)} s  ${(seconds / bareSeconds).toFixed(1)} x bare${target}`);
}

if (process.argv.includes("--memory")) {
  const script = fileURLToPath(new URL("world-memory.ts", import.meta.url));
  const megabytes = (...args: readonly string[]) =>
    Number(execFileSync(process.execPath, [script, ...args], { encoding: "utf8" }));
  const bareMb = megabytes();
  for (const controller of memoryControllers) {
    const held = megabytes(String(memoryDays), controller) - bareMb;
    const over = held > limits.memoryMb;
    if (over) missed.push(`${memoryDays} days under ${controller} hold more than ${limits.memoryMb} MB`);
    console.log(
      `${controller}: ${memoryDays} days hold ${held} MB over a bare process's ${bareMb}  at most ${limits.memoryMb} MB${over ? ": missed" : ""}`,
    );
  }
}

if (bareSeconds > limits.bareSeconds) {
  console.error(`a day of the bare world took more than ${limits.bareSeconds} s`);
  process.exitCode = 1;
}
if (missed.length > 0 && process.argv.includes("--check")) {
  console.error(missed.join("\n"));
  process.exitCode = 1;
}
