import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { MeasuredUse } from "../../shared/cost/own/own-use.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import { readScenario } from "../scenario/read-scenario.ts";
import type { WorldSpec } from "../world/spec.ts";
import { generatedStack } from "./generated-stack.ts";
import { playOwnUse } from "./play-own-use.ts";
import { readStackFacts } from "./stack-facts.ts";

const root = new URL("../../", import.meta.url);
const pathOf = (name: string): string => fileURLToPath(new URL(name, root));

/** The sample, on the day of the seven-service scenario: 10,000 requests a minute. */
const sampleStack = async (): Promise<{ readonly config: Config; readonly work: WorldSpec }> => {
  const reading = parseConfig(readFileSync(pathOf("headgate.yml"), "utf8"), "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  const scenario = await readScenario(pathOf("scenarios/seven-services.yml"));
  if (scenario.kind === "refused") throw new Error(JSON.stringify(scenario.problems));
  return { config: reading.config, work: scenario.scenario.world };
};

/** The stacks whose own use ships: the sample, ten services, a hundred. */
export const measuredStackNames = ["sample", "10", "100"] as const;

export type MeasuredStackName = (typeof measuredStackNames)[number];

/**
 * Plays a day of one of them, from seconds for the sample to minutes for a hundred services.
 *
 * @param hours only 24 have the whole day
 * @returns the same figures each time
 */
export const measureStack = async (name: MeasuredStackName, hours = 24): Promise<MeasuredUse> => {
  const { config, work } = name === "sample" ? await sampleStack() : generatedStack(Number(name));
  const { use, callsByOperation, invocationsByFunction } = await playOwnUse(config, work, readStackFacts(), hours);
  return {
    services: config.services.length,
    domains: config.domains.length,
    destinations: destinationsOf(config).length,
    use,
    callsPerDay: callsByOperation,
    invocationsPerDay: invocationsByFunction,
  };
};
