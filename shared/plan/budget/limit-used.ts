import type { DatabaseConfig } from "../../config/database-config.ts";
import { RESERVED_CONNECTIONS } from "../../config/defaults.ts";
import type { DatabaseFacts, InstanceFacts } from "../../limits/database-facts.ts";
import type { LimitNote, LimitSource } from "../../limits/limit.ts";
import { limitEngineOf } from "../../limits/limit-engine.ts";
import { reservedConnectionsOf } from "../../limits/reserved-connections.ts";
import type { Reading } from "../../reading.ts";
import type { FindingCode } from "../explain/codes.ts";
import { servesConnections } from "./instance-status.ts";

/** The limit that a plan may count on, or why there is none. */
export type LimitUsed = KnownLimit | { readonly kind: "unknown"; readonly code: FindingCode; readonly detail: string };

export type KnownLimit = {
  readonly kind: "known";
  /** The safe end of what is known. Of readers: of the smallest one. */
  readonly limitConnections: number;
  /** The best guess, for people; >= limitConnections. */
  readonly expectedConnections: number;
  readonly source: LimitSource;
  readonly exact: boolean;
  /** R of the engine and version, where the configuration doesn't say. */
  readonly reservedConnections: number;
  /** How many readers serve; `null`: one instance. */
  readonly readers: number | null;
  /** Said beside the figure, by instance. */
  readonly notes: readonly LimitNote[];
};

/** Facts are read every 15 minutes; older ones may be of an instance that has been resized since. */
const factsValidSeconds = 24 * 3600;

/**
 * The limit of a database by the order of authority: the user's figure, then what the function `limits` has found.
 *
 * Of an estimate the safe end counts. Facts older than a day are unknown, exact ones too: an exact figure is exact for
 * the class and the parameters that were there, and nothing says that they still are. The user's figure needs no facts,
 * except of readers, whose number is one: one reader is no safe guess, because other sessions are told from ours by it.
 *
 * @returns `database-not-available` while no instance behind the name takes connections
 * @throws never
 */
export const limitUsed = (database: DatabaseConfig, facts: Reading<DatabaseFacts>, nowMs: number): LimitUsed => {
  const { maxConnections, name } = database;
  const isReaders = database.at.kind === "cluster" && database.at.role === "reader";
  const needsFacts = maxConnections === null || isReaders;
  if (facts.kind === "unknown") {
    if (!needsFacts) return configured(database, maxConnections);
    const what = isReaders ? `how many readers ${name} has` : `max_connections of ${name}`;
    return { kind: "unknown", code: "limit-unknown", detail: `${what} is not known: ${facts.detail}` };
  }
  const ageSeconds = (nowMs - facts.value.readAtMs) / 1000;
  if (!(ageSeconds <= factsValidSeconds)) {
    if (!needsFacts) return configured(database, maxConnections);
    const since = facts.value.laterFailure?.because.detail ?? "nothing newer was stored";
    const detail = `what is known of ${name} was read ${Math.floor(ageSeconds / 3600)} h ago: ${since}`;
    return { kind: "unknown", code: "limit-stale", detail };
  }
  const instances = [...facts.value.instances].sort((a, b) => (a.instance < b.instance ? -1 : 1));
  const serving = instances.filter(({ status }) => servesConnections(status));
  if (serving.length === 0) {
    const detail = instances.map(({ instance, status }) => `${instance} is ${status}`).join(", ");
    return { kind: "unknown", code: "database-not-available", detail: detail || `${name} has no instance` };
  }
  return ofInstances(database, serving, isReaders ? serving.length : null);
};

const configured = (database: DatabaseConfig, limitConnections: number): KnownLimit => ({
  kind: "known",
  limitConnections,
  expectedConnections: limitConnections,
  source: "configured",
  exact: true,
  reservedConnections: database.reservedConnections ?? RESERVED_CONNECTIONS[database.engine],
  readers: null,
  notes: [],
});

/** Any instance may get the connections, so the smallest limit counts, and one that isn't known spoils them all. */
const ofInstances = (
  database: DatabaseConfig,
  instances: readonly InstanceFacts[],
  readers: number | null,
): LimitUsed => {
  let smallest: Omit<KnownLimit, "kind" | "reservedConnections" | "readers" | "notes"> | null = null;
  for (const { instance, answer } of instances) {
    const { limit } = answer;
    if (database.maxConnections === null && limit.kind === "unknown") {
      // A better authority may have been refused: its permission is as much a remedy as the value.
      const why = [`${limit.code}: ${limit.detail}`, ...answer.notes.map(({ detail }) => detail)];
      return { kind: "unknown", code: "limit-unknown", detail: `${instance}: ${why.join("; ")}` };
    }
    const own = limitOf(database.maxConnections, limit);
    if (own !== null && (smallest === null || own.limitConnections < smallest.limitConnections)) smallest = own;
  }
  if (smallest === null) return { kind: "unknown", code: "limit-unknown", detail: `${database.name} has no instance` };
  return {
    kind: "known",
    ...smallest,
    reservedConnections:
      database.reservedConnections ?? Math.max(...instances.map((instance) => reservedOn(database, instance))),
    readers,
    notes: instances.flatMap(({ instance, answer }) =>
      answer.notes.map(({ code, detail }) => ({ code, detail: `${instance}: ${detail}` })),
    ),
  };
};

/** What RDS says of the engine rules; an engine without rules here keeps what the configured one does. */
const reservedOn = (database: DatabaseConfig, { engine, engineVersion }: InstanceFacts): number => {
  const known = limitEngineOf(engine);
  return known === null
    ? RESERVED_CONNECTIONS[database.engine]
    : reservedConnectionsOf(known, engineVersion).reservedConnections;
};

const limitOf = (maxConnections: number | null, limit: InstanceFacts["answer"]["limit"]) => {
  if (maxConnections !== null) {
    const figure = { limitConnections: maxConnections, expectedConnections: maxConnections };
    return { ...figure, source: "configured" as const, exact: true };
  }
  switch (limit.kind) {
    case "unknown":
      return null;
    case "exact": {
      const { source, maxConnections: exact } = limit;
      return { limitConnections: exact, expectedConnections: exact, source, exact: true };
    }
    case "estimate": {
      const { source, safeConnections, expectedConnections } = limit;
      return { limitConnections: safeConnections, expectedConnections, source, exact: false };
    }
  }
};
