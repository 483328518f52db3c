import type { QueueSpec, ServiceSpec } from "../world/spec.ts";
import { requestsPerSecond, type TrafficSpec } from "../world/traffic.ts";

type Loaded = Pick<ServiceSpec, "name" | "traffic" | "calls">;

/**
 * Requests a second that reach a service at second 0, through calls and queues too.
 *
 * Closed load is taken as users over think time, as if answers took no time: the most that they can send.
 *
 * @param services without circles
 * @returns by name, >= 0
 */
export function initialLoads(services: readonly Loaded[], queues: readonly QueueSpec[]): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  const loadOf = (name: string): number => {
    const known = loads.get(name);
    if (known !== undefined) return known;
    let load = 0;
    for (const service of services) {
      if (service.name === name && service.traffic !== undefined) load += rateAtStart(service.traffic);
      for (const call of service.calls ?? [])
        if (call.service === name) load += loadOf(service.name) * call.requestsPerRequest;
    }
    for (const { consumer, producer, traffic } of queues) {
      if (consumer !== name) continue;
      if (traffic !== undefined) load += rateAtStart(traffic);
      if (producer !== undefined) load += loadOf(producer.service) * producer.messagesPerRequest;
    }
    loads.set(name, load);
    return load;
  };
  for (const { name } of services) loadOf(name);
  return loads;
}

function rateAtStart(traffic: TrafficSpec): number {
  return traffic.kind === "users" ? traffic.users / Math.max(1, traffic.thinkSeconds) : requestsPerSecond(traffic, 0);
}
