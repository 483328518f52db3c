import { expect, it } from "@jest/globals";
import { bindingOf } from "../../../simulator/bench/binding.ts";
import { idealWants } from "../../../simulator/bench/ideal-want.ts";
import type { TracePart } from "../../../simulator/bench/shape-trace.ts";
import { traceScenario } from "../../../simulator/bench/trace-world.ts";
import type { Scenario } from "../../../simulator/scenario/scenario.ts";
import { requestsPerSecond } from "../../../simulator/world/traffic.ts";

/** Two hours at 100 a second, with 20 minutes at 400. */
const requestsPerSlot = Array.from({ length: 120 }, (_, i) => (i >= 40 && i < 60 ? 24_000 : 6_000));
const part: TracePart = {
  whole: { slotSeconds: 60, requestsPerSlot },
  window: "whole",
  fromSeconds: 0,
  seconds: 7_200,
};
const shape = { wall: "bound", peaks: "apart", pools: "fixed", withoutConnections: "crash" } as const;
const scenario = (changes: Partial<Parameters<typeof traceScenario>[3]> = {}) =>
  traceScenario("t", part, 1, { ...shape, ...changes }, [], [1]);
const usableOf = ({ world: { databases } }: Scenario) => {
  const [
    { maxConnections, reservedConnections, baseConnections } = {
      maxConnections: 0,
      reservedConnections: 0,
      baseConnections: 0,
    },
  ] = databases;
  return maxConnections - reservedConnections - baseConnections;
};
const wantOf = ({ world, terms, seconds }: Scenario) =>
  (idealWants(world, terms, seconds)[0]?.peakConnections ?? 0) - 5;

// At the target of 60 %, tasks for 100 and 400 a second: api 7 and 27 (of 10), search 4 and 16 (of 6), checkout 10 and 40 (of 15).
const peaksApart = 40 * 15 + 7 * 10 + 4 * 6;
const peaksTogether = 40 * 15 + 27 * 10 + 16 * 6;

it.each([
  { when: "peaks apart", changes: {}, want: peaksApart },
  { when: "peaks together", changes: { peaks: "together" }, want: peaksTogether },
] as const)("the wall is the ideal want of $when, divided by 1.1", ({ changes, want }) => {
  const made = scenario(changes);
  expect([wantOf(made), usableOf(made)]).toEqual([want, Math.floor(want / 1.1)]);
});

it("with elastic pools the want is what they really hold", () => {
  // checkout at its peak: 40 tasks with 10 requests a second each keep 1.5 x 10 x 0.4 s = 6 connections busy.
  // api: 7 tasks, 1.5 x 14.3 x 0.2 s -> 5; search: 4 tasks, 1.5 x 25 x 0.1 s -> 4.
  expect(wantOf(scenario({ pools: "elastic" }))).toBe(40 * 6 + 7 * 5 + 4 * 4);
});

it("a free wall holds all maxima twice, and leaves hand-set caps at the maximum", () => {
  const made = scenario({ wall: "free" });
  expect(usableOf(made)).toBe(2 * (54 * 10 + 32 * 6 + 80 * 15));
  expect(made.terms.map(({ handSetCap, maxTasks }) => handSetCap === maxTasks)).toEqual([true, true, true]);
});

it("the hand-set caps split the wall by each service's own peak, and fit under it together", () => {
  const made = scenario({ peaks: "together" });
  const usable = Math.floor(peaksTogether / 1.1);
  expect(
    made.terms.map(({ service, minTasks, maxTasks, handSetCap }) => [service, minTasks, maxTasks, handSetCap]),
  ).toEqual([
    ["api", 2, 54, Math.floor((usable * 270) / peaksTogether / 10)],
    ["search", 2, 32, Math.floor((usable * 96) / peaksTogether / 6)],
    ["checkout", 2, 80, Math.floor((usable * 600) / peaksTogether / 15)],
  ]);
});

it("peaks apart: each service meets the rise, a third of the hour after the one before", () => {
  const rates = scenario().world.services.map(({ traffic }) =>
    [50, 90, 10].map((minute) => (traffic === undefined ? 0 : requestsPerSecond(traffic, minute * 60))),
  );
  expect(rates).toEqual([
    [400, 100, 100],
    [100, 400, 100],
    [100, 100, 400],
  ]);
});

it("begins with the tasks that its first minute needs, cut to the wall where it begins with a peak", () => {
  const initial = (of: Scenario) => of.world.services.map(({ initialTasks }) => initialTasks);
  expect(initial(scenario({ peaks: "together" }))).toEqual([7, 4, 10]);
  // Checkout reads from 80 minutes earlier, so its peak is there: 694 wanted, 630 there, never less than the minimum.
  expect(initial(scenario())).toEqual([6, 3, 36]);
});

it("a scale multiplies what arrives", () => {
  const made = traceScenario("t", part, 2.5, shape, [], [1]);
  const [api] = made.world.services;
  expect(requestsPerSecond(api!.traffic!, 0)).toBe(250);
});

it("a recording too thin to need more than the minimums leaves room for them and Headgate's margin, and does not bind", () => {
  const made = traceScenario("t", part, 0.001, shape, [], [1]);
  // 2 x (10 + 6 + 15) and 15 % more
  expect([wantOf(made), usableOf(made)]).toEqual([62, 72]);
  expect(bindingOf(made, [])).toEqual({ kind: "not-bound" });
});
