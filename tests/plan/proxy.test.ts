import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { DatabaseFacts } from "../../shared/limits/database-facts.ts";
import type { Budgeted, KnownBudget } from "../../shared/plan/budget/budget.ts";
import { budgetWarnings } from "../../shared/plan/budget/budget-warnings.ts";
import { pricesOf } from "../../shared/plan/budget/prices.ts";
import type { KnownProxyBudget, UnknownProxyBudget } from "../../shared/plan/budget/proxy-budget.ts";
import { roomsOf } from "../../shared/plan/budget/rooms.ts";
import type { DatabaseMemory } from "../../shared/plan/memory.ts";
import type { DatabaseReading, ProxyReading } from "../../shared/plan/readings/database-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import { budgetedOf } from "./budgeted.ts";
import {
  connectionsAt,
  counts,
  database,
  databaseFacts,
  databaseReading,
  known,
  memory,
  minutesOf,
  pool,
  proxyConfig,
  proxyFacts,
  proxyReading,
  secondsAgo,
  service,
  serviceReading,
  unknown,
} from "./builders.ts";

const through = (changes: Partial<PoolConfig> = {}): PoolConfig => pool({ proxy: "front", ...changes });

type Given = {
  readonly services?: readonly ServiceConfig[];
  readonly tasks?: Partial<TaskCounts>;
  readonly database?: Partial<DatabaseConfig>;
  readonly proxy?: Partial<ProxyConfig>;
  readonly reading?: Partial<ProxyReading> | null;
  readonly databaseReading?: Partial<DatabaseReading>;
  readonly proxyFacts?: Parameters<typeof proxyFacts>[0];
  readonly facts?: Reading<DatabaseFacts>;
  readonly before?: DatabaseMemory;
};

/** 6 tasks of 10 connections through `front`, which borrow 12 of 60: a fifth of their pools. */
const budgeted = (given: Given = {}): Budgeted => {
  const services = given.services ?? [service({ pools: [through()] })];
  const proxies = given.reading === null ? [] : [proxyReading(given.reading)];
  return budgetedOf({
    services,
    readings: services.map(({ name }) => serviceReading({ name, tasks: known(counts(given.tasks)) })),
    databases: [database(given.database)],
    proxies: [proxyConfig(given.proxy)],
    databaseReadings: [
      databaseReading({
        facts: given.facts ?? known(databaseFacts({ proxies: [proxyFacts(given.proxyFacts)] })),
        proxies,
        ...given.databaseReading,
      }),
    ],
    memory: memory({}, given.before === undefined ? {} : { main: given.before }),
  })[0]!;
};

const proxyOf = (given: Given = {}) => budgeted(given).proxies[0]!;

