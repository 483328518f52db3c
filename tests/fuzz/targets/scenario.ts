import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { readTree } from "../../../shared/config/read-tree.ts";
import { parseScenario } from "../../../simulator/scenario/parse-scenario.ts";
import type { Scenario } from "../../../simulator/scenario/scenario.ts";
import { describeScenarioCodes } from "../../../simulator/scenario/scenario-problem-codes.ts";
import { parseTrace } from "../../../simulator/traces/parse-trace.ts";
import type { TraceFileReading } from "../../../simulator/traces/read-trace.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalScenarios } from "../../scenario/legal-scenarios.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateYaml, type YamlSeed } from "../mutate/mutate-yaml.ts";
import { promiseLawful } from "./lawful-problems.ts";

const fileName = "scenarios/fuzzed.yml";
const pinned = { seed: 20_260_314, numRuns: 40 };
/** More tasks make a world that is slow to build, and says no more. */
const mostTasksToPlay = 2_000;

const withTrace = `version: 1
name: recorded
databases: { orders: { maxConnections: 200 } }
services:
  web:
    cpuSecondsPerRequest: 0.02
    traffic: { trace: { file: good.csv, scale: 2 } }
    pool: { database: orders, connectionsPerTask: 5 }
`;

/** A scenario file: what is accepted survives JSON, and its world lives. */
export const scenarioTarget: FuzzTarget = {
  name: "scenario",
  share: 15,
  codes: new Set(describeScenarioCodes().map(({ code }) => code)),
  prepare: async () => {
    const seeds: readonly YamlSeed[] = [
      ...readdirSync("scenarios")
        .sort()
        .map((file) => seedOf(readFileSync(`scenarios/${file}`, "utf8"))),
      ...fc.sample(legalScenarios, pinned).map((form) => seedOf(stringify(form))),
      seedOf(withTrace),
    ];
    return {
      generate: (dice) => mutateYaml(dice, dice.pick(seeds)),
      run: (text) => {
        const reading = parseScenario(text, fileName, readTraceFile);
        if (reading.kind === "refused") {
          promise(reading.problems.length > 0, "refused without a problem");
          const [own, ofTraces] = [
            reading.problems.filter(({ file }) => file === fileName),
            reading.problems.filter(({ file }) => file !== fileName),
          ];
          promiseLawful(own, text);
          promise(
            ofTraces.every(({ line, message, fix }) => line >= 1 && message !== "" && fix !== ""),
            "a trace's problem says nothing",
          );
          return rejected(reading.problems.map(({ code }) => code));
        }
        const { scenario } = reading;
        promise(JSON.stringify(JSON.parse(JSON.stringify(scenario))) === JSON.stringify(scenario), "JSON changes it");
        promiseAlive(scenario);
        return accepted();
      },
    };
  },
};

const seedOf = (text: string): YamlSeed => {
  const reading = readTree(text, fileName);
  return { text, tree: reading.kind === "tree" ? reading.tree.value : null };
};

const readTraceFile = (path: string): TraceFileReading => {
  if (path.endsWith("good.csv")) return parseTrace("minute_offset,requests\n0,600\n1,900\n2,300\n");
  if (path.endsWith(".csv")) return parseTrace("minute_offset,requests\n0,600\n1,many\n");
  return { kind: "unreadable", code: "file-unreadable", message: `${path} does not exist`, fix: "Check the path." };
};

const promiseAlive = ({ world: spec, seeds, terms, seconds }: Scenario): void => {
  promise(Number.isSafeInteger(seconds) && seconds > 0, `a run of ${seconds} s`);
  for (const { service, minTasks, maxTasks, handSetCap, requestsPerTask } of terms) {
    promise(
      minTasks <= handSetCap && handSetCap <= maxTasks,
      `${service}: ${minTasks}..${maxTasks}, cap ${handSetCap}`,
    );
    promise(requestsPerTask > 0, `${service}: ${requestsPerTask} requests a task`);
  }
  if (spec.services.reduce((sum, { initialTasks }) => sum + initialTasks, 0) > mostTasksToPlay) return;
  const world = new World(spec, seeds[0] ?? 1);
  for (let second = 0; second < Math.min(3, seconds); second += 1) world.step();
  const { requests } = world.totals();
  promise(Number.isFinite(requests) && requests >= 0, `${requests} requests in three seconds`);
};
