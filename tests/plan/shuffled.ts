import type { Config } from "../../shared/config/config.ts";
import type { FrontReading } from "../../shared/plan/readings/front-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";

/** Mixed twice: the product of two small numbers alone would rank in the order of the input. */
const rankOf = (index: number, salt: number): number => {
  const mixed = Math.imul((index + 1) ^ Math.imul(salt, 0x85ebca6b), 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 0;
};

/** The same entries in an order that only the salt decides. */
const shuffledBy =
  (salt: number) =>
  <T>(entries: readonly T[]): readonly T[] =>
    entries
      .map((entry, index) => ({ entry, rank: rankOf(index, salt) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry);

export const shuffled = <T>(entries: readonly T[], salt: number): readonly T[] => shuffledBy(salt)(entries);

export const shuffledConfig = (config: Config, salt: number): Config => {
  const shuffle = shuffledBy(salt);
  return {
    ...config,
    services: shuffle(config.services),
    zones: shuffle(config.zones),
    nginxFleets: shuffle(config.nginxFleets),
    databases: shuffle(config.databases),
    proxies: shuffle(config.proxies),
    domains: shuffle(config.domains).map(({ id, services, databases }) => ({
      id,
      services: shuffle(services),
      databases: shuffle(databases),
    })),
  };
};

export const shuffledFront = ({ tasks, absences }: FrontReading, salt: number): FrontReading => ({
  tasks: tasks.kind === "known" ? { ...tasks, value: shuffled(tasks.value, salt) } : tasks,
  absences: absences.kind === "known" ? { ...absences, value: shuffled(absences.value, salt) } : absences,
});

export const shuffledSnapshot = (snapshot: Snapshot, salt: number): Snapshot => {
  const shuffle = shuffledBy(salt);
  const services = snapshot.services.map((reading) =>
    reading.front === undefined ? reading : { ...reading, front: shuffledFront(reading.front, salt) },
  );
  return { ...snapshot, services: shuffle(services), databases: shuffle(snapshot.databases) };
};
