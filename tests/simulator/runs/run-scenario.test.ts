import { expect, it } from "@jest/globals";
import type { Contender } from "../../../simulator/controllers/controller.ts";
import type { RunResult } from "../../../simulator/runs/run-result.ts";
import { playScenario, runScenario } from "../../../simulator/runs/run-scenario.ts";
import { legalPool, legalWorld, worldAfter } from "../world/small-world.ts";
import { legalScenario, playScript, withWorld } from "./small-scenario.ts";

const noSeconds = { controller: 0, deployment: 0, start: 0, replacement: 0 };

it("adds up a quiet run of four tasks for an hour to the last figure", async () => {
  const world = legalWorld({ pool: legalPool() });
  const totals = worldAfter(3_600, world).totals();
  const prices = { taskHourDollars: 0.5, violationMinuteDollars: 3 };
  const result = await playScript(withWorld(world, { seconds: 3_600, prices }));
  expect(totals.sloViolationSeconds).toBe(0);
  expect(result).toEqual({
    version: 1,
    scenario: "small",
    controller: "static",
    seed: 1,
    seconds: 3_600,
    requests: totals.requests,
    attempts: totals.attempts,
    served: Math.round(totals.served),
    failedByCause: { refusedConnection: 0, timeout: 0, shed: 0, borrowTimeout: 0, error: 0 },
    failedRatio: 0,
    inFlight: Math.round(totals.inFlight),
    sloViolationSeconds: 0,
    // 4 tasks x 1 h
    taskHours: 4,
    dollars: 2,
    scoreDollars: 2,
    peakTasks: 4,
    // max_connections 63 - 8 reserved; 4 x 10 + 5 of others
    databases: { orders: { limit: 55, peak: 45, peakCommitted: 45, secondsOver: 0 } },
    actions: 0,
    collapsed: false,
    invariantBreaches: [],
    overCommittedSeconds: noSeconds,
  } satisfies RunResult);
});

it("a minute with a violated objective costs what the scenario says", async () => {
  // 100 requests a second on one task that carries 50: they wait and are late from the first seconds on.
  const world = legalWorld({ initialTasks: 1 });
  const result = await playScript(withWorld(world, { prices: { taskHourDollars: 0, violationMinuteDollars: 3 } }));
  expect(result.sloViolationSeconds).toBeGreaterThan(50);
  expect(result.scoreDollars).toBeCloseTo((result.sloViolationSeconds / 60) * 3, 10);
});

it("counts every change of a desired count, and what a controller reports beside them", async () => {
  const rest: Partial<Contender> = { actions: () => 7 };
  const result = await playScript(
    legalScenario(),
    [
      [5, 6],
      [6, 6],
      [7, 4],
    ],
    { name: "headgate-govern", family: "headgate", rest },
  );
  expect(result.actions).toBe(2 + 7);
});

it("a controller's own breaches are in the result", async () => {
  const breach = { invariant: "I4", count: 2, firstAtSeconds: 9, detail: "re-planned to something" } as const;
  const rest: Partial<Contender> = { breaches: () => [breach] };
  const result = await playScript(legalScenario(), [], { name: "headgate-scale", family: "headgate", rest });
  expect(result.invariantBreaches).toEqual([breach]);
});

type CollapseRow = {
  readonly when: string;
  readonly rates: readonly [before: number, end: number];
  readonly expected: boolean;
};

it.each<CollapseRow>([
  { when: "an overload of the last ten minutes is a collapse", rates: [20, 200], expected: true },
  { when: "an overload before the last ten minutes is none", rates: [200, 20], expected: false },
  { when: "a fifth of the end that fails is none", rates: [20, 62], expected: false },
])("$when", async ({ rates: [before, end], expected }) => {
  // One task carries 50 a second and keeps 20 waiting; what is shed doesn't come back.
  const requestsPerSecond = [...Array<number>(600).fill(before), ...Array<number>(600).fill(end)];
  const world = legalWorld({
    initialTasks: 1,
    queueLimitPerTask: 20,
    traffic: { kind: "perSecond", requestsPerSecond },
  });
  const { collapsed } = await playScript(withWorld(world, { seconds: 1_200 }));
  expect(collapsed).toBe(expected);
});

it("names the run in which something was thrown", async () => {
  const kind = {
    name: "static" as const,
    family: "static" as const,
    make: () => ({
      name: "static",
      step: () => {
        throw new RangeError("no such thing");
      },
    }),
  };
  const point = { label: "amplitude 3", world: legalWorld(), seed: 4 };
  const job = { scenario: legalScenario(), controller: "static" as const, point, seed: 1 };
  await expect(playScenario(job, kind, () => {})).rejects.toThrow(
    "static in small, amplitude 3, seed 4: no such thing",
  );
});

it("a point of a sweep is played in its own world with its own seed", async () => {
  const world = legalWorld({ initialTasks: 7 });
  const job = {
    scenario: legalScenario(),
    controller: "static" as const,
    point: { label: "", world, seed: 4 },
    seed: 1,
  };
  const { result } = await runScenario(job, () => {});
  expect({ seed: result.seed, peakTasks: result.peakTasks, requests: result.requests }).toEqual({
    seed: 4,
    peakTasks: 7,
    requests: worldAfter(60, world, 4).totals().requests,
  });
});

it("reports all of its seconds as progress, an hour at a time", async () => {
  const advanced: number[] = [];
  const job = { scenario: legalScenario({ seconds: 7_300 }), controller: "static" as const, point: null, seed: 1 };
  await runScenario(job, (seconds) => advanced.push(seconds));
  expect(advanced).toEqual([3_600, 3_600, 100]);
});

it("the same job gives the same record, and another seed another one", async () => {
  const job = { scenario: legalScenario(), controller: "target-tracking" as const, point: null, seed: 1 };
  const record = await runScenario(job, () => {});
  expect(await runScenario(job, () => {})).toEqual(record);
  expect((await runScenario({ ...job, seed: 2 }, () => {})).result.requests).not.toBe(record.result.requests);
});
