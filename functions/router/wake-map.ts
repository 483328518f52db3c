import type { Config } from "../../shared/config/config.ts";
import { buildDestinationMap, type DestinationMap } from "../../shared/events/map-to-destinations.ts";
import { buildDomainMap, type DomainMap } from "../../shared/events/map-to-domain.ts";

/** Whom an event wakes: domains, which `scale` decides, and destinations, which `records` writes. No id is both. */
export type WakeMap = { readonly domains: DomainMap; readonly destinations: DestinationMap };

export const buildWakeMap = (config: Config): WakeMap => ({
  domains: buildDomainMap(config),
  destinations: buildDestinationMap(config),
});
