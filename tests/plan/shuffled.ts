import type { Config } from "../../shared/config/config.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";

/** The same entries in an order that only the salt decides. */
const shuffledBy =
  (salt: number) =>
  <T>(entries: readonly T[]): readonly T[] =>
    entries
      .map((entry, index) => ({ entry, rank: Math.imul(index + 1, (salt * 2) | 1) >>> 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry);

export const shuffled = <T>(entries: readonly T[], salt: number): readonly T[] => shuffledBy(salt)(entries);

export const shuffledConfig = (config: Config, salt: number): Config => {
  const shuffle = shuffledBy(salt);
  return {
    ...config,
    services: shuffle(config.services),
    databases: shuffle(config.databases),
    proxies: shuffle(config.proxies),
    domains: shuffle(config.domains).map(({ id, services, databases }) => ({
      id,
      services: shuffle(services),
      databases: shuffle(databases),
    })),
  };
};

export const shuffledSnapshot = (snapshot: Snapshot, salt: number): Snapshot => {
  const shuffle = shuffledBy(salt);
  return { ...snapshot, services: shuffle(snapshot.services), databases: shuffle(snapshot.databases) };
};
