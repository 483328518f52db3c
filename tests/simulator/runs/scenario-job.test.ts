import { expect, it } from "@jest/globals";
import { jobsOf } from "../../../simulator/runs/scenario-job.ts";
import { legalWorld } from "../world/small-world.ts";
import { legalScenario } from "./small-scenario.ts";

it("plays each controller once per seed and once per point of the sweep", () => {
  const point = { label: "x2", world: legalWorld(), seed: 9 };
  const scenario = legalScenario({ controllers: ["static", "hpa"], seeds: [1, 2], sweep: [point] });
  expect(jobsOf(scenario)).toEqual(
    (["static", "hpa"] as const).flatMap((controller) => [
      { scenario, controller, point: null, seed: 1 },
      { scenario, controller, point: null, seed: 2 },
      { scenario, controller, point, seed: 9 },
    ]),
  );
});