describe("a proxy's budget", () => {
  it.each<{ readonly when: string; readonly given: Given; readonly expected: Partial<KnownProxyBudget> }>([
    {
      when: "is 70 % of what it may open, less what tasks borrow: 12 of 70",
      given: {},
      expected: {
        allowedConnections: 100,
        budgetMilliConnections: 70_000,
        borrowedUseMillionths: 200_000,
        borrowedMilliConnections: 12_000,
        freeMilliConnections: 58_000,
        clientConnections: 60,
        observedClientConnections: 60,
        saturated: false,
      },
    },
    {
      when: "counts whole pools before anything was measured",
      given: { tasks: { stopping: 1 } },
      expected: { borrowedUseMillionths: null, borrowedMilliConnections: 70_000, freeMilliConnections: 0 },
    },
    {
      when: "counts a task that starts as one that borrows",
      given: { tasks: { desired: 8, running: 6, pending: 2 } },
      // A lower bound: 12 of the 80 that there are now.
      expected: { borrowedUseMillionths: 150_000, borrowedMilliConnections: 12_000, clientConnections: 80 },
    },
    {
      when: "never shares out more than MaxConnectionsPercent of the limit",
      given: { reading: { allowed: minutesOf(500) } },
      expected: { allowedConnections: 100, budgetMilliConnections: 70_000 },
    },
    {
      when: "shares out what it is allowed where that is less",
      given: { reading: { allowed: minutesOf(40) } },
      expected: { allowedConnections: 40, budgetMilliConnections: 28_000, freeMilliConnections: 16_000 },
    },
    {
      when: "counts pinned sessions as real connections, whatever was borrowed on other days",
      given: {
        reading: { borrowed: minutesOf(12), pinned: minutesOf(30) },
        before: { unmanaged: null, borrowedUse: { front: [{ atMs: secondsAgo(7200), millionths: 100_000 }] } },
      },
      expected: { pinnedConnections: 30, borrowedUseMillionths: 500_000, borrowedMilliConnections: 30_000 },
    },
    {
      when: "counts at the database as the peak of its day",
      given: {},
      // 1.3 x 12 = 15.6 are opened for what is borrowed.
      expected: { peakConnections: 30, atDatabaseMilliConnections: 30_000, prepaidMilliConnections: 14_400 },
    },
    {
      when: "counts at the database as 1.3 x what is borrowed where that is more",
      given: { reading: { peakConnections: known(10) } },
      expected: { atDatabaseMilliConnections: 15_600, prepaidMilliConnections: 0 },
    },
    {
      when: "never counts at the database as more than it may open",
      given: { reading: { peakConnections: known(180), borrowed: minutesOf(60) } },
      expected: { atDatabaseMilliConnections: 100_000, prepaidMilliConnections: 22_000 },
    },
    {
      when: "is saturated where clients wait for a connection",
      given: { reading: { borrowLatencyMicroseconds: minutesOf(200_000, 300_000) } },
      expected: { saturated: true },
    },
    {
      when: "without a client is all free",
      given: { services: [service()] },
      expected: { borrowedUseMillionths: null, borrowedMilliConnections: 0, clientConnections: 0 },
    },
  ])("$when", ({ given, expected }) => expect(proxyOf(given)).toMatchObject({ kind: "known", ...expected }));

  const denied = unknown({ because: "access-denied", detail: "cloudwatch:GetMetricData: AccessDenied" });
  it.each<{ readonly when: string; readonly given: Given; readonly expected: Partial<UnknownProxyBudget> }>([
    {
      when: "before the function limits has read it",
      given: { facts: known(databaseFacts()) },
      expected: {
        code: "proxy-unknown",
        detail: "the function limits has not read the proxy yet",
        mostConnections: null,
      },
    },
    {
      when: "where its settings were denied, by their permission",
      given: {
        facts: known(
          databaseFacts({
            proxies: [
              {
                proxy: "front",
                facts: unknown({ because: "access-denied", detail: "rds:DescribeDBProxies: AccessDenied" }),
              },
            ],
          }),
        ),
      },
      expected: { code: "proxy-unknown", detail: "rds:DescribeDBProxies: AccessDenied" },
    },
    {
      when: "without a target",
      given: { proxyFacts: { targets: [] } },
      expected: { code: "proxy-without-target", detail: "shop-proxy has no target", mostConnections: 100 },
    },
    {
      when: "with a target that is not available",
      given: { proxyFacts: { targets: [{ instance: "main", role: "READ_WRITE", health: "UNAVAILABLE" }] } },
      expected: { code: "proxy-without-target", detail: "main is UNAVAILABLE" },
    },
    {
      when: "while it is created",
      given: { proxyFacts: { status: "creating" } },
      expected: { code: "proxy-without-target", detail: "shop-proxy is creating" },
    },
    {
      when: "without metrics",
      given: { reading: null },
      expected: { code: "proxy-unknown", detail: "its metrics were not read" },
    },
    {
      when: "where what is borrowed can't be read",
      given: { reading: { borrowed: denied } },
      expected: { code: "proxy-unknown", detail: "cloudwatch:GetMetricData: AccessDenied" },
    },
    {
      when: "where what is allowed is not published",
      given: { reading: { allowed: unknown({ because: "no-data", detail: "no datapoint" }) } },
      expected: { code: "proxy-unknown", detail: "no datapoint" },
    },
    {
      when: "where its peak can't be read",
      given: { reading: { peakConnections: denied } },
      expected: { code: "proxy-unknown", detail: "cloudwatch:GetMetricData: AccessDenied" },
    },
    {
      when: "with old metrics",
      given: { reading: { borrowed: known([{ atMs: secondsAgo(601), value: 3 }]) } },
      expected: { code: "proxy-unknown", detail: "the newest datapoint is 601 s old" },
    },
    {
      when: "with metrics that are no numbers",
      given: { reading: { allowed: minutesOf(Number.NaN) } },
      expected: { code: "proxy-unknown", detail: "the newest datapoint is missing" },
    },
  ])("is unknown $when", ({ given, expected }) =>
    expect(proxyOf(given)).toMatchObject({ kind: "unknown", ...expected }),
  );
});

