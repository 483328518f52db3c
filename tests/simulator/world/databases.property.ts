import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { ProxySpec, ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalService, startMs } from "./small-world.ts";

const always = (property: fc.IRawProperty<unknown, false>): void => {
  void fc.assert(property, { seed: 20_260_314, numRuns: 100 });
};

const service = fc.record({
  initialTasks: fc.integer({ min: 0, max: 6 }),
  rate: fc.integer({ min: 0, max: 900 }),
  kind: fc.constantFrom("fixed" as const, "elastic" as const),
  connectionsPerTask: fc.integer({ min: 1, max: 30 }),
  withoutConnections: fc.constantFrom("degrade" as const, "crash" as const, "wait" as const),
  holdSecondsPerRequest: fc.double({ min: 0.005, max: 0.5, noNaN: true }),
  queueLimitPerTask: fc.integer({ min: 1, max: 2_000 }),
  proxied: fc.boolean(),
  readerRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  retries: fc.integer({ min: 0, max: 2 }),
  timeoutSeconds: fc.integer({ min: 1, max: 30 }),
});

const proxy = fc.record({
  maxConnections: fc.integer({ min: 1, max: 80 }),
  borrowTimeoutSeconds: fc.integer({ min: 0, max: 20 }),
  pinnedRatio: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Drawn = typeof service extends fc.Arbitrary<infer T> ? T : never;

const serviceOf = (name: string, of: Drawn): ServiceSpec =>
  legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [of.rate] },
    initialTasks: of.initialTasks,
    cpuSecondsPerRequest: 0.005,
    queueLimitPerTask: of.queueLimitPerTask,
    client: { timeoutSeconds: of.timeoutSeconds, retries: of.retries, retryProbability: 0.8, backOffSeconds: 2 },
    pool: legalPool({
      kind: of.kind,
      connectionsPerTask: of.connectionsPerTask,
      withoutConnections: of.withoutConnections,
      holdSecondsPerRequest: of.holdSecondsPerRequest,
      ...(of.proxied ? { proxy: "front" } : {}),
      ...(of.readerRatio === undefined
        ? {}
        : { reader: { database: "replica", connectionsPerTask: 4, requestsRatio: of.readerRatio } }),
    }),
  });

const worldOf = (services: readonly Drawn[], front: Omit<ProxySpec, "name" | "database">): WorldSpec => ({
  startMs,
  databases: [
    { name: "orders", maxConnections: 88, reservedConnections: 8, baseConnections: 5, cores: 2 },
    { name: "replica", maxConnections: 28, reservedConnections: 8, baseConnections: 0, cores: 1 },
  ],
  proxies: [{ name: "front", database: "orders", ...front }],
  services: services.map((drawn, index) => serviceOf(`service-${index}`, drawn)),
});

const spec = fc
  .record({ services: fc.array(service, { minLength: 1, maxLength: 3 }), proxy })
  .map(({ services, proxy: front }) => worldOf(services, front));

const orders = fc.array(
  fc.record({ atSecond: fc.integer({ min: 0, max: 250 }), tasks: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 5 },
);

const deployments = fc.array(
  fc.record({
    atSecond: fc.integer({ min: 0, max: 200 }),
    strategy: fc.constantFrom("rolling" as const, "blue-green" as const, "canary" as const),
    canaryPercent: fc.integer({ min: 1, max: 100 }),
    canarySeconds: fc.integer({ min: 0, max: 90 }),
    connectionsPerTask: fc.integer({ min: 1, max: 30 }),
    bakeSeconds: fc.integer({ min: 0, max: 40 }),
    defect: fc.constantFrom({ crashes: true as const }, { failedRatio: 0.3, cpuFactor: 3 }, {}),
    circuitBreaker: fc.constantFrom({ rollback: true }, { rollback: false }),
  }),
  { maxLength: 3 },
);

it("always: requests = served + failed + in flight, both walls hold, and nobody borrows more than there is", () => {
  always(
    fc.property(spec, orders, deployments, fc.integer(), (world, wishes, rollouts, seed) => {
      const names = world.services.map(({ name }) => name);
      const scheduled = rollouts.flatMap((rollout) => names.map((name) => ({ service: name, ...rollout })));
      const run = new World({ ...world, deployments: scheduled }, seed);
      const most = world.proxies?.[0]?.maxConnections as number;
      for (let second = 0; second < 300; second += 1) {
        for (const { atSecond, tasks } of wishes) {
          if (atSecond === second) for (const name of names) run.setDesiredCount(name, tasks);
        }
        run.step();
        expect(run.connections("orders")).toBeLessThanOrEqual(run.usableConnections("orders"));
        expect(run.connections("replica")).toBeLessThanOrEqual(run.usableConnections("replica"));
        expect(run.connections("replica")).toBeGreaterThanOrEqual(0);
        expect(run.connections("orders")).toBeLessThanOrEqual(run.committedOn("orders"));
        expect(run.connections("replica")).toBeLessThanOrEqual(run.committedOn("replica"));
        if (second % 20 !== 0) continue;
        const { requests, served, inFlight, failedByCause } = run.totals();
        expect(Math.abs(requests - served - failedOf(run) - inFlight)).toBeLessThan(1e-6 * (1 + requests));
        for (const amount of [served, inFlight, ...Object.values(failedByCause)]) {
          expect(amount).toBeGreaterThanOrEqual(-1e-9);
        }
        const minute = (name: "DatabaseConnectionsCurrentlyBorrowed" | "DatabaseConnections") =>
          run.datapoints({ proxy: "front", name }, 60, startMs, run.nowMs).at(-1)?.maximum ?? 0;
        expect(minute("DatabaseConnectionsCurrentlyBorrowed")).toBeLessThanOrEqual(most + 1e-9);
        expect(minute("DatabaseConnections")).toBeLessThanOrEqual(most);
      }
    }),
  );
});

it("always: the same spec and seed give the same run", () => {
  always(
    fc.property(spec, deployments, fc.integer(), (world, rollouts, seed) => {
      const scheduled = rollouts.map((rollout) => ({ service: "service-0", ...rollout }));
      const runs = [1, 2].map(() => new World({ ...world, deployments: scheduled }, seed));
      for (let second = 0; second < 150; second += 1) for (const run of runs) run.step();
      expect(runs[0]?.totals()).toEqual(runs[1]?.totals());
      expect(runs[0]?.timeline()).toEqual(runs[1]?.timeline());
    }),
  );
});
