import { expect, it } from "@jest/globals";
import type { InvariantBreach } from "../../../simulator/controllers/controller.ts";
import type { Scenario } from "../../../simulator/scenario/scenario.ts";
import { legalPool, legalWorld } from "../world/small-world.ts";
import { legalScenario, type Player, playScript, type Script } from "./small-scenario.ts";

type Row = {
  readonly when: string;
  readonly player?: Player;
  readonly script: Script;
  readonly scenario?: Partial<Scenario>;
  readonly kind?: "fixed" | "elastic";
  readonly expected: readonly InvariantBreach[];
};

const headgate: Player = { name: "headgate-scale", family: "headgate" };
const above = (firstAtSeconds: number, count: number, connections: number): InvariantBreach => ({
  invariant: "I1",
  count,
  firstAtSeconds,
  detail: `shop: ${connections} connections at orders, 55 fit`,
});
const measured = { ...legalScenario().headgate, admission: "measured" } as const;

// 55 connections fit: 5 of others and five pools of 10. Allowed are 1 to 20 tasks.
it.each<Row>([
  { when: "a write up to the wall breaks nothing", script: [[5, 5]], expected: [] },
  { when: "a write of Headgate above the wall breaks I1", script: [[5, 6]], expected: [above(5, 1, 65)] },
  {
    when: "each raise above the wall counts, with the first one's numbers",
    script: [
      [5, 6],
      [40, 8],
    ],
    expected: [above(5, 2, 65)],
  },
  {
    when: "a task that drains still counts when another one is started",
    script: [
      [2, 5],
      [10, 3],
      [20, 4],
    ],
    // 3 that stay, 2 that were stopped at second 10 before they ran and hold nothing, 1 more: they fit.
    expected: [],
  },
  {
    when: "growth into what draining tasks still hold breaks I1",
    script: [
      [1, 5],
      [40, 2],
      [45, 4],
    ],
    // 5 were up; 3 drain until second 70, 2 stay, 2 more are started.
    expected: [above(45, 1, 75)],
  },
  {
    when: "lowering a count above the wall breaks nothing",
    script: [
      [5, 6],
      [6, 5],
    ],
    expected: [above(5, 1, 65)],
  },
  {
    when: "a peer's write above the wall breaks no rule of ours",
    player: { name: "hpa", family: "kubernetes" },
    script: [[5, 6]],
    expected: [],
  },
  {
    when: "what happens under observe is not a write of ours",
    player: { name: "headgate-observe", family: "headgate" },
    script: [[5, 6]],
    expected: [],
  },
  {
    when: "pools that were measured smaller may be counted above the wall",
    scenario: { headgate: measured },
    kind: "elastic",
    script: [[5, 6]],
    expected: [],
  },
  {
    when: "measured admission says nothing about fixed pools",
    scenario: { headgate: measured },
    script: [[5, 6]],
    expected: [above(5, 1, 65)],
  },
  {
    when: "a write below the minimum breaks I2, whoever writes it",
    player: { name: "hpa", family: "kubernetes" },
    script: [[5, 0]],
    expected: [
      { invariant: "I2", count: 1, firstAtSeconds: 5, detail: "shop: 0 tasks were asked for, 1 to 20 are allowed" },
    ],
  },
  {
    when: "a write above the maximum breaks I2",
    player: { name: "hpa", family: "kubernetes" },
    script: [[5, 21]],
    expected: [
      { invariant: "I2", count: 1, firstAtSeconds: 5, detail: "shop: 21 tasks were asked for, 1 to 20 are allowed" },
    ],
  },
])("$when", async ({ player = headgate, script, scenario = {}, kind = "fixed", expected }) => {
  const world = legalWorld({ initialTasks: 2, pool: legalPool({ withoutConnections: "wait", kind }) });
  const result = await playScript(legalScenario({ world, ...scenario }), script, player);
  expect(result.invariantBreaches).toEqual(expected);
});

it("a service without terms is a mistake in the scenario", async () => {
  await expect(playScript(legalScenario({ terms: [] }))).rejects.toThrow('the scenario has no terms for "shop"');
});
