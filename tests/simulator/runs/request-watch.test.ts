import { expect, it } from "@jest/globals";
import { playScenario } from "../../../simulator/runs/run-scenario.ts";
import type { World, WorldTotals } from "../../../simulator/world/world.ts";
import { legalScenario } from "./small-scenario.ts";

it("finds requests that a broken world loses, at the next whole minute", async () => {
  const scenario = legalScenario({ seconds: 150 });
  const kind = {
    name: "static" as const,
    family: "static" as const,
    make: ({ world }: { readonly world: World }) => {
      const honest = world.totals.bind(world);
      // From second 70 on, ten of those that were served are not accounted for.
      world.totals = (): WorldTotals => {
        const totals = honest();
        return world.nowSecond < 70 ? totals : { ...totals, served: totals.served - 10 };
      };
      return { name: "static", step: () => {} };
    },
  };
  const { result } = await playScenario({ scenario, controller: "static", point: null, seed: 1 }, kind, () => {});
  const [breach] = result.invariantBreaches;
  // At the end of minute two, and at the end of the run.
  expect(breach).toMatchObject({ invariant: "requests", count: 2, firstAtSeconds: 119 });
});
