import { describe, expect, it } from "@jest/globals";
import { World } from "../../../simulator/world/world.ts";
import { simulateBorrowing } from "./discrete-borrowing.ts";
import { legalProxy, type ProxiedWorld, proxiedWorld, proxyMetric } from "./proxied-world.ts";
import { failedOf, startMs, steps, worldAfter } from "./small-world.ts";

/** Two services of ten tasks that would keep 150 connections busy each, behind a proxy of 100. */
const twoOf150 = (changes: ProxiedWorld = {}) =>
  proxiedWorld({
    services: [
      { name: "orders-api", requestsPerSecond: 1_500, tasks: 10 },
      { name: "search-api", requestsPerSecond: 1_500, tasks: 10 },
    ],
    pool: { connectionsPerTask: 15, holdSecondsPerRequest: 0.1 },
    // Two seconds' worth: more would be work for clients that have left.
    service: { queueLimitPerTask: 100 },
    ...changes,
  });

describe("two services that want 150 connections each behind a proxy of 100", () => {
  const world = worldAfter(900, twoOf150());
  const { requests, served, failedByCause } = world.totals();

  it("are let in as clients, all 300, and not one is refused", () => {
    expect(proxyMetric(world, "ClientConnections")).toBe(300);
    expect(failedByCause.refusedConnection).toBe(0);
    expect(world.refusedConnections("orders-api") + world.refusedConnections("search-api")).toBe(0);
  });

  it("keep 100 connections busy, at the proxy and at the database, and never more", () => {
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlyBorrowed")).toBeCloseTo(100, 6);
    expect(proxyMetric(world, "DatabaseConnections")).toBe(100);
    expect(proxyMetric(world, "MaxDatabaseConnectionsAllowed")).toBe(100);
    expect(world.connections("orders")).toBe(100);
  });

  it("are served 1,000 of their 3,000 requests a second", () => {
    expect(served / 900).toBeCloseTo(1_000, -1);
    expect(failedOf(world) / requests).toBeGreaterThan(0.6);
  });

  it("wait 0.2 s for a connection: 200 clients in front of 1,000 returns a second", () => {
    expect(proxyMetric(world, "DatabaseConnectionsBorrowLatency")).toBeGreaterThan(199_000);
    expect(proxyMetric(world, "DatabaseConnectionsBorrowLatency")).toBeLessThan(201_000);
  });

  it("give up borrowing where their pools are large enough to wait at the proxy", () => {
    const pool = { connectionsPerTask: 700, holdSecondsPerRequest: 0.1 };
    const service = { queueLimitPerTask: 10_000 };
    const patient = worldAfter(900, twoOf150({ pool, service, proxy: { borrowTimeoutSeconds: 4 } }));
    const causes = patient.totals().failedByCause;
    expect(causes.borrowTimeout / patient.totals().requests).toBeCloseTo(2 / 3, 1);
    expect({ ...causes, borrowTimeout: 0 }).toEqual({
      refusedConnection: 0,
      timeout: 0,
      shed: 0,
      borrowTimeout: 0,
      error: 0,
    });
    expect((proxyMetric(patient, "DatabaseConnectionsBorrowLatency") as number) / 1_000_000).toBeCloseTo(4, 0);
  });

  it("give up by their clients' timeout where that is the shorter one", () => {
    const pool = { connectionsPerTask: 700, holdSecondsPerRequest: 0.1 };
    const client = { timeoutSeconds: 3, retries: 0, retryProbability: 0, backOffSeconds: 1 };
    const hasty = worldAfter(900, twoOf150({ pool, service: { client }, proxy: { borrowTimeoutSeconds: 120 } }));
    const { timeout, borrowTimeout } = hasty.totals().failedByCause;
    expect(borrowTimeout).toBe(0);
    expect(timeout / hasty.totals().requests).toBeGreaterThan(0.3);
  });
});

describe("the borrow queue against discrete events", () => {
  it("below saturation: 20 connections at load .85, the mean wait within 25 %", () => {
    const of = { requestsPerSecond: 170, connections: 20, holdSeconds: 0.1, timeoutSeconds: null };
    const exact = simulateBorrowing(of, 400_000, 3).meanSeconds;
    const world = new World(
      proxiedWorld({
        services: [{ name: "shop", requestsPerSecond: 170, tasks: 4 }],
        pool: { connectionsPerTask: 100, holdSecondsPerRequest: 0.1 },
        proxy: { maxConnections: 20 },
      }),
      1,
    );
    steps(world, 7_200);
    const minutes = world.datapoints(
      { proxy: "front", name: "DatabaseConnectionsBorrowLatency" },
      60,
      startMs,
      world.nowMs,
    );
    const mean = minutes.reduce((sum, { average }) => sum + average, 0) / minutes.length / 1_000_000;
    expect(Math.abs(mean - exact) / exact).toBeLessThan(0.25);
  });

  it("half as much again as it carries: the same share times out, within a point, and the rest waits the timeout", () => {
    const of = { requestsPerSecond: 300, connections: 20, holdSeconds: 0.1, timeoutSeconds: 3 };
    const exact = simulateBorrowing(of, 300_000, 3);
    const world = worldAfter(
      1_800,
      proxiedWorld({
        services: [{ name: "shop", requestsPerSecond: 300, tasks: 4 }],
        pool: { connectionsPerTask: 500, holdSecondsPerRequest: 0.1 },
        proxy: { maxConnections: 20, borrowTimeoutSeconds: 3 },
      }),
    );
    const { failedByCause, requests } = world.totals();
    expect(Math.abs(failedByCause.borrowTimeout / requests - exact.timedOutRatio)).toBeLessThan(0.01);
    expect((proxyMetric(world, "DatabaseConnectionsBorrowLatency") as number) / 1_000_000).toBeCloseTo(
      exact.meanSeconds,
      0,
    );
  });
});