describe("the database behind a proxy", () => {
  const both = [service({ pools: [through()] }), service({ name: "api" })];
  it.each<{ readonly when: string; readonly given: Given; readonly expected: Partial<KnownBudget> }>([
    {
      when: "has the proxy's share and the direct pools committed",
      given: { services: both },
      expected: {
        committedConnections: 90,
        directConnections: 60,
        freeConnections: 100,
        freeMilliConnections: 100_000,
      },
    },
    {
      when: "rounds the proxy's share up and what is free down",
      given: { reading: { peakConnections: known(0) } },
      expected: { committedConnections: 16, directConnections: 0, freeConnections: 174, freeMilliConnections: 174_400 },
    },
    {
      when: "counts a proxy that can't be read as the most that it may open",
      given: { services: both, reading: null },
      expected: { committedConnections: 160, directConnections: 60, freeConnections: 30 },
    },
    {
      when: "doesn't take the proxy's connections for other people's sessions",
      given: {
        database: { unmanagedConnections: null },
        databaseReading: { connections: known([connectionsAt(secondsAgo(180), 25)]) },
      },
      expected: { unmanagedConnections: 5, unmanagedLowConnections: 5 },
    },
    {
      when: "keeps no replacement for pools behind the proxy",
      given: { services: [service({ pools: [through({ connectionsPerTask: 40 })] })] },
      expected: { replacementConnections: 0 },
    },
  ])("$when", ({ given, expected }) => expect(budgeted(given).budget).toMatchObject({ kind: "known", ...expected }));

  it.each<{ readonly when: string; readonly given: Given; readonly expected: object }>([
    {
      when: "where a proxy that may open everything can't be read",
      given: { reading: null, proxyFacts: { maxConnectionsPercent: 100 } },
      expected: { code: "proxy-unknown", detail: "front: its metrics were not read" },
    },
    {
      when: "where nothing is known of a proxy in front of it",
      given: { facts: known(databaseFacts()) },
      expected: { code: "proxy-unknown", detail: "front: the function limits has not read the proxy yet" },
    },
  ])("is unknown $when", ({ given, expected }) =>
    expect(budgeted(given).budget).toMatchObject({ kind: "unknown", ...expected }),
  );
});

