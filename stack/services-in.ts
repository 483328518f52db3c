import type { Config, Mode, ServiceConfig } from "../shared/config/config.ts";

export const servicesIn = (config: Config, mode: Mode): readonly ServiceConfig[] =>
  config.services.filter((service) => service.mode === mode);

/** Names, sorted. */
export const clustersOf = ({ services }: Pick<Config, "services">): readonly string[] =>
  [...new Set(services.map(({ cluster }) => cluster))].sort();
