import type { Config } from "../config/config.ts";
import type { AlarmEvent, ServiceEvent, TaskEvent, UnknownEvent, WakeUpEvent } from "./parsed-event.ts";
import { buildServiceMap, gather, lookUpService, type ServiceMap } from "./service-map.ts";

/** Which domains an alarm or an ECS service belongs to; built once from the configuration. */
export type DomainMap = ServiceMap & {
  /** Every domain id, sorted. */
  readonly domains: readonly string[];
  readonly byAlarm: ReadonlyMap<string, readonly string[]>;
};

export const buildDomainMap = (config: Config): DomainMap => {
  const domainOf = new Map(config.domains.flatMap(({ id, services }) => services.map((service) => [service, id])));
  const placed = config.services.flatMap((service) => {
    const id = domainOf.get(service.name);
    return id === undefined ? [] : [{ service, id }];
  });
  return {
    domains: config.domains.map(({ id }) => id).sort(),
    byAlarm: gather(
      placed.flatMap(({ service, id }) =>
        service.signals.flatMap((signal) => (signal.kind === "alarm" ? [[signal.alarmName, id] as const] : [])),
      ),
    ),
    ...buildServiceMap(placed),
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
      const looked = lookUpService(event, map);
      return "kind" in looked ? looked : { kind: "domains", domains: looked };
    }
    case "wake-up": {
      const { domain } = event.wakeUp;
      return found(map.domains.includes(domain) ? [domain] : undefined, "unknown-domain", domain);
    }
  }
};

const found = (domains: readonly string[] | undefined, code: UnknownEvent["code"], what: string) =>
  domains === undefined ? ({ kind: "unknown", code, what } as const) : ({ kind: "domains", domains } as const);
