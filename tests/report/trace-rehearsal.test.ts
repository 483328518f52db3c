import { describe, expect, it } from "@jest/globals";
import { configOf } from "../../simulator/controllers/headgate/config-of.ts";
import { sceneOf } from "../../simulator/rehearsal/make-contender.ts";
import { traceRehearsal } from "../../simulator/rehearsal/trace-rehearsal.ts";
import { requestsPerSecond } from "../../simulator/world/traffic.ts";
import { World } from "../../simulator/world/world.ts";
import { sampleContest, sampleRehearsalCase } from "./sample-case.ts";

const minutes = (perMinute: readonly number[]) => ({
  trace: { slotSeconds: 60, requestsPerSlot: perMinute },
  fromSeconds: 7200,
  burstAtSeconds: 9000,
});
const options = { name: "monday.csv", factor: null, seed: 5 };

describe("a trace in front of the sale's service", () => {
  const rehearsal = traceRehearsal(sampleRehearsalCase, {
    ...options,
    window: minutes([6_000, 6_000, 60_000, 30_000]),
  });
  const [of] = rehearsal.cases;

  it("has its busiest minute at the sale's plateau", () => {
    const { traffic } = of!.contest.world.services[0]!;
    expect([0, 119, 120, 179, 180].map((second) => requestsPerSecond(traffic!, second))).toEqual([
      30, 30, 300, 300, 150,
    ]);
  });

  it("begins settled: the tasks that its first second needs, if the wall holds them", () => {
    // 30 requests a second x 20 ms at 50 % are 1.2 tasks; the minimum is 3.
    expect(of!.contest.world.services[0]!.initialTasks).toBe(3);
    const busy = traceRehearsal(sampleRehearsalCase, { ...options, window: minutes([60_000, 6_000]) });
    expect(busy.cases[0]!.contest.world.services[0]!.initialTasks).toBe(12);
    const tooBusy = traceRehearsal(sampleRehearsalCase, { ...options, factor: 9, window: minutes([60_000]) });
    // (200 - 8 - 12) / 10
    expect(tooBusy.cases[0]!.contest.world.services[0]!.initialTasks).toBe(18);
  });

  it("lasts as long as the window, without a sweep, and keeps the rest of the world", () => {
    expect(of).toMatchObject({ seed: 5, sweep: [], maxConnections: 200, clock: { zeroAtSeconds: 0 } });
    expect(of!.contest).toMatchObject({ seconds: 240, targetPercent: 50, minTasks: 3, maxTasks: 40 });
    expect(of!.contest.world.databases).toEqual(sampleContest.world.databases);
  });

  it("says the window, the factor and its rule", () => {
    expect(rehearsal.title).toBe("monday.csv in front of the flash sale's service");
    expect(rehearsal.remarks.slice(0, 2)).toEqual([
      "The window is 0.1 h of the trace, from hour 2.0 on; the trace's largest rise is at hour 2.5.",
      "Traffic is multiplied by 0.3, so that its busiest minute is the flash sale's plateau of 300 requests a second.",
    ]);
  });

  it("warns of counting noise that the factor enlarges", () => {
    const quiet = { ...options, window: minutes([40, 60, 44, 48]) };
    const warning = /about 14 % of its movement is counting noise/;
    expect(traceRehearsal(sampleRehearsalCase, quiet).remarks.join()).toMatch(warning);
    expect(traceRehearsal(sampleRehearsalCase, { ...quiet, factor: 1 }).remarks.join()).not.toMatch(warning);
  });
});

it("Headgate is told what the hand-set cap knows, and what a task serves", () => {
  const scene = sceneOf(sampleContest, new World(sampleContest.world, 1));
  const config = configOf(scene, { mode: "scale", ratePeriodSeconds: 60, forecast: true });
  expect(config.services).toMatchObject([
    {
      name: "shop",
      mode: "scale",
      minTasks: 3,
      maxTasks: 40,
      startSeconds: 50,
      drainSeconds: 60,
      pools: [{ database: "shop-db", connectionsPerTask: 10, kind: "fixed" }],
      signals: [
        { kind: "target", target: 50, metric: { periodSeconds: 20 } },
        { kind: "alarm", alarmName: "shop-cpu-high", stepPercent: 25, stepTasks: 1, windowSeconds: 40 },
        { kind: "requests", targetPerSecond: 25, metric: { periodSeconds: 60 } },
      ],
    },
  ]);
  expect(config.databases).toMatchObject([
    { name: "shop-db", maxConnections: 200, reservedConnections: 8, unmanagedConnections: 12 },
  ]);
});
