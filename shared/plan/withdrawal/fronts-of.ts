import type { Config } from "../../config/config.ts";
import { type Destination, destinationsOf, isWritten } from "../../records/destination.ts";

/**
 * By service, the destinations that take a task out before it stops.
 *
 * One that is only observed is somebody else's to keep right, and one that is `upsert-only` keeps what is gone anyway:
 * neither has a word to wait for.
 *
 * @returns ids of destinations, sorted; services without any are not in it
 */
export const frontsOf = (config: Config): ReadonlyMap<string, readonly string[]> => {
  const fronts = new Map<string, string[]>();
  for (const destination of destinationsOf(config)) {
    if (!isWritten(destination)) continue;
    for (const name of removedFrom(destination)) {
      const ids = fronts.get(name);
      if (ids === undefined) fronts.set(name, [destination.id]);
      else ids.push(destination.id);
    }
  }
  return fronts;
};

/** Names of the services whose tasks the destination also removes. */
const removedFrom = (destination: Destination): readonly string[] => {
  switch (destination.kind) {
    case "zone":
      return destination.zone.policy === "sync" ? destination.services.map(({ service }) => service.name) : [];
    case "nginx":
      return destination.services.map(({ service }) => service.name);
    case "cloud-map":
      return destination.services
        .filter(({ entries }) => entries.some(({ policy }) => policy === "sync"))
        .map(({ service }) => service.name);
  }
};
