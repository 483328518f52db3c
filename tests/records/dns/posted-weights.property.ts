import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { planZone, type ZoneInput } from "../../../shared/records/dns/plan-zone.ts";
import type { WeightPost } from "../../../shared/records/post.ts";
import { always } from "../../plan/always.ts";
import { input, nowMs, record, running } from "./zone-case.ts";
import { allServices } from "./zone-worlds.ts";

const post = (changes: Partial<WeightPost>): WeightPost => ({
  service: "web",
  record: "web.shop.internal",
  weight: 90,
  atMs: nowMs - 1000,
  untilMs: nowMs + 60_000,
  run: "release-77",
  ...changes,
});

const weighted = (weight: number) => record({ kind: "weighted", weight, setIdentifier: "new" });
const zone = (weight: number): ZoneInput =>
  input({ records: { web: [weighted(weight)] }, listings: { web: running([1, 2]) } });
const posts = (...all: readonly WeightPost[]) => new Map(all.map((one) => [one.service, one]));
const { name } = weighted(1);

describe("posted weights", () => {
  it("without a post in force never change a plan", () => {
    always(
      fc.property(allServices, fc.integer({ min: 0, max: 255 }), fc.nat({ max: 100_000 }), (given, weight, agoMs) => {
        const world = input(given);
        const over = Object.values(given.records).flatMap((records, index) =>
          records.map((one) =>
            post({ service: Object.keys(given.records)[index]!, record: one.name, weight, untilMs: nowMs - agoMs }),
          ),
        );
        expect(planZone({ ...world, weights: posts(...over) }, nowMs)).toEqual(planZone(world, nowMs));
        expect(planZone({ ...world, weights: new Map() }, nowMs)).toEqual(planZone(world, nowMs));
      }),
      200,
    );
  });

  it("in force are always the plan of that weight in headgate.yml", () => {
    always(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (configured, weight) => {
        const plan = planZone({ ...zone(configured), weights: posts(post({ record: name, weight })) }, nowMs);
        expect(plan).toEqual(planZone(zone(weight), nowMs));
      }),
      100,
    );
  });

  it.each([
    { when: "another service", changes: { service: "api" } },
    { when: "another record", changes: { record: `other.${name}` } },
    { when: "a time that is over", changes: { untilMs: nowMs } },
  ])("of $when say nothing", ({ changes }) => {
    const plan = planZone({ ...zone(10), weights: posts(post({ record: name, ...changes })) }, nowMs);
    expect(plan).toEqual(planZone(zone(10), nowMs));
  });
});
