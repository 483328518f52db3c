import type { Destination } from "../destination.ts";
import type { ZoneMemory } from "./zone-memory.ts";

/**
 * Whether a zone's plan needs the account's health checks to be listed: while a record asks for some, and afterwards until
 * the last of ours is gone.
 */
export const readsHealthChecks = (
  { services }: Extract<Destination, { kind: "zone" }>,
  memory: ZoneMemory | null,
): boolean =>
  memory?.hasHealthChecks === true ||
  services.some(({ entries }) => entries.some(({ healthCheck }) => healthCheck !== null));
