import { beforeAll, describe, expect, it } from "@jest/globals";
import { measuredUse } from "../../shared/cost/own/measured-use.ts";
import { everyRule } from "./hygiene/every-rule.ts";
import { idleCost } from "./hygiene/idle-cost.ts";
import { planted, plantedBreaches } from "./hygiene/planted-breaches.ts";
import { type PackagedFixture, packageFixtures } from "./packaged-fixtures.ts";

// Between them these have every kind of resource that headgate.yml can bring.
const names = ["every mode", "widest"] as const;

let packaged: ReadonlyMap<string, PackagedFixture["template"]>;
beforeAll(async () => {
  packaged = new Map((await packageFixtures(names)).map(({ name, template }) => [name, template]));
}, 240_000);

describe.each(names)("the packaged stack: %s", (name) => {
  it.each(everyRule)("$rule", ({ breaches }) => {
    expect(breaches(packaged.get(name)!)).toEqual([]);
  });
});

describe("the rules notice", () => {
  it.each(plantedBreaches)("$when", ({ rule: beginning, plant, found }) => {
    const [rule, ...more] = everyRule.filter(({ rule }) => rule.startsWith(beginning));
    expect(more).toEqual([]);
    const template = packaged.get("widest")!;
    expect(rule!.breaches(template)).toEqual([]);
    expect(rule!.breaches(planted(template, plant))).toContainEqual(expect.stringContaining(found));
  });

  it("something, each of them: a rule that nothing breaks would hold nothing", () => {
    const silent = everyRule.filter(({ rule }) => !plantedBreaches.some((planted) => rule.startsWith(planted.rule)));
    expect(silent).toEqual([]);
  });
});

it("costs while idle what docs/cost.md says of its alarms, and the same whatever is configured", () => {
  const alarms = measuredUse.sample.use.alarmMetrics * 100_000;
  expect([...packaged.values()].map((template) => idleCost(template))).toEqual(names.map(() => alarms));
});