describe("a service that connects through a proxy", () => {
  const pricesIn = (given: Given, own = through()) => pricesOf({ pools: [own] }, new Map([["main", budgeted(given)]]));
  it("pays what it borrows at the proxy, and 1.3 times that at the database, from the peak first", () => {
    expect(pricesIn({})).toEqual([
      {
        room: "main",
        unitsPerTask: 2600,
        prepaid: [{ room: "proxy-peak/front", unitsPerTask: 2600 }],
      },
      { room: "proxy/front", unitsPerTask: 2000, prepaid: [] },
    ]);
  });

  it("pays its whole pool of client connections where they are bounded", () => {
    expect(pricesIn({ proxy: { maxClientConnections: 80 } })).toContainEqual({
      room: "proxy-clients/front",
      unitsPerTask: 10,
      prepaid: [],
    });
    expect(roomsOf([budgeted({ proxy: { maxClientConnections: 80 } })])).toContainEqual({
      name: "proxy-clients/front",
      database: "main",
      unit: "connections",
      free: 20,
      saturated: false,
      closed: null,
    });
  });

  it("with a second pool past the proxy pays both at the database, of which only its own part is prepaid", () => {
    const world = budgeted({});
    const prices = pricesOf({ pools: [through(), pool({ connectionsPerTask: 3 })] }, new Map([["main", world]]));
    expect(prices[0]).toEqual({
      room: "main",
      unitsPerTask: 5600,
      prepaid: [{ room: "proxy-peak/front", unitsPerTask: 2600 }],
    });
  });

  it("finds its room closed where the proxy is unknown, and the others theirs open", () => {
    expect(roomsOf([budgeted({ reading: null })]).map(({ name, free, closed }) => [name, free, closed?.code])).toEqual([
      ["main", 90_000, undefined],
      ["proxy/front", null, "proxy-unknown"],
    ]);
  });

  it("finds its room closed with a reason where clients wait", () => {
    const rooms = roomsOf([budgeted({ reading: { borrowLatencyMicroseconds: minutesOf(200_000, 300_000) } })]);
    expect(rooms.find(({ name }) => name === "proxy/front")).toMatchObject({
      saturated: true,
      closed: { code: "proxy-saturated", detail: "borrow-latency-microseconds 300000 past 100000" },
    });
  });
});

describe("a database without a proxy", () => {
  it("is a room of whole connections", () => {
    const world = budgetedOf({});
    expect(roomsOf(world)).toEqual([
      { name: "main", database: "main", unit: "connections", free: 130, saturated: false, closed: null },
    ]);
    expect(pricesOf(service(), new Map([["main", world[0]!]]))).toEqual([
      { room: "main", unitsPerTask: 10, prepaid: [] },
    ]);
  });
});

describe("people are told", () => {
  const both = [service({ pools: [through()] }), service({ name: "api" })];
  it("which services go past a proxy, and how much of the database that is", () => {
    const [warning] = budgetWarnings([budgeted({ services: both })], [{ service: "api", database: "main" }]);
    expect(warning).toMatchObject({
      code: "proxy-bypassed",
      database: "main",
      detail: "api connect without it",
      numbers: { directConnections: 60, proxiedConnections: 30, borrowedConnections: 12, bypassPercent: 67 },
    });
  });

  it.each<{ readonly when: string; readonly given: Given; readonly expected: readonly string[] }>([
    { when: "nothing where everybody connects through it", given: {}, expected: [] },
    {
      when: "of a saturated proxy",
      given: { reading: { borrowLatencyMicroseconds: minutesOf(200_000, 300_000) } },
      expected: ["proxy-saturated"],
    },
    {
      when: "of a saturated database, with its figures",
      given: { databaseReading: { pressure: { ...databaseReading().pressure, cpuPercent: minutesOf(95, 96, 97) } } },
      expected: ["database-saturated"],
    },
    {
      when: "of a pressure metric that can't be read",
      given: { databaseReading: { pressure: { ...databaseReading().pressure, cpuPercent: unknown() } } },
      expected: ["pressure-unknown"],
    },
    {
      when: "nothing of an unknown budget, which holds by itself",
      given: { facts: known(databaseFacts()) },
      expected: [],
    },
  ])("$when", ({ given, expected }) =>
    expect(budgetWarnings([budgeted(given)], []).map(({ code }) => code)).toEqual(expected),
  );

  it("of a limit that waits for a reboot, and of one that could be known better", () => {
    const notes = [
      { code: "pending-reboot", detail: "400 waits" },
      { code: "access-denied", detail: "pi:GetResourceMetrics: AccessDenied" },
    ] as const;
    const instance = databaseFacts().instances[0]!;
    const facts = known(
      databaseFacts({ instances: [{ ...instance, answer: { ...instance.answer, notes } }], proxies: [proxyFacts()] }),
    );
    const unset = { maxConnections: null, marginConnections: null };
    expect(
      budgetWarnings([budgeted({ facts, database: unset })], []).map(({ code, detail }) => [code, detail]),
    ).toEqual([
      ["limit-pending-reboot", "main: 400 waits"],
      ["limit-imprecise", "main: pi:GetResourceMetrics: AccessDenied"],
    ]);
  });
});
