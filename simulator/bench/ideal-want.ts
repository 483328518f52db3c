import type { ServiceTerms } from "../scenario/scenario.ts";
import type { PoolSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";
import { callOrder } from "../world/topology.ts";
import { requestsPerSecond } from "../world/traffic.ts";

/** The most connections that a world's ideal run would hold at each database. */
export type IdealWant = {
  readonly database: string;
  /** Over time, others' included. */
  readonly peakConnections: number;
  /** What clients can open. */
  readonly wall: number;
};

/** Task counts can't follow single seconds, so rates are means of a minute. */
const meanSeconds = 60;
/** As elastic pools of the world grow: half as many again as are busy on average. */
const burstFactor = 1.5;

/**
 * What everybody's wish comes to where nothing holds back: each minute exactly as many tasks as the target load needs, no
 * start times, no deployments, each with the connections that it really holds (a fixed pool all of them, an elastic one what
 * its load keeps busy).
 *
 * A proxy's clients count at its database with what they borrow, at most what the proxy may open.
 */
export function idealWants(world: WorldSpec, terms: readonly ServiceTerms[], seconds: number): readonly IdealWant[] {
  const peaks = new Map(world.databases.map(({ name }) => [name, 0]));
  const termsOf = world.services.map(({ name }) => terms.find(({ service }) => service === name));
  for (let from = 0; from < seconds; from += meanSeconds) {
    const rates = meanRates(world, from, Math.min(seconds, from + meanSeconds));
    const now = new Map(world.databases.map(({ name, baseConnections }) => [name, baseConnections]));
    const borrowed = new Map<string, number>();
    for (const [index, service] of world.services.entries()) {
      const { pool } = service;
      if (pool === undefined) continue;
      const tasks = idealTasks(service, termsOf[index], rates[index] as number);
      if (pool.reader !== undefined) add(now, pool.reader.database, tasks * pool.reader.connectionsPerTask);
      const held = heldBy(pool, tasks, rates[index] as number);
      if (pool.proxy === undefined) add(now, pool.database, held);
      else
        add(borrowed, pool.proxy, Math.min(held, burstFactor * (rates[index] as number) * pool.holdSecondsPerRequest));
    }
    for (const { name, database, maxConnections } of world.proxies ?? []) {
      add(now, database, Math.min(maxConnections, Math.ceil(borrowed.get(name) ?? 0)));
    }
    for (const [name, connections] of now) peaks.set(name, Math.max(peaks.get(name) ?? 0, connections));
  }
  return world.databases.map(({ name, maxConnections, reservedConnections }) => ({
    database: name,
    peakConnections: peaks.get(name) ?? 0,
    wall: maxConnections - reservedConnections,
  }));
}

/** @returns whole tasks, at least the terms' minimum */
export function idealTasks(service: ServiceSpec, terms: ServiceTerms | undefined, requestsPerSecond: number): number {
  if (terms === undefined) throw new RangeError(`the scenario has no terms for "${service.name}"`);
  const perTask = ((service.vcpuPerTask ?? 1) * terms.targetPercent) / 100 / service.cpuSecondsPerRequest;
  return Math.max(terms.minTasks, Math.ceil(requestsPerSecond / perTask));
}

/** Connections of so many tasks at that rate. */
export function heldBy(pool: PoolSpec, tasks: number, requestsPerSecond: number): number {
  if (pool.kind === "fixed" || tasks === 0) return tasks * pool.connectionsPerTask;
  const busy = Math.ceil((burstFactor * requestsPerSecond * pool.holdSecondsPerRequest) / tasks);
  return tasks * Math.min(pool.connectionsPerTask, Math.max(pool.minimumConnectionsPerTask ?? 1, busy));
}

/** Requests a second that reach each service when every call is answered and every message taken at once. */
function meanRates(world: WorldSpec, from: number, to: number): Float64Array {
  const { services } = world;
  const queues = world.queues ?? [];
  const rates = new Float64Array(services.length);
  const indexOf = (name: string) => services.findIndex((service) => service.name === name);
  for (const index of callOrder(services, queues)) {
    const service = services[index] as ServiceSpec;
    const queue = queues.find(({ consumer }) => consumer === service.name);
    for (const traffic of [service.traffic, queue?.traffic]) {
      if (traffic === undefined) continue;
      let sum = 0;
      for (let second = from; second < to; second += 1) sum += requestsPerSecond(traffic, second);
      rates[index] = (rates[index] as number) + sum / (to - from);
    }
    const rate = rates[index] as number;
    for (const call of service.calls ?? []) {
      const callee = indexOf(call.service);
      rates[callee] = (rates[callee] as number) + rate * call.requestsPerRequest;
    }
    for (const { producer, consumer } of queues) {
      if (producer?.service !== service.name) continue;
      const taker = indexOf(consumer);
      rates[taker] = (rates[taker] as number) + rate * producer.messagesPerRequest;
    }
  }
  return rates;
}

function add(sums: Map<string, number>, name: string, connections: number): void {
  sums.set(name, (sums.get(name) ?? 0) + connections);
}
