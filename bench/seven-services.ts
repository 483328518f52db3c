import { fileURLToPath } from "node:url";
import { readScenario } from "../simulator/scenario/read-scenario.ts";
import type { Scenario } from "../simulator/scenario/scenario.ts";
import type { TrafficSpec } from "../simulator/world/traffic.ts";

const daySeconds = 86_400;

/**
 * The seven-service scenario for so many days, each with the same traffic.
 *
 * @throws Error with what the file's reader found
 */
export async function sevenServices(days: number): Promise<Scenario> {
  const reading = await readScenario(fileURLToPath(new URL("../scenarios/seven-services.yml", import.meta.url)));
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems, null, 1));
  const { scenario } = reading;
  const { services, queues = [] } = scenario.world;
  return {
    ...scenario,
    seconds: days * daySeconds,
    world: {
      ...scenario.world,
      services: services.map((service) => withTraffic(service)),
      queues: queues.map((queue) => withTraffic(queue)),
    },
  };
}

function withTraffic<Source extends { readonly traffic?: TrafficSpec }>(source: Source): Source {
  const { traffic } = source;
  // An offset makes the trace a circle: the second day is as the first.
  return traffic?.kind === "trace" ? { ...source, traffic: { offsetSeconds: 0, ...traffic } } : source;
}
