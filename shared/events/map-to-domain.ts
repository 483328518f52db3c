import type { Config } from "../config/config.ts";
import type { AlarmEvent, ServiceEvent, TaskEvent, UnknownEvent, WakeUpEvent } from "./parsed-event.ts";

/** Which domains an alarm or an ECS service belongs to; built once from the configuration. */
export type DomainMap = {
  /** Every domain id, sorted. */
  readonly domains: readonly string[];
  readonly byAlarm: ReadonlyMap<string, readonly string[]>;
  /** By `cluster/service`; neither name may hold a slash. */
  readonly byClusterAndService: ReadonlyMap<string, readonly string[]>;
  /** By the ECS service's name alone, in whichever cluster. */
  readonly byService: ReadonlyMap<string, readonly string[]>;
};

export const buildDomainMap = (config: Config): DomainMap => {
  const domainOf = new Map(config.domains.flatMap(({ id, services }) => services.map((service) => [service, id])));
  const placed = config.services.flatMap((service) => {
    const domain = domainOf.get(service.name);
    return domain === undefined ? [] : [{ service, domain }];
  });
  return {
    domains: config.domains.map(({ id }) => id).sort(),
    byAlarm: gather(
      placed.flatMap(({ service, domain }) =>
        service.signals.flatMap((signal) => (signal.kind === "alarm" ? [[signal.alarmName, domain] as const] : [])),
      ),
    ),
    byClusterAndService: gather(
      placed.map(({ service, domain }) => [`${service.cluster}/${service.ecsService}`, domain] as const),
    ),
    byService: gather(placed.map(({ service, domain }) => [service.ecsService, domain] as const)),
  };
};

/**
 * The domains that an event is about.
 *
 * An alarm wakes every domain with a service that names it: alarms map by configuration, never by their dimensions.
 *
 * @returns at least one domain, sorted, or why there is none
 */
export const mapToDomain = (
  event: AlarmEvent | TaskEvent | ServiceEvent | WakeUpEvent,
  map: DomainMap,
): { readonly kind: "domains"; readonly domains: readonly string[] } | UnknownEvent => {
  switch (event.kind) {
    case "alarm":
      return found(map.byAlarm.get(event.alarmName), "unknown-alarm", event.alarmName);
    case "task":
    case "service": {
      // An old ARN hides the cluster. Waking a namesake's domain too costs one read; missing the right one, its event.
      if (event.cluster === null) {
        return found(map.byService.get(event.ecsService), "unknown-service", event.ecsService);
      }
      const name = `${event.cluster}/${event.ecsService}`;
      return found(map.byClusterAndService.get(name), "unknown-service", name);
    }
    case "wake-up": {
      const { domain } = event.wakeUp;
      return found(map.domains.includes(domain) ? [domain] : undefined, "unknown-domain", domain);
    }
  }
};

const found = (domains: readonly string[] | undefined, code: UnknownEvent["code"], what: string) =>
  domains === undefined ? ({ kind: "unknown", code, what } as const) : ({ kind: "domains", domains } as const);

const gather = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> => {
  const gathered = new Map<string, Set<string>>();
  for (const [key, domain] of pairs) gathered.set(key, (gathered.get(key) ?? new Set()).add(domain));
  return new Map([...gathered].map(([key, domains]) => [key, [...domains].sort()]));
};
