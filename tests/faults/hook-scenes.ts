import { makeHandler } from "../../functions/hook/handler.ts";
import { hookDeps } from "../../functions/hook/wiring.ts";
import { makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import type { Fault } from "../../simulator/faults/fault.ts";
import { FaultyCalls } from "../../simulator/faults/faulty-calls.ts";
import { invoke } from "../../simulator/faults/invocation.ts";
import { incidentAlarms, incidentConfig } from "../../simulator/scenarios/incident-config.ts";
import { World } from "../../simulator/world/world.ts";
import { deploymentAtSecondB, headgateB, publishedB, worldB } from "../simulator/scenarios/incident-b.ts";
import { faultCases } from "./fault-cases.ts";
import { differences, type Outcome } from "./outcome.ts";
import type { Scene } from "./scene.ts";

/** ECS asks again after so long, also when it got no answer. */
const askEverySeconds = 30;
/** The fault meets one of the first three. */
const questions = 4;
const silent = { info: () => {}, warn: () => {} };

const play = async (connectionsPerTask: number, fault: Fault | null) => {
  const spec = worldB({ tasks: 10, connectionsPerTask, deploys: false });
  const world = new World(spec, 1);
  const settings = { ...headgateB, surge: "borrow" as const };
  const config = incidentConfig(spec, settings);
  const headgate = makeHeadgateController(world, config, incidentAlarms(spec, settings));
  const { cloud } = headgate;
  const calls = new FaultyCalls(cloud, () => world.nowMs, fault !== null && "atCall" in fault ? fault : null);
  const names = { TABLE_NAME: cloud.table.name, EVENTS_QUEUE_URL: cloud.queues.url("events") };
  const hook = makeHandler(hookDeps(cloud.clients("hook"), names, config, { nowMs: () => world.nowMs, log: silent }));
  const service = { serviceArn: "arn:aws:ecs:eu-central-1:123456789012:service/incident/api" };
  const answers: string[] = [];
  for (let second = 1; answers.length < questions && answers.at(-1) !== "SUCCEEDED"; second += 1) {
    if (second === deploymentAtSecondB) world.startDeployment("api", { entry: () => answers.at(-1) === "SUCCEEDED" });
    world.step();
    await headgate.step(world);
    if (second <= deploymentAtSecondB || (second - deploymentAtSecondB - 1) % askEverySeconds > 0) continue;
    const answer = await invoke("hook", () => hook(service)).catch(() => null);
    answers.push(answer?.hookStatus ?? "no answer");
  }
  return { calls, answers };
};

/** A deployment at its entry, asked about four times. What is held is never let pass, and what may pass does in the end. */
const hookScene = (name: string, connectionsPerTask: number, isHeld: boolean): Scene => {
  const outcomeOf = (answers: readonly string[]): Outcome => ({
    letPass: isHeld ? answers.filter((answer) => answer === "SUCCEEDED") : [],
    failed: answers.filter((answer) => answer === "FAILED"),
    last: answers.slice(-1),
  });
  return {
    name,
    playSound: async () => {
      const { calls, answers } = await play(connectionsPerTask, null);
      const last = calls.positions.length - (isHeld ? calls.positions.length / questions : 0);
      return { outcome: outcomeOf(answers), cases: faultCases(calls.positions.slice(0, last), []) };
    },
    playFault: async (fault, sound) => {
      const { calls, answers } = await play(connectionsPerTask, fault);
      if (calls.struckAtMs === null) return { kind: "missed" };
      return { kind: "played", differences: differences(sound, outcomeOf(answers)) };
    },
  };
};

export const hookScenes: readonly Scene[] = [
  hookScene("hook holds", publishedB.connectionsPerTask, true),
  hookScene("hook lets pass", publishedB.fixedConnectionsPerTask, false),
];
