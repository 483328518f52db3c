import * as fc from "fast-check";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import { type DomainCase, domainCases, type ServiceWeather } from "./domain-case.ts";

/** Of what fits on a database beside the tasks that it begins with. */
const room = fc.integer({ min: -5, max: 90 });

/**
 * Cases of `domainCases`, moved to where the room for a replaced task decides: databases nearly full, margins smaller
 * than pools, loads past what the tasks carry, and seldom a task that is replaced or a service that is governed.
 */
export const lendingCases: fc.Arbitrary<DomainCase> = fc
  .record({
    given: domainCases,
    rooms: fc.tuple(room, room, room),
    loads: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 8 }),
    governs: fc.integer({ min: 0, max: 5 }),
    replaces: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ given, rooms, loads, governs, replaces }) => {
    const services = given.config.services.map((service) => ({
      ...service,
      mode: governs === 0 ? service.mode : ("scale" as const),
      maxTasks: Math.max(service.maxTasks, 12),
    }));
    const startOf = (name: string): number =>
      given.starts[services.findIndex((service) => service.name === name)]!.counts.desired;
    const databases = given.config.databases.map((database, index): DatabaseConfig => {
      if (database.maxConnections === null) return database;
      const begun = services.flatMap(({ name, pools }) =>
        pools.filter((pool) => pool.database === database.name).map((pool) => pool.connectionsPerTask * startOf(name)),
      );
      const taken = begun.reduce((sum, connections) => sum + connections, 0) + 20;
      return { ...database, marginConnections: 3, maxConnections: Math.max(10, taken + rooms[index]!) };
    });
    const weatherOf = (weather: ServiceWeather, index: number): ServiceWeather => ({
      ...weather,
      tasks: "known",
      deployment: replaces === 0 ? weather.deployment : "none",
      loadTasks: weather.loadTasks + loads[index]!,
    });
    return {
      ...given,
      config: { ...given.config, services, databases },
      starts: given.starts.map((start) => ({
        ...start,
        counts: replaces === 0 ? start.counts : { ...start.counts, unhealthy: 0, rebalancing: false },
      })),
      steps: given.steps.map((step) => ({
        ...step,
        services: step.services.map(weatherOf),
        databases: step.databases.map((weather) => ({ ...weather, hot: false, othersConnections: 5 })),
      })),
    };
  });
