import type { Config } from "../shared/config/config.ts";
import type { Mode, ServiceConfig } from "../shared/config/service-config.ts";

export const servicesIn = (config: Config, mode: Mode): readonly ServiceConfig[] =>
  config.services.filter((service) => service.mode === mode);

/** Names, sorted. */
export const clustersOf = ({ services }: Pick<Config, "services">): readonly string[] =>
  [...new Set(services.map(({ cluster }) => cluster))].sort();
