import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { commitmentOf, rolloutTasks } from "../../shared/plan/budget/commitment.ts";
import { fitRollout, mostRolloutTasks, type RolloutFit } from "../../shared/plan/budget/fit-rollout.ts";
import { held } from "../../shared/plan/budget/held.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { always } from "./always.ts";
import { budgetedOf } from "./budgeted.ts";
import { connectionsAt, counts, databaseReading, known, secondsAgo, service, serviceReading } from "./builders.ts";

const rolling = { kind: "rolling", sinceMs: 1 } as const;
const external = { kind: "external", sinceMs: 1 } as const;
const ten: Partial<TaskCounts> = { desired: 10 };

describe("ten desired tasks commit", () => {
  type Row = {
    readonly when: string;
    readonly counts?: Partial<TaskCounts>;
    readonly service?: Partial<ServiceConfig>;
    readonly expected: number;
  };
  it.each<Row>([
    { when: "themselves while nothing happens", expected: 10 },
    { when: "a replacement for each unhealthy one, which ECS starts first", counts: { unhealthy: 3 }, expected: 13 },
    {
      when: "no more replacements than maximumPercent lets run",
      counts: { unhealthy: 3, maximumPercent: 110 },
      expected: 11,
    },
    {
      when: "no replacement beside it where none may run",
      counts: { unhealthy: 3, maximumPercent: 100 },
      expected: 10,
    },
    { when: "a replacement that already starts only once", counts: { unhealthy: 1, pending: 1 }, expected: 11 },
    { when: "what an unhealthy task holds until it is gone", counts: { stopping: 1 }, expected: 11 },
    { when: "a rollout's surge while tasks move between zones", counts: { rebalancing: true }, expected: 20 },
    {
      when: "no more of it than the percents allow",
      counts: { rebalancing: true, maximumPercent: 110 },
      service: { drainSeconds: 30 },
      expected: 12,
    },
    { when: "no surge of a blue/green service between deployments", counts: { strategy: "BLUE_GREEN" }, expected: 10 },
    {
      when: "both revisions through a blue/green deployment and its bake time, whatever the percents",
      counts: { strategy: "BLUE_GREEN", bakeMinutes: 30, deployment: rolling, maximumPercent: 110 },
      service: { drainSeconds: 30 },
      expected: 20,
    },
    {
      when: "both revisions of a canary",
      counts: { strategy: "CANARY", deployment: rolling, maximumPercent: 100 },
      expected: 20,
    },
    {
      when: "both revisions of a linear one",
      counts: { strategy: "LINEAR", deployment: rolling, maximumPercent: 100 },
      expected: 20,
    },
    {
      when: "both task sets of CODE_DEPLOY, which knows no maximumPercent",
      counts: { strategy: "CODE_DEPLOY", deployment: external, maximumPercent: 100 },
      expected: 20,
    },
    {
      when: "all that exist of task sets that are scaled apart",
      counts: { strategy: "EXTERNAL", deployment: external, running: 26 },
      expected: 26,
    },
    {
      when: "both revisions always where the surge is reserved",
      counts: { strategy: "BLUE_GREEN" },
      service: { surge: "reserve" },
      expected: 20,
    },
  ])("$when", ({ counts: changes, service: own, expected }) =>
    expect(commitmentOf(service(own), counts({ ...ten, ...changes }))(10)).toBe(expected),
  );

  const taskCounts = fc
    .record({
      desired: fc.integer({ min: 0, max: 40 }),
      pending: fc.integer({ min: 0, max: 10 }),
      stopping: fc.integer({ min: 0, max: 10 }),
      unhealthy: fc.integer({ min: 0, max: 10 }),
      rebalancing: fc.boolean(),
      strategy: fc.constantFrom<TaskCounts["strategy"]>("ROLLING", "BLUE_GREEN", "CODE_DEPLOY"),
      deployment: fc.constantFrom<TaskCounts["deployment"]>({ kind: "none" }, rolling, external),
      maximumPercent: fc.integer({ min: 100, max: 200 }),
      minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    })
    .map((changes) => counts(changes));

  it("never less for one more task, and never less than what exists", () => {
    always(
      fc.property(taskCounts, fc.constantFrom<"borrow" | "reserve">("borrow", "reserve"), (given, surge) => {
        const commitment = commitmentOf(service({ surge }), given);
        for (let desired = 0; desired < 45; desired++) {
          expect(commitment(desired + 1)).toBeGreaterThanOrEqual(commitment(desired));
          expect(commitment(desired)).toBeGreaterThanOrEqual(given.running + given.pending + given.stopping);
          expect(commitment(desired)).toBeGreaterThanOrEqual(desired);
        }
      }),
      150,
    );
  });
});

describe("tasks that started since the newest datapoint", () => {
  it("count in full, though DatabaseConnections is three minutes late and doesn't know them", () => {
    const started = counts({ desired: 10, running: 8, pending: 2, lastStartAtMs: secondsAgo(20) });
    const [budgeted] = budgetedOf({
      readings: [serviceReading({ tasks: known(started) })],
      databaseReadings: [databaseReading({ connections: known([connectionsAt(secondsAgo(180), 60)]) })],
    });
    expect(budgeted!.budget).toMatchObject({ observedConnections: 60, committedConnections: 100, freeConnections: 90 });
  });
});

