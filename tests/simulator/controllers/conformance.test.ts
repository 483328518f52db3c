import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { controllerKinds } from "../../../simulator/controllers/catalogue.ts";
import type { ControllerName } from "../../../simulator/controllers/controller-names.ts";
import type { FaultSpec } from "../../../simulator/world/fault-spec.ts";
import type { TrafficSpec } from "../../../simulator/world/traffic.ts";
import { legalPool, legalWorld } from "../world/small-world.ts";
import { type KindPlayed, legalTerms, playKind } from "./play-kind.ts";

/** Nothing of theirs changes a desired count: one holds it by design, the other only watches. */
const writesNothing: readonly ControllerName[] = ["static", "headgate-observe"];
/** A missing value reads as 0 by its documented default (ignoreNullValues), so it scales in. */
const readsMissingAsZero: readonly ControllerName[] = ["keda"];
/** One never looks, the other knows what is to come. */
const readsNoMetrics: readonly ControllerName[] = ["static", "clairvoyant"];

const tasksBefore = 6;
/** 6 tasks x 57 % of their CPU, 2 % of it idle: between 0.9 x target and the target of 60 %. */
const steadyRate = 165;

const perMinute = (...rates: readonly (readonly [minutes: number, rate: number])[]): TrafficSpec => ({
  kind: "perSecond",
  requestsPerSecond: rates.flatMap(([minutes, rate]) => new Array<number>(minutes * 60).fill(rate)),
});

const worldUnder = (traffic: TrafficSpec, faults: readonly FaultSpec[] = []) =>
  legalWorld(
    { traffic, initialTasks: tasksBefore, pool: legalPool({ connectionsPerTask: 2 }) },
    {
      faults,
      databases: [{ name: "orders", maxConnections: 200, reservedConnections: 8, baseConnections: 5, cores: 8 }],
    },
  );

const steady = perMinute([1, steadyRate]);
const rise = perMinute([10, steadyRate], [40, 420], [60, 100]);

const peakOf = ({ changes }: KindPlayed): number => Math.max(...(changes["shop"] ?? []).map(({ desired }) => desired));
const lastOf = ({ world }: KindPlayed): number => world.counts("shop").desired;

const kinds = controllerKinds.map((kind) => ({ name: kind.name, kind }));
const except = (...left: readonly (readonly ControllerName[])[]) => {
  const names = left.flat();
  return kinds.filter(({ name }) => !names.includes(name));
};

describe.each(kinds)("$name", ({ kind }) => {
  it("never leaves its range and never orders part of a task", async () => {
    const rates = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 4, maxLength: 6 });
    const ranges = fc.record({ minTasks: fc.integer({ min: 1, max: 4 }), more: fc.integer({ min: 1, max: 12 }) });
    const property = fc.asyncProperty(rates, ranges, async (fiveMinutes, { minTasks, more }) => {
      const maxTasks = minTasks + more;
      const initialTasks = Math.min(maxTasks, Math.max(minTasks, 4));
      const traffic = perMinute(...fiveMinutes.map((rate) => [5, rate] as const));
      const spec = legalWorld({ traffic, initialTasks });
      const terms = legalTerms(spec, { minTasks, maxTasks, handSetCap: maxTasks });
      const { changes } = await playKind(kind, spec, 1_800, terms);
      for (const { desired } of changes["shop"] ?? []) {
        expect(Number.isInteger(desired)).toBe(true);
        expect(desired).toBeGreaterThanOrEqual(minTasks);
        expect(desired).toBeLessThanOrEqual(maxTasks);
      }
    });
    await fc.assert(property, { seed: 20_260_314, numRuns: 6 });
  });

  it("settles under a steady load at the target: an hour without a change", async () => {
    const played = await playKind(kind, worldUnder(steady), 5_400);
    expect((played.changes["shop"] ?? []).filter(({ atSecond }) => atSecond >= 1_800)).toEqual([]);
  });

  it("plays the same for the same seed", async () => {
    const [first, second] = [
      await playKind(kind, worldUnder(rise), 2_400),
      await playKind(kind, worldUnder(rise), 2_400),
    ];
    expect(second.changes).toEqual(first.changes);
    expect(second.world.totals()).toEqual(first.world.totals());
  });

  it("orders nothing that a throttled ECS API would have to take, and catches up after it", async () => {
    const throttled = { kind: "api-throttling", api: "ecs", ratio: 1, fromSecond: 620, untilSecond: 1_500 } as const;
    const played = await playKind(kind, worldUnder(rise, [throttled]), 3_000);
    const changes = played.changes["shop"] ?? [];
    expect(changes.filter(({ atSecond }) => atSecond >= 620 && atSecond < 1_500)).toEqual([]);
    // Of 420 requests a second 8.4 CPUs are busy.
    if (!writesNothing.includes(kind.name)) expect(peakOf(played)).toBeGreaterThanOrEqual(9);
  });
});

it.each(except(writesNothing))("$name scales out under a rise and back in after the fall", async ({ kind }) => {
  const played = await playKind(kind, worldUnder(rise), 6_600);
  // 420 requests a second are 14 tasks at the target.
  expect(peakOf(played)).toBeGreaterThanOrEqual(12);
  expect(lastOf(played)).toBeLessThan(peakOf(played) - 4);
});

describe("metrics stop for half an hour", () => {
  const stale = { kind: "stale-metrics", fromSecond: 1_800, untilSecond: 3_600 } as const;

  it.each(except(writesNothing, readsNoMetrics, readsMissingAsZero))("$name holds", async ({ kind }) => {
    const played = await playKind(kind, worldUnder(steady, [stale]), 3_600);
    expect(lastOf(played)).toBeGreaterThanOrEqual(tasksBefore);
  });

  it.each(kinds.filter(({ name }) => readsMissingAsZero.includes(name)))(
    "$name scales in to its minimum, as documented",
    async ({ kind }) => {
      const played = await playKind(kind, worldUnder(steady, [stale]), 3_600);
      expect(lastOf(played)).toBe(1);
    },
  );
});
