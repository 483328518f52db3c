import { describe, expect, it } from "@jest/globals";
import { Clairvoyant } from "../../../simulator/controllers/clairvoyant.ts";
import type { Controller } from "../../../simulator/controllers/controller.ts";
import { TargetTracking } from "../../../simulator/controllers/target-tracking.ts";
import {
  collapsed,
  failedRatioAtEnd,
  type IncidentOptions,
  type IncidentPair,
  incidentA,
  incidentSweep,
  publishedFailedRatio,
  riseAtSeconds,
  runSeconds,
} from "../../../simulator/scenarios/incident-a.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import type { WorldSample } from "../../../simulator/world/timeline.ts";
import { World } from "../../../simulator/world/world.ts";
import { failedOf } from "./small-world.ts";

function play(spec: WorldSpec, controllerOf: (spec: WorldSpec) => Controller, seed = 1): World {
  const world = new World(spec, seed);
  const controller = controllerOf(spec);
  for (let second = 0; second < runSeconds; second += 1) {
    void controller.step(world);
    world.step();
  }
  return world;
}

function targetTracking(pair: IncidentPair, options?: IncidentOptions, seed?: number): World {
  const { serviceName: service, targetCpuPercent: targetPercent, minTasks, maxTasks } = pair;
  const spec = pair.worldSpec(options);
  return play(spec, () => new TargetTracking({ service, targetPercent, minTasks, maxTasks }), seed);
}

function clairvoyant({ worldSpec, minTasks, maxTasks }: IncidentPair, options?: IncidentOptions, seed?: number): World {
  return play(worldSpec(options), (spec) => new Clairvoyant(spec, { minTasks, maxTasks }), seed);
}

/** Mean over the minute that begins `minutes` after the rise. */
function inMinute(world: World, minutes: number, value: (sample: WorldSample) => number): number {
  const from = riseAtSeconds + minutes * 60;
  const samples = world.timeline().filter(({ atSeconds }) => atSeconds > from && atSeconds <= from + 60);
  return samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
}

const failedAttempts = (world: World, minutes: number) => inMinute(world, minutes, (s) => s.failedAttemptsRatio);
const failedShare = (world: World) => failedOf(world) / world.totals().requests;
const pairs = incidentA.map((pair) => ({ name: pair.name, pair }));

describe.each(pairs)("incident A, $name, plain target tracking", ({ pair }) => {
  const world = targetTracking(pair);
  const timeline = world.timeline();

  it("grows from 5 tasks past 30 within 12 minutes of the rise", () => {
    expect(timeline[0]?.runningTasks).toBe(5);
    const past30 = timeline.find(({ runningTasks }) => runningTasks > 30);
    expect(past30?.atSeconds).toBeLessThanOrEqual(riseAtSeconds + 12 * 60);
  });

  it("fails in the published order, each figure within 15 points of the published one", () => {
    const fitted = publishedFailedRatio.map(([minutes]) => failedAttempts(world, minutes));
    expect([...fitted].sort((a, b) => a - b)).toEqual(fitted);
    publishedFailedRatio.forEach(([, published], i) => {
      expect(Math.abs((fitted[i] as number) - published)).toBeLessThan(0.15);
    });
  });

  it("fails more than 70 % of attempts when slots run out, and of users' requests a minute later", () => {
    const full = pair.maxConnections - pair.reservedConnections - pair.connectionsPerTask;
    const outOfSlots = timeline.find(({ connections }) => connections > full);
    expect(outOfSlots?.atSeconds).toBeLessThanOrEqual(riseAtSeconds + 8 * 60 + 30);
    expect(failedAttempts(world, 8)).toBeGreaterThan(0.7);
    expect(inMinute(world, 9, ({ failedRatio }) => failedRatio)).toBeGreaterThan(0.7);
  });

  it("does not recover while the traffic stays x3: from +9 on at least 40 % of users fail in every minute, at the end more than half", () => {
    const last = (runSeconds - riseAtSeconds) / 60;
    for (let minutes = 9; minutes < last; minutes += 1) {
      expect(inMinute(world, minutes, ({ failedRatio }) => failedRatio)).toBeGreaterThan(0.4);
    }
    expect(failedRatioAtEnd(timeline)).toBeGreaterThan(0.5);
    expect(collapsed(timeline)).toBe(true);
  });

  it("heals without client retries: the failures come, and are gone at the end", () => {
    const calm = targetTracking(pair, { retries: false });
    expect(Math.max(...calm.timeline().map(({ failedRatio }) => failedRatio))).toBeGreaterThan(0.2);
    expect(failedRatioAtEnd(calm.timeline())).toBeLessThan(0.02);
    expect(collapsed(calm.timeline())).toBe(false);
  });

  it.each([1, 2, 3])("is avoidable, seed %d: a clairvoyant under the same wall fails less than 2 %", (seed) => {
    expect(failedShare(clairvoyant(pair, undefined, seed))).toBeLessThan(0.02);
  });

  it("is avoidable at every point of the sweep", () => {
    for (const { seed, ...options } of incidentSweep) {
      expect(failedShare(clairvoyant(pair, options, seed))).toBeLessThan(0.02);
    }
  });

  it("is bistable over the sweep: target tracking escapes at some points and not at others", () => {
    const fates = incidentSweep.map(({ seed, ...options }) =>
      collapsed(targetTracking(pair, options, seed).timeline()),
    );
    expect(new Set(fates).size).toBe(2);
  });

  it("never beats the clairvoyant", () => {
    for (const { seed, ...options } of incidentSweep.filter((point) => point.seed === 1)) {
      const bound = failedShare(clairvoyant(pair, options, seed));
      expect(bound).toBeLessThanOrEqual(failedShare(targetTracking(pair, options, seed)) + 1e-9);
    }
  });
});
