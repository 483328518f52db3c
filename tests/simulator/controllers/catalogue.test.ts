import { describe, expect, it } from "@jest/globals";
import { controllerKind, controllerKinds } from "../../../simulator/controllers/catalogue.ts";
import { controllerNames } from "../../../simulator/controllers/controller-names.ts";
import { legalWorld } from "../world/small-world.ts";
import { legalTerms, playKind } from "./play-kind.ts";

const peers = controllerNames.filter((name) => !name.startsWith("headgate"));

it("has every peer once, in the order of tables", () => {
  const names = controllerKinds.map(({ name }) => name).filter((name) => !name.startsWith("headgate"));
  expect(names).toEqual(peers);
});

it("an unknown name is refused with those that there are", () => {
  expect(() => controllerKind("karpenter")).toThrow(
    /no controller is named "karpenter"; there are static, .*clairvoyant/,
  );
});

describe.each(controllerKinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  it("says what it is in a title, a sentence with its settings, and whole sentences for what is inferred", () => {
    expect(kind.title.length).toBeGreaterThan(5);
    for (const sentence of [kind.purpose, ...kind.inferences]) expect(sentence).toMatch(/^[A-Z0-9].{20,}\.$/s);
  });
});

describe("the hand-set cap", () => {
  const spec = legalWorld({ traffic: { kind: "perSecond", requestsPerSecond: [600] }, initialTasks: 4 });
  it.each([
    { name: "target-tracking", expected: 20 },
    { name: "target-tracking-20s", expected: 20 },
    { name: "target-tracking-requests", expected: 20 },
    { name: "target-tracking-capped", expected: 7 },
    { name: "target-tracking-20s-capped", expected: 7 },
  ])("$name stops at $expected", async ({ name, expected }) => {
    const { world } = await playKind(controllerKind(name), spec, 1_800, legalTerms(spec, { handSetCap: 7 }));
    expect(world.counts("shop").desired).toBe(expected);
  });
});

it("static writes back what somebody else has changed", async () => {
  const spec = legalWorld();
  const { world, contender } = await playKind(controllerKind("static"), spec, 60);
  world.setDesiredCount("shop", 9);
  void contender.step(world);
  expect(world.counts("shop").desired).toBe(4);
});
