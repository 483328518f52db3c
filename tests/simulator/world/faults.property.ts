import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { FaultSpec } from "../../../simulator/world/fault-spec.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { always } from "../../plan/always.ts";
import { failedOf, legalPool, legalService, legalWorld } from "./small-world.ts";

const within = fc
  .record({ fromSecond: fc.integer({ min: 0, max: 250 }), seconds: fc.integer({ min: 1, max: 100 }) })
  .map(({ fromSecond, seconds }) => ({ fromSecond, untilSecond: fromSecond + seconds }));

const ratio = fc.double({ min: 0, max: 1, noNaN: true });

const fault: fc.Arbitrary<FaultSpec> = fc.oneof(
  fc.record({ at: within, ratio }).map(({ at, ratio }) => ({ kind: "zone-loss" as const, ratio, ...at })),
  fc
    .record({ at: within, factor: fc.double({ min: 0.5, max: 20, noNaN: true }) })
    .map(({ at, factor }) => ({ kind: "slow-database" as const, database: "orders", factor, ...at })),
  fc
    .record({ at: within, ratio })
    .map(({ at, ratio }) => ({ kind: "api-throttling" as const, api: "ecs" as const, ratio, ...at })),
  within.map((at) => ({ kind: "stale-metrics" as const, ...at })),
);

const spec = fc
  .record({
    faults: fc.array(fault, { minLength: 1, maxLength: 5 }),
    withoutConnections: fc.constantFrom("degrade" as const, "crash" as const, "wait" as const),
    kind: fc.constantFrom("fixed" as const, "elastic" as const),
    pendingJitterSeconds: fc.integer({ min: 0, max: 40 }),
    timeoutSeconds: fc.integer({ min: 1, max: 5 }),
    rate: fc.integer({ min: 0, max: 400 }),
    initialTasks: fc.integer({ min: 0, max: 7 }),
  })
  .map(({ faults, withoutConnections, kind, rate, timeoutSeconds, ...service }): WorldSpec => {
    const pool = legalPool({ withoutConnections, kind });
    const healthCheck = { intervalSeconds: 5, timeoutSeconds, failuresToReplace: 2 };
    const traffic = { kind: "perSecond", requestsPerSecond: [rate] } as const;
    const shop = legalService({ ...service, pool, healthCheck, traffic });
    return legalWorld({}, { services: [shop, legalService({ name: "other" })], faults });
  });

const orders = fc.array(
  fc.record({ atSecond: fc.integer({ min: 0, max: 300 }), tasks: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 5 },
);

it("always: whatever fails from outside, no request, task or connection is lost count of", () => {
  always(
    fc.property(spec, orders, fc.integer(), (world, hands, seed) => {
      const run = new World(world, seed);
      for (let second = 0; second < 350; second += 1) {
        for (const { atSecond, tasks } of hands) if (atSecond === second) run.setDesiredCount("shop", tasks);
        run.step();
        const connections = run.connections("orders");
        expect(connections).toBeGreaterThanOrEqual(5);
        expect(connections).toBeLessThanOrEqual(Math.min(55, 5 + run.committedConnections("shop")));
        const tasks = run.tasks("shop");
        const { running, pending, stopping } = run.counts("shop");
        expect(tasks).toHaveLength(running + pending + stopping);
        expect(new Set(tasks.map(({ taskId }) => taskId)).size).toBe(tasks.length);
        const { requests, served, inFlight } = run.totals();
        expect(Math.abs(requests - served - failedOf(run) - inFlight)).toBeLessThan(1e-6 * (1 + requests));
      }
    }),
    60,
  );
});

it("always: the same faults and seed give the same run, whoever asks for what in between", () => {
  always(
    fc.property(spec, fc.integer(), (world, seed) => {
      const runs = [new World(world, seed), new World(world, seed)] as const;
      for (let second = 0; second < 200; second += 1) {
        // One is asked about its calls and events, the other isn't: the world's own faults must not differ.
        runs[0].faults.throttles("ecs", second);
        runs[0].faults.eventCopies(second);
        for (const run of runs) run.step();
      }
      expect(runs[0].totals()).toEqual(runs[1].totals());
      expect(runs[0].tasks("shop")).toEqual(runs[1].tasks("shop"));
    }),
    40,
  );
});
