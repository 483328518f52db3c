import type { Config } from "../config/config.ts";
import { destinationsOf } from "../records/destination.ts";
import type { ParsedEvent } from "./parsed-event.ts";
import { buildServiceMap, lookUpService, type ServiceMap } from "./service-map.ts";

/** Which destinations an ECS service is published at; built once from the configuration. */
export type DestinationMap = ServiceMap & {
  /** Every destination's id, sorted. */
  readonly destinations: readonly string[];
};

export const buildDestinationMap = (config: Config): DestinationMap => {
  const destinations = destinationsOf(config);
  return {
    destinations: destinations.map(({ id }) => id),
    ...buildServiceMap(destinations.flatMap(({ id, services }) => services.map(({ service }) => ({ service, id })))),
  };
};

/**
 * The destinations to look at because of an event: where its service is published; all of them at a tick, for their
 * contents may have been changed by anybody.
 *
 * @returns sorted; empty where it is about none, as an alarm is
 */
export const mapToDestinations = (event: ParsedEvent, map: DestinationMap): readonly string[] => {
  switch (event.kind) {
    case "task":
    case "service": {
      const looked = lookUpService(event, map);
      return "kind" in looked ? [] : looked;
    }
    case "tick":
      return map.destinations;
    case "records-wake-up":
      return map.destinations.filter((id) => id === event.wakeUp.destination);
    default:
      return [];
  }
};
