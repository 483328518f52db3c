import type { Config, ServiceConfig } from "../config/config.ts";
import { planWant, type Want } from "./demand/want.ts";
import { emptyServiceMemory, type Memory, remembered, type ServiceMemory } from "./memory.ts";
import { type Stance, stancesOf } from "./policy/stance.ts";
import type { ServiceReading, Snapshot } from "./snapshot.ts";

/** A service of the domain: its configuration, what was read and remembered of it, and what it wants. */
export type Party = {
  readonly service: ServiceConfig;
  readonly stance: Stance;
  readonly reading: ServiceReading;
  readonly memory: ServiceMemory;
  readonly want: Want;
};

/** @returns every service that the configuration has in the domain, read or not, sorted by name */
export const partiesOf = (snapshot: Snapshot, memory: Memory, config: Config, nowMs: number): readonly Party[] => {
  const names = new Set(config.domains.find((domain) => domain.id === snapshot.domain)?.services ?? []);
  const services = config.services.filter((service) => names.has(service.name)).sort(byName);
  const readings = new Map(snapshot.services.map((reading) => [reading.name, reading]));
  const stances = stancesOf(services);
  return services.map((service, index) => {
    const reading = readings.get(service.name) ?? unread(service);
    const before = remembered(memory.services, service.name) ?? emptyServiceMemory;
    const want = planWant(service, reading, before, nowMs);
    return { service, stance: stances[index]!, reading, memory: before, want };
  });
};

const unread = ({ name }: ServiceConfig): ServiceReading => {
  const nothing = { kind: "unknown", because: "no-data", detail: "not read" } as const;
  return { name, tasks: nothing, signals: [], scalableTarget: nothing };
};

const byName = (a: ServiceConfig, b: ServiceConfig): number => (a.name < b.name ? -1 : 1);
