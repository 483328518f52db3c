import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { emptyMemory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  database,
  databaseReading,
  datapoint,
  known,
  memory,
  nowMs,
  pool,
  scalableTarget,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

const named = (name: string, databases: readonly string[], changes: Partial<ServiceConfig> = {}): ServiceConfig =>
  service({ name, pools: databases.map((entry) => pool({ database: entry })), ...changes });

/** 6 tasks that ask for 9. */
const growing = (name: string): ServiceReading =>
  serviceReading({ name, signals: [datapoint({ value: 75 })], scalableTarget: known(scalableTarget()) });

const targetsOf = ({ services }: Plan): Readonly<Record<string, number | null>> =>
  Object.fromEntries(services.map(({ name, targetTasks }) => [name, targetTasks]));

describe("a domain of two databases", () => {
  const services = [named("api", ["main"]), named("bridge", ["main", "orders"]), named("cart", ["orders"])];
  const databases = [database(), database({ name: "orders" })];
  const readings = [databaseReading(), databaseReading({ name: "orders" })];
  const planned = (entries: readonly ServiceReading[], limits = databases): Plan =>
    plan(snapshot(entries, readings, { domain: "api" }), emptyMemory, config(services, limits), nowMs);

  it("grants all where both have room", () => {
    expect(targetsOf(planned(services.map(({ name }) => growing(name))))).toEqual({ api: 9, bridge: 9, cart: 9 });
  });

  it("freezes the growth on one database where one of its services can't be read, and no other", () => {
    const entries = [growing("api"), growing("bridge"), serviceReading({ name: "cart", tasks: unknown() })];
    expect(targetsOf(planned(entries))).toEqual({ api: 9, bridge: 6, cart: null });
  });

  it("takes a service that wasn't read for unreadable", () => {
    expect(targetsOf(planned([growing("api"), growing("bridge")]))).toEqual({ api: 9, bridge: 6, cart: null });
  });

  it("caps only those on the database that is full", () => {
    const limits = [database(), database({ name: "orders", maxConnections: 140 })];
    const result = planned(
      services.map(({ name }) => growing(name)),
      limits,
    );
    expect(targetsOf(result)).toEqual({ api: 9, bridge: 7, cart: 6 });
    expect(
      result.findings.filter(({ code }) => code === "database-budget").map((it) => [it.service, it.database]),
    ).toEqual([
      ["bridge", "orders"],
      ["cart", "orders"],
    ]);
  });

  it("lets a scale-in wait for no database", () => {
    const limits = databases.map((entry) => ({ ...entry, maxConnections: null, marginConnections: null }));
    const entries = services.map(({ name }) => serviceReading({ name, signals: [datapoint({ value: 25 })] }));
    const remembered = Object.fromEntries(services.map(({ name }) => [name, calmMemory(3)]));
    const world = snapshot(entries, [], { domain: "api" });
    const result = plan(world, memory(remembered), config(services, limits), nowMs);
    expect(targetsOf(result)).toEqual({ api: 3, bridge: 3, cart: 3 });
    expect(result.actions).toHaveLength(3);
  });
});

describe("a domain of several modes", () => {
  it("gives rights to govern, counts to scale, and keeps the step of who stands by", () => {
    const services = [
      named("a-scaled", ["main"]),
      named("b-governed", ["main"], { mode: "govern", maxTasks: 20 }),
      named("c-observed", ["main"], { mode: "observe" }),
    ];
    const world = snapshot(services.map(({ name }) => growing(name)));
    const result = plan(world, emptyMemory, config(services, [database({ maxConnections: 320 })]), nowMs);
    // 310 - 60 - 60 - 2 x 60 = 70: six tasks are one step of b's own autoscaler, one is left for a.
    expect(result.budgets[0]).toMatchObject({ committedConnections: 240, freeConnections: 70 });
    expect(targetsOf(result)).toEqual({ "a-scaled": 7, "b-governed": 12, "c-observed": null });
    expect(result.actions).toEqual([
      { kind: "set-max-capacity", service: "b-governed", from: 20, to: 12, suspendFirst: true },
      { kind: "set-desired-count", service: "a-scaled", from: 6, to: 7 },
    ]);
  });

  it.each([
    { when: "the step of its own autoscaler is its floor: 6 may become 12", value: 50, limit: 130, expected: 12 },
    { when: "then its ask: 16", value: 134, limit: 300, expected: 20 },
    { when: "and no further than the database carries", value: 134, limit: 150, expected: 14 },
  ])("of a govern service $when", ({ value, limit, expected }) => {
    const governed = named("web", ["main"], { mode: "govern" });
    const reading = serviceReading({ signals: [datapoint({ value })], scalableTarget: known(scalableTarget()) });
    const world = config([governed], [database({ maxConnections: limit })]);
    expect(targetsOf(plan(snapshot([reading]), emptyMemory, world, nowMs))).toEqual({ web: expected });
  });
});

describe("names that every object has", () => {
  it("are services like any other", () => {
    const services = [named("constructor", ["main"]), named("toString", ["main"])];
    const world = snapshot(services.map(({ name }) => growing(name)));
    const result = plan(world, emptyMemory, config(services, [database({ maxConnections: 300 })]), nowMs);
    expect(targetsOf(result)).toEqual({ constructor: 9, toString: 9 });
  });
});

it("a domain that the configuration doesn't have is planned to nothing", () => {
  const result = plan(snapshot([], [], { domain: "gone" }), emptyMemory, config([service()], [database()]), nowMs);
  expect(result).toEqual({
    domain: "gone",
    nowMs,
    services: [],
    budgets: [],
    actions: [],
    findings: [],
    nextRead: { kind: "calm", inSeconds: 300 },
    memory: { services: {}, databases: {}, loop: { fingerprint: "", unchangedReads: 1 } },
  });
});
