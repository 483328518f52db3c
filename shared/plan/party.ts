import type { Config } from "../config/config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import { isScarce } from "./demand/scarcity.ts";
import { planWant, type Want } from "./demand/want.ts";
import { type Forecast, forecastOf } from "./forecast/forecast.ts";
import { emptyServiceMemory, type Memory, remembered, type ServiceMemory } from "./memory.ts";
import { type GovernView, governViewOf } from "./policy/govern-view.ts";
import { type Stance, stancesOf } from "./policy/stance.ts";
import type { ServiceReading } from "./readings/service-reading.ts";
import type { Snapshot } from "./snapshot.ts";

/** A service of the domain: its configuration, what was read and remembered of it, and what it wants. */
export type Party = {
  readonly service: ServiceConfig;
  readonly stance: Stance;
  readonly reading: ServiceReading;
  readonly memory: ServiceMemory;
  readonly want: Want;
  /** What it wants when its callers ask for so many tasks too. */
  readonly wantFor: (callersAskTasks: number) => Want;
  /** `null`: it has none. */
  readonly forecast: Forecast | null;
  /** Its scalable target as `govern` sees it; `null` in any other mode, and where there is none or it can't be read. */
  readonly governed: GovernView | null;
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
    const scarce = isAnyScarce(service, memory, nowMs);
    const stance = stances[index]!;
    // Its own autoscaling decides when a governed service grows.
    const forecast = forecastOf(service, reading, before, nowMs, scarce || stance === "governed");
    const wantFor = (callersAskTasks: number): Want =>
      planWant(service, reading, before, nowMs, scarce, callersAskTasks, forecast, snapshot.intents);
    const want = wantFor(0);
    const governed = stance === "governed" ? governViewOf(reading, before.ceiling, nowMs) : null;
    return { service, stance, reading, memory: before, want, wantFor, forecast, governed };
  });
};

/** Has a budget behind the service kept somebody from what they asked? */
const isAnyScarce = ({ pools }: ServiceConfig, { databases }: Memory, nowMs: number): boolean =>
  pools.some(({ database }) => isScarce(remembered(databases, database)?.bound ?? null, nowMs));

const unread = ({ name }: ServiceConfig): ServiceReading => {
  const nothing = { kind: "unknown", because: "no-data", detail: "not read" } as const;
  return { name, tasks: nothing, signals: [], scalableTarget: nothing };
};

const byName = (a: ServiceConfig, b: ServiceConfig): number => (a.name < b.name ? -1 : 1);
