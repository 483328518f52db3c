import type { Contender, ControllerKind } from "../../../simulator/controllers/controller.ts";
import type { RunResult } from "../../../simulator/runs/run-result.ts";
import { playScenario } from "../../../simulator/runs/run-scenario.ts";
import { defaultPrices, type Scenario } from "../../../simulator/scenario/scenario.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import type { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "../world/small-world.ts";

/** One service "shop" of 1 to 20 tasks; each test changes what it is about. */
export function legalScenario(changes: Partial<Scenario> = {}): Scenario {
  const world = changes.world ?? legalWorld();
  return {
    name: "small",
    title: "A small one",
    remarks: [],
    world,
    seconds: 60,
    terms: world.services.map(({ name, cpuSecondsPerRequest }) => ({
      service: name,
      minTasks: 1,
      maxTasks: 20,
      targetPercent: 60,
      requestsPerTask: 0.6 / cpuSecondsPerRequest,
      handSetCap: 5,
    })),
    headgate: {
      surge: "borrow",
      admission: "worst",
      marginConnections: null,
      limits: "known",
      priorities: {},
      unnamed: [],
      latency: null,
    },
    controllers: ["static"],
    seeds: [1],
    sweep: [],
    prices: defaultPrices,
    ...changes,
  };
}

/** Desired counts of "shop" by the second at which they are written, in order. */
export type Script = readonly (readonly [second: number, desired: number])[];

export type Player = Pick<ControllerKind, "name" | "family"> & { readonly rest?: Partial<Contender> };

const nobody: Player = { name: "static", family: "static" };

/** Somebody who does what the script says. */
export async function playScript(
  scenario: Scenario,
  script: Script = [],
  { name, family, rest }: Player = nobody,
): Promise<RunResult> {
  const kind = {
    name,
    family,
    make: ({ world }: { readonly world: World }): Contender => ({
      name,
      step: () => {
        for (const [second, desired] of script) if (second === world.nowSecond) world.setDesiredCount("shop", desired);
      },
      ...rest,
    }),
  };
  const job = { scenario, controller: name, point: null, seed: 1 };
  return (await playScenario(job, kind, () => {})).result;
}

export function withWorld(world: WorldSpec, changes: Partial<Scenario> = {}): Scenario {
  return legalScenario({ world, ...changes });
}
