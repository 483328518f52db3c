import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { DeploymentSpec } from "../../../simulator/world/deployment-spec.ts";
import type { ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalService, startMs } from "./small-world.ts";

const always = (property: fc.IRawProperty<unknown, false>): void => {
  void fc.assert(property, { seed: 20_260_314, numRuns: 150 });
};

const pool = fc
  .record({
    connectionsPerTask: fc.integer({ min: 1, max: 20 }),
    kind: fc.constantFrom("fixed" as const, "elastic" as const),
    withoutConnections: fc.constantFrom("degrade" as const, "crash" as const, "wait" as const),
    holdSecondsPerRequest: fc.double({ min: 0.005, max: 0.1, noNaN: true }),
    checked: fc.boolean(),
  })
  .map(({ checked, ...changes }) =>
    legalPool({
      ...changes,
      databaseCpuSecondsPerRequest: 0.004,
      ...(checked ? { databaseHealthCheck: { intervalSeconds: 10, failuresToReplace: 2 } } : {}),
    }),
  );

const serviceChanges = fc.record({
  initialTasks: fc.integer({ min: 0, max: 6 }),
  queueLimitPerTask: fc.integer({ min: 1, max: 2_000 }),
  queueOrder: fc.constantFrom("fifo" as const, "shared" as const),
  bootSeconds: fc.integer({ min: 0, max: 40 }),
  drainSeconds: fc.integer({ min: 1, max: 60 }),
  client: fc.record({
    timeoutSeconds: fc.integer({ min: 1, max: 30 }),
    retries: fc.integer({ min: 0, max: 3 }),
    retryProbability: fc.double({ min: 0, max: 1, noNaN: true }),
    backOffSeconds: fc.integer({ min: 1, max: 8 }),
  }),
});

/** A front that users call, a callee behind it on the same database, and a queue: with load from nothing to far too much. */
const spec = fc
  .record({
    front: serviceChanges,
    back: serviceChanges,
    frontPool: fc.option(pool, { nil: undefined }),
    backPool: pool,
    rates: fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 5 }),
    slowdownPerSession: fc.double({ min: 0, max: 0.1, noNaN: true }),
  })
  .map(({ front, back, frontPool, backPool, rates, slowdownPerSession }): WorldSpec => {
    const { traffic: _users, ...behind } = legalService({ ...back, name: "back", pool: backPool });
    const users: ServiceSpec = {
      ...legalService({ ...front, name: "front", calls: [{ service: "back", requestsPerRequest: 0.5 }] }),
      traffic: { kind: "perSecond", requestsPerSecond: rates.flatMap((rate) => new Array<number>(60).fill(rate)) },
      ...(frontPool === undefined ? {} : { pool: frontPool }),
    };
    const { traffic: _none, ...consumer } = legalService({ name: "mail", initialTasks: 1 });
    return {
      startMs,
      services: [users, behind, consumer],
      queues: [{ name: "mails", consumer: "mail", producer: { service: "back", messagesPerRequest: 1 } }],
      databases: [
        {
          name: "orders",
          maxConnections: 63,
          reservedConnections: 8,
          baseConnections: 5,
          cores: 2,
          uncontendedSessions: 8,
          slowdownPerSession,
          cpuSecondsPerConnectionAttempt: 0.01,
        },
      ],
    };
  });

const orders = fc.array(
  fc.record({ atSecond: fc.integer({ min: 0, max: 400 }), tasks: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 6 },
);

const deployments = fc.array(
  fc.record({
    atSecond: fc.integer({ min: 0, max: 350 }),
    strategy: fc.constantFrom("rolling" as const, "blue-green" as const),
    connectionsPerTask: fc.integer({ min: 1, max: 20 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    bakeSeconds: fc.integer({ min: 0, max: 60 }),
    circuitBreaker: fc.constantFrom({ rollback: true }, { rollback: false }),
  }),
  { maxLength: 3 },
);

const deploying = (world: WorldSpec, list: readonly (DeploymentSpec & { readonly atSecond: number })[]): WorldSpec => ({
  ...world,
  deployments: list.flatMap((deployment) => ["front", "back"].map((service) => ({ service, ...deployment }))),
});

it("always: requests = served + failed + in flight, nothing is negative, and the wall holds, second by second", () => {
  always(
    fc.property(spec, orders, deployments, fc.integer(), (world, wishes, rollouts, seed) => {
      const run = new World(deploying(world, rollouts), seed);
      for (let second = 0; second < 400; second += 1) {
        for (const { atSecond, tasks } of wishes) {
          if (atSecond === second) for (const name of ["front", "back"]) run.setDesiredCount(name, tasks);
        }
        run.step();
        expect(run.connections("orders")).toBeLessThanOrEqual(55);
        expect(run.connections("orders")).toBeGreaterThanOrEqual(5);
        if (second % 20 !== 0) continue;
        const { requests, served, inFlight, attempts, failedByCause } = run.totals();
        const failed = failedOf(run);
        expect(Math.abs(requests - served - failed - inFlight)).toBeLessThan(1e-6 * (1 + requests));
        expect(failed).toBeLessThanOrEqual(requests + 1e-6);
        expect(attempts).toBeGreaterThanOrEqual(requests - 1e-6);
        for (const amount of [served, inFlight, ...Object.values(failedByCause)]) {
          expect(amount).toBeGreaterThanOrEqual(0);
        }
      }
    }),
  );
});

it("always: the task list agrees with the counts, and ids are never shared", () => {
  always(
    fc.property(spec, orders, deployments, (world, wishes, rollouts) => {
      const run = new World(deploying(world, rollouts), 1);
      for (let second = 0; second < 300; second += 1) {
        for (const { atSecond, tasks } of wishes) if (atSecond === second) run.setDesiredCount("front", tasks);
        run.step();
        if (second % 10 !== 0) continue;
        const { running, pending, stopping } = run.counts("front");
        const tasks = run.tasks("front");
        const views = run.deployments("front");
        expect(views.reduce((sum, view) => sum + view.running, 0)).toBe(running);
        expect(views.reduce((sum, view) => sum + view.pending, 0)).toBe(pending);
        expect(run.connections("orders")).toBeLessThanOrEqual(
          5 + run.committedConnections("front") + run.committedConnections("back"),
        );
        const count = (test: (task: (typeof tasks)[number]) => boolean) => tasks.filter(test).length;
        expect(count(({ lastStatus }) => lastStatus === "PENDING")).toBe(pending);
        expect(count(({ lastStatus }) => lastStatus === "RUNNING")).toBe(running);
        expect(count(({ desiredStatus }) => desiredStatus === "STOPPED")).toBe(stopping);
        expect(new Set(tasks.map(({ taskId }) => taskId)).size).toBe(tasks.length);
      }
    }),
  );
});

it("always: the same spec and seed give the same run", () => {
  always(
    fc.property(spec, fc.integer(), (world, seed) => {
      const runs = [new World(world, seed), new World(world, seed)];
      for (let second = 0; second < 120; second += 1) for (const run of runs) run.step();
      expect(runs[0]?.totals()).toEqual(runs[1]?.totals());
      expect(runs[0]?.timeline()).toEqual(runs[1]?.timeline());
    }),
  );
});
