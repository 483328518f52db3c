import type { Config } from "../../shared/config/config.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";

const reversed = <Entry>(entries: readonly Entry[]): readonly Entry[] => [...entries].reverse();

/** The same configuration with every list of entries the other way round. */
export const reversedConfig = (config: Config): Config => ({
  ...config,
  services: reversed(config.services),
  databases: reversed(config.databases),
  proxies: reversed(config.proxies),
  domains: reversed(config.domains).map(({ id, services, databases }) => ({
    id,
    services: reversed(services),
    databases: reversed(databases),
  })),
});

/** The same reading with services and databases the other way round. */
export const reversedSnapshot = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  services: reversed(snapshot.services),
  databases: reversed(snapshot.databases),
});
