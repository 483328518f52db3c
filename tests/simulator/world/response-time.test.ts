import { describe, expect, it } from "@jest/globals";
import { p99Seconds, responseStretch } from "../../../simulator/world/response-time.ts";
import { simulateP99Seconds } from "./discrete-event.ts";
import { legalWorld, worldAfter } from "./small-world.ts";

const tasks = 5;
const serviceSeconds = 0.025;
const warmUpSamples = 30;

/** Three runs of 300,000 requests: one run alone is off by up to 10 % at load .95. */
function discreteP99(load: number): number {
  const runs = [1, 2, 3].map((seed) => simulateP99Seconds(load, tasks, serviceSeconds, 300_000, seed));
  return runs.reduce((sum, p99) => sum + p99, 0) / runs.length;
}

function fluidP99(load: number): number {
  const rate = (load * tasks) / serviceSeconds;
  const world = worldAfter(
    3_600,
    legalWorld({
      traffic: { kind: "perSecond", requestsPerSecond: [rate] },
      initialTasks: tasks,
      cpuSecondsPerRequest: serviceSeconds,
      queueLimitPerTask: 1_000,
    }),
  );
  const samples = world.timeline().slice(warmUpSamples);
  return samples.reduce((sum, sample) => sum + sample.p99Seconds, 0) / samples.length;
}

describe("p99 against discrete events: 5 tasks, round robin, exponential 25 ms", () => {
  type Row = { when: string; load: number; tolerance: number };
  it.each<Row>([
    { when: "load .5 within 5 %", load: 0.5, tolerance: 0.05 },
    { when: "load .7 within 5 %", load: 0.7, tolerance: 0.05 },
    { when: "load .85 within 8 %", load: 0.85, tolerance: 0.08 },
    { when: "load .9 within 15 %", load: 0.9, tolerance: 0.15 },
    // Noise of one second's arrivals counts twice there: in the curve, and in the fluid queue it makes.
    { when: "load .95 within 35 %, above", load: 0.95, tolerance: 0.35 },
  ])("$when", ({ load, tolerance }) => {
    const discrete = discreteP99(load);
    const fluid = fluidP99(load);
    expect(Math.abs(fluid - discrete) / discrete).toBeLessThan(tolerance);
  });
});

describe("the curve", () => {
  type Row = { when: string; load: number; tasks: number; expected: number };
  it.each<Row>([
    { when: "no load is the service time alone", load: 0, tasks: 5, expected: 1 },
    { when: "one task at .5 is M/M/1: 1 / (1 - load)", load: 0.5, tasks: 1, expected: 2 },
    { when: "one task at .9 is M/M/1", load: 0.9, tasks: 1, expected: 10 },
  ])("$when", ({ load, tasks: count, expected }) => expect(responseStretch(load, count)).toBeCloseTo(expected, 1));

  it("rises with the load and falls with the tasks", () => {
    for (const load of [0.3, 0.6, 0.9]) {
      expect(p99Seconds(load + 0.05, 5, serviceSeconds)).toBeGreaterThan(p99Seconds(load, 5, serviceSeconds));
      expect(p99Seconds(load, 6, serviceSeconds)).toBeLessThan(p99Seconds(load, 5, serviceSeconds));
      expect(p99Seconds(load, 200, serviceSeconds)).toBeLessThanOrEqual(p99Seconds(load, 63, serviceSeconds));
    }
  });
});