describe("percents that fit", () => {
  const own = { startSeconds: 40, drainSeconds: 30, leastHealthyPercent: 100 };
  const users = { maximumPercent: 200, minimumHealthyPercent: 100 };
  type Row = {
    readonly when: string;
    readonly most: number;
    readonly service?: Partial<typeof own>;
    readonly counts?: Partial<TaskCounts>;
    readonly users?: typeof users;
    readonly expected: RolloutFit;
  };
  const fits = (maximumPercent: number, minimumHealthyPercent: number, tasks: number): RolloutFit => ({
    kind: "fits",
    percents: { maximumPercent, minimumHealthyPercent },
    tasks,
  });
  it.each<Row>([
    { when: "are the user's own where there is room for them", most: 20, expected: fits(200, 100, 20) },
    { when: "are the largest whose rollout fits: 14 at 129 %", most: 14, expected: fits(129, 100, 14) },
    { when: "are found whatever ECS has now", most: 20, counts: { maximumPercent: 110 }, expected: fits(200, 100, 20) },
    { when: "leave room for what stops already", most: 14, counts: { stopping: 2 }, expected: fits(119, 100, 14) },
    { when: "don't exist where nothing fits", most: 11, expected: { kind: "none", leastTasks: 12 } },
    {
      when: "lower the healthy floor where nothing fits above it, by 5 at a time",
      most: 11,
      service: { leastHealthyPercent: 80, drainSeconds: 0 },
      expected: fits(109, 90, 11),
    },
    {
      when: "don't lower the healthy floor further than is allowed",
      most: 10,
      service: { leastHealthyPercent: 90, drainSeconds: 0 },
      expected: { kind: "none", leastTasks: 11 },
    },
    {
      when: "are not of a deployment that runs",
      most: 14,
      counts: { deployment: rolling },
      expected: { kind: "not-now" },
    },
    {
      when: "are not of a blue/green service",
      most: 14,
      counts: { strategy: "BLUE_GREEN" },
      expected: { kind: "not-now" },
    },
  ])("$when", ({ most, service: changes, counts: tasks, users: owners = users, expected }) =>
    expect(fitRollout({ ...own, ...changes }, counts({ ...ten, ...tasks }), 10, owners, most)).toEqual(expected),
  );

  const cases = fc.record({
    desired: fc.integer({ min: 1, max: 30 }),
    most: fc.integer({ min: 0, max: 70 }),
    startSeconds: fc.integer({ min: 1, max: 120 }),
    drainSeconds: fc.integer({ min: 0, max: 400 }),
    leastHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  });

  it("always give a rollout that ends, fits, and is no faster than the user's; and none only where no percent fits", () => {
    always(
      fc.property(cases, ({ desired, most, maximumPercent, minimumHealthyPercent, ...changes }) => {
        const fit = fitRollout(changes, counts({ desired }), desired, { maximumPercent, minimumHealthyPercent }, most);
        const heldAt = (percent: number, healthy: number) =>
          held({ desiredTasks: desired, maximumPercent: percent, minimumHealthyPercent: healthy, ...changes });
        if (fit.kind === "fits") {
          const rollout = heldAt(fit.percents.maximumPercent, fit.percents.minimumHealthyPercent);
          expect(rollout).toMatchObject({ kind: "ends", tasks: fit.tasks });
          expect(fit.tasks).toBeLessThanOrEqual(most);
          expect(fit.percents.maximumPercent).toBeLessThanOrEqual(maximumPercent);
          expect(fit.percents.minimumHealthyPercent).toBeLessThanOrEqual(minimumHealthyPercent);
          expect(fit.percents.minimumHealthyPercent).toBeGreaterThanOrEqual(
            Math.min(minimumHealthyPercent, changes.leastHealthyPercent),
          );
          // The largest: no larger percent of the same floor fits.
          for (let percent = fit.percents.maximumPercent + 1; percent <= maximumPercent; percent++) {
            const larger = heldAt(percent, fit.percents.minimumHealthyPercent);
            expect(larger.kind === "ends" && larger.tasks <= most).toBe(false);
          }
          return;
        }
        for (const healthy of [minimumHealthyPercent, Math.min(minimumHealthyPercent, changes.leastHealthyPercent)]) {
          for (let percent = 100; percent <= maximumPercent; percent++) {
            const other = heldAt(percent, healthy);
            expect(other.kind === "ends" && other.tasks <= most).toBe(false);
          }
        }
      }),
      200,
    );
  });

  it.each([
    { when: "what is committed and free together", left: 45, expected: 10 },
    { when: "less than what runs, where the room is in the red", left: -15, expected: 4 },
    { when: "nothing that is known, where a room is closed", left: null, expected: null },
  ])("are sought for $when", ({ left, expected }) => {
    const prices = [{ room: "main", unitsPerTask: 10, prepaid: [] }];
    expect(mostRolloutTasks(service(), counts(), 6, prices, new Map([["main", left]]))).toBe(expected);
  });

  it("are told of a rollout as the budget counts it", () => {
    expect(rolloutTasks(service({ drainSeconds: 30 }), counts({ ...ten, maximumPercent: 129 }), 10)).toBe(14);
  });
});