describe("the proxy's connections at the database", () => {
  it("are opened as they are needed: 10 busy ones on average are about 20 at most", () => {
    const world = worldAfter(600, proxiedWorld({ pool: { connectionsPerTask: 50, holdSecondsPerRequest: 0.1 } }));
    expect(proxyMetric(world, "ClientConnections")).toBe(200);
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlyBorrowed")).toBeCloseTo(10, 0);
    expect(world.connections("orders")).toBeGreaterThan(15);
    expect(world.connections("orders")).toBeLessThan(35);
    expect(failedOf(world)).toBe(0);
  });

  it("are held against the database's own wall: with 30 slots left a proxy of 100 borrows 30", () => {
    const world = worldAfter(300, twoOf150({ database: { baseConnections: 170 } }));
    expect(world.connections("orders")).toBe(200);
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlyBorrowed")).toBeCloseTo(30, 6);
    expect(world.totals().failedByCause.refusedConnection).toBe(0);
  });

  it("stay open after a peak up to half of the most, and the rest goes within some minutes", () => {
    const busy = twoOf150();
    const services = busy.services.map((service) => ({
      ...service,
      traffic: { kind: "perSecond" as const, requestsPerSecond: [...new Array<number>(60).fill(1_500), 0] },
    }));
    const world = worldAfter(61, { ...busy, services });
    expect(world.connections("orders")).toBe(100);
    expect(steps(world, 1_800).connections("orders")).toBe(50);
  });
});

describe("pinned clients", () => {
  it("keep a connection each for as long as they are connected: a quarter of 200, used or not", () => {
    const world = worldAfter(
      300,
      proxiedWorld({
        services: [{ name: "shop", requestsPerSecond: 1, tasks: 4 }],
        pool: { connectionsPerTask: 50 },
        proxy: { pinnedRatio: 0.25 },
      }),
    );
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlySessionPinned")).toBe(50);
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlyBorrowed")).toBeGreaterThanOrEqual(50);
    world.setDesiredCount("shop", 2);
    expect(proxyMetric(steps(world, 20), "DatabaseConnectionsCurrentlySessionPinned")).toBe(50);
    expect(proxyMetric(steps(world, 400), "DatabaseConnectionsCurrentlySessionPinned")).toBe(25);
  });

  it("leave the others nothing to borrow: 80 % of 150 clients on 100 connections", () => {
    const world = worldAfter(
      600,
      proxiedWorld({
        services: [
          { name: "report", requestsPerSecond: 1, tasks: 15 },
          { name: "shop", requestsPerSecond: 100, tasks: 4 },
        ],
        pool: { connectionsPerTask: 10 },
        proxy: { pinnedRatio: 0.8, borrowTimeoutSeconds: 5 },
      }),
    );
    expect(proxyMetric(world, "DatabaseConnectionsCurrentlySessionPinned")).toBe(100);
    expect(world.totals().failedByCause.borrowTimeout + world.totals().failedByCause.timeout).toBeGreaterThan(0);
    expect(world.totals().failedByCause.refusedConnection).toBe(0);
  });
});

describe("specs that make no world", () => {
  it.each([
    {
      when: "a pool through a proxy that isn't there",
      spec: proxiedWorld({ pool: { proxy: "none" } }),
      message: /no proxy is named "none"/,
    },
    {
      when: "a proxy to no database",
      spec: proxiedWorld({ proxy: { database: "none" } }),
      message: /no database is named "none"/,
    },
    {
      when: "a proxy of nothing",
      spec: proxiedWorld({ proxy: { maxConnections: 0 } }),
      message: /maxConnections 0 of proxy "front"/,
    },
    {
      when: "a proxy in front of another database",
      spec: {
        ...proxiedWorld(),
        databases: ["orders", "users"].map((name) => ({ ...proxiedWorld().databases[0]!, name })),
        proxies: [legalProxy({ database: "users" })],
      },
      message: /proxy "front" is in front of "users", not of "orders"/,
    },
  ])("$when", ({ spec, message }) => expect(() => new World(spec, 1)).toThrow(message));
});
