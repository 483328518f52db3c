import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { World } from "../../../simulator/world/world.ts";
import { always } from "../../plan/always.ts";
import { legalPool, legalWorld } from "./small-world.ts";

const spec = fc
  .record({
    users: fc.integer({ min: 0, max: 3_000 }),
    thinkSeconds: fc.integer({ min: 1, max: 20 }),
    changes: fc.array(
      fc.record({ atSecond: fc.integer({ min: 0, max: 250 }), users: fc.integer({ min: 0, max: 3_000 }) }),
      { maxLength: 4 },
    ),
    initialTasks: fc.integer({ min: 0, max: 6 }),
    queueLimitPerTask: fc.integer({ min: 1, max: 2_000 }),
    withoutConnections: fc.constantFrom("degrade" as const, "crash" as const, "wait" as const),
    client: fc.record({
      timeoutSeconds: fc.integer({ min: 1, max: 30 }),
      retries: fc.integer({ min: 0, max: 3 }),
      retryProbability: fc.double({ min: 0, max: 1, noNaN: true }),
      backOffSeconds: fc.integer({ min: 1, max: 8 }),
    }),
  })
  .map(({ users, thinkSeconds, changes, withoutConnections, ...service }) =>
    legalWorld({
      ...service,
      pool: legalPool({ withoutConnections }),
      traffic: { kind: "users", users, thinkSeconds, changes },
    }),
  );

const hands = fc.array(
  fc.record({ atSecond: fc.integer({ min: 0, max: 300 }), tasks: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 4 },
);

it("always: who doesn't think has a request in flight, whatever fails, is tried again, or leaves", () => {
  always(
    fc.property(spec, hands, fc.integer(), (world, orders, seed) => {
      const run = new World(world, seed);
      for (let second = 0; second < 300; second += 1) {
        for (const { atSecond, tasks } of orders) if (atSecond === second) run.setDesiredCount("shop", tasks);
        run.step();
        const { present, thinking } = run.users("shop") as { present: number; thinking: number };
        expect(thinking).toBeGreaterThanOrEqual(0);
        expect(Math.abs(thinking + run.totals().inFlight - present)).toBeLessThan(1e-6 * (1 + present));
      }
    }),
    100,
  );
});

it("always: the same users and seed send the same requests", () => {
  always(
    fc.property(spec, fc.integer(), (world, seed) => {
      const runs = [new World(world, seed), new World(world, seed)];
      for (let second = 0; second < 120; second += 1) for (const run of runs) run.step();
      expect(runs[0]?.totals()).toEqual(runs[1]?.totals());
    }),
    30,
  );
});
