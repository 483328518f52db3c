import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Config } from "../../shared/config/config.ts";
import { fitPools } from "../../shared/preflight/fit-pools.ts";
import { always } from "../plan/always.ts";
import { config, database, pool, service } from "../plan/builders.ts";

const names = ["api", "jobs", "web"] as const;

const configs: fc.Arbitrary<Config> = fc
  .record({
    limit: fc.integer({ min: 20, max: 800 }),
    margin: fc.integer({ min: 0, max: 40 }),
    services: fc.array(fc.record({ maxTasks: fc.integer({ min: 1, max: 30 }), k: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: names.length,
    }),
  })
  .map(({ limit, margin, services }) =>
    config(
      services.map(({ maxTasks, k }, index) =>
        service({ name: names[index]!, minTasks: 1, maxTasks, pools: [pool({ connectionsPerTask: k })] }),
      ),
      [database({ maxConnections: limit, marginConnections: margin })],
    ),
  );

/** What all services at their maximum, and one replaced task, need with these pools. */
const neededWith = ({ services, databases }: Config, pools: ReadonlyMap<string, number>): number => {
  const largest = Math.max(...pools.values());
  const replacement = Math.max(0, largest - databases[0]!.marginConnections!);
  return services.reduce((sum, { name, maxTasks }) => sum + maxTasks * pools.get(name)!, replacement);
};

const leftBy = ({ databases }: Config): number => databases[0]!.maxConnections! - databases[0]!.marginConnections!;

describe("pool fit", () => {
  it("always fits all together, and never leaves room for one connection more", () => {
    always(
      fc.property(configs, (given) => {
        const { fits } = fitPools(given);
        const pools = new Map(fits.map((fit) => [fit.service, fit.togetherConnectionsPerTask]));
        if ([...pools.values()].some((k) => k > 0)) expect(neededWith(given, pools)).toBeLessThanOrEqual(leftBy(given));
        for (const [name, k] of pools) {
          expect(neededWith(given, new Map(pools).set(name, k + 1))).toBeGreaterThan(leftBy(given));
        }
      }),
      500,
    );
  });

  it("always names the largest pool that one service may have beside the others", () => {
    always(
      fc.property(configs, (given) => {
        const now = new Map(given.services.map(({ name, pools }) => [name, pools[0]!.connectionsPerTask]));
        for (const { service: name, aloneConnectionsPerTask: k } of fitPools(given).fits) {
          if (k > 0) expect(neededWith(given, new Map(now).set(name, k))).toBeLessThanOrEqual(leftBy(given));
          expect(neededWith(given, new Map(now).set(name, k + 1))).toBeGreaterThan(leftBy(given));
        }
      }),
      500,
    );
  });
});
