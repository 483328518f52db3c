import type { DomainNow } from "../../aws/domain-now.ts";

/** The newest DatabaseConnections of a minute that began at or after a moment; `null`: none yet, or not read. */
export const connectionsSince = (
  { snapshot }: DomainNow,
  database: string,
  sinceMs: number,
): { readonly connections: number; readonly untilMs: number } | null => {
  const reading = snapshot.databases.find(({ name }) => name === database)?.connections;
  if (reading?.kind !== "known") return null;
  const found = reading.value.filter(({ atMs }) => atMs >= sinceMs).at(-1);
  return found === undefined ? null : { connections: found.maximum, untilMs: found.atMs + found.periodSeconds * 1000 };
};

/** Near enough to before: within a tenth, or one. */
export const isNear = (connections: number, before: number): boolean =>
  Math.abs(connections - before) <= Math.max(1, before / 10);
