import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Change } from "../step.ts";

/** What differs between two task definitions for whoever decides at night: image, size, environment. */
export const compareDefinitions = (about: string, before: TaskDefinition, after: TaskDefinition): readonly Change[] => {
  const changes: Change[] = [];
  const note = (what: string, from: string | number | undefined, to: string | number | undefined): void => {
    if (from !== to) changes.push({ about, what, from: from ?? null, to: to ?? null });
  };
  note("task CPU units", before.cpu, after.cpu);
  note("task memory MiB", before.memory, after.memory);
  const [old, fresh] = [byName(before), byName(after)];
  for (const name of [...new Set([...old.keys(), ...fresh.keys()])].sort()) {
    const [left, right] = [old.get(name), fresh.get(name)];
    note(`${name}: image`, left?.image, right?.image);
    note(`${name}: CPU units`, left?.cpu, right?.cpu);
    note(`${name}: memory MiB`, left?.memory ?? left?.memoryReservation, right?.memory ?? right?.memoryReservation);
    changes.push(...compareEnvironments(about, name, left, right));
    changes.push(...compareSecrets(about, name, left, right));
  }
  return changes;
};

const byName = ({ containerDefinitions = [] }: TaskDefinition): ReadonlyMap<string, ContainerDefinition> =>
  new Map(containerDefinitions.map((container) => [container.name ?? "", container]));

const compareEnvironments = (
  about: string,
  container: string,
  before: ContainerDefinition | undefined,
  after: ContainerDefinition | undefined,
): readonly Change[] => {
  const [old, fresh] = [valuesOf(before?.environment), valuesOf(after?.environment)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((name) => {
    const [from, to] = [old.get(name), fresh.get(name)];
    if (from === to) return [];
    return [{ about, what: `${container}: variable ${name}`, from: shown(name, from), to: shown(name, to) }];
  });
};

/** Where a secret comes from is its name too, so only that it differs is told. */
const compareSecrets = (
  about: string,
  container: string,
  before: ContainerDefinition | undefined,
  after: ContainerDefinition | undefined,
): readonly Change[] => {
  const sources = (given: ContainerDefinition | undefined): ReadonlyMap<string, string> =>
    new Map((given?.secrets ?? []).map(({ name, valueFrom }) => [name ?? "", valueFrom ?? ""]));
  const [old, fresh] = [sources(before), sources(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((name) => {
    if (old.get(name) === fresh.get(name)) return [];
    const side = (has: boolean, word: string): string | null => (has ? word : null);
    return [
      {
        about,
        what: `${container}: secret ${name}`,
        from: side(old.has(name), "one source"),
        to: side(fresh.has(name), old.has(name) ? "another source" : "a source"),
      },
    ];
  });
};

const valuesOf = (environment: ContainerDefinition["environment"]): ReadonlyMap<string, string> =>
  new Map((environment ?? []).map(({ name, value }) => [name ?? "", value ?? ""]));

/**
 * Plain variables hold passwords more often than they should, in connection strings above all: only what is surely none
 * is shown, a number, a switch or a short word under a harmless name.
 */
const shown = (name: string, value: string | undefined): string | null => {
  if (value === undefined) return null;
  const harmless = /^[A-Za-z0-9._-]{0,24}$/.test(value) && !/pass|secret|token|key|credential|auth|dsn/i.test(name);
  return harmless ? value : "(not shown)";
};
