import type { StoredBody, StoredFacts } from "../../shared/aws/facts-table.ts";
import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import type { ProxyFacts } from "../../shared/limits/database-facts.ts";
import { membersOf } from "../../shared/limits/members-of.ts";
import type { Unknown } from "../../shared/reading.ts";
import { type AssembledInstance, assembleInstance, isAccident } from "./assemble-instance.ts";
import type { RdsReadings } from "./rds-readings.ts";

/** One database as this run found it. */
export type DatabaseRead = StoredBody & {
  /** Readings inside it that failed and may succeed next time. */
  readonly accidents: readonly Unknown[];
};

/**
 * One database's facts out of the readings of a run.
 *
 * An instance that RDS lists in the cluster and no longer finds is going away and is left out while others are there.
 *
 * @param proxies those in front of this database
 * @param previous what is stored
 * @throws never
 */
export const assembleFacts = (
  database: DatabaseConfig,
  proxies: readonly ProxyConfig[],
  readings: RdsReadings,
  previous: StoredFacts | undefined,
  readAtMs: number,
): DatabaseRead => {
  const { at } = database;
  const members = membersOf(at, readings.clusters);
  const sources = [at.kind === "instance" ? at.instance : at.cluster, ...proxies.map(({ proxy }) => proxy)];
  if (members.kind === "unknown") return unread(members, sources);
  const assembled: AssembledInstance[] = [];
  let missing: Unknown | null = null;
  for (const { instance, role } of members.value) {
    sources.push(instance);
    const reading = readings.instances.get(instance)!;
    if (reading.kind === "unknown") {
      if (reading.because !== "not-found") return unread(reading, sources);
      missing = reading;
      continue;
    }
    const { parameterGroups, cluster } = reading.value;
    const shared = cluster === null ? undefined : readings.clusters.get(cluster);
    sources.push(...parameterGroups.map(({ group }) => group), ...(cluster === null ? [] : [cluster]));
    if (shared?.kind === "known" && shared.value.parameterGroup !== null) sources.push(shared.value.parameterGroup);
    assembled.push(assembleInstance(reading.value, role, database.maxConnections, readings, previous));
  }
  if (assembled.length === 0) return unread(missing!, sources);
  const proxyFacts: readonly ProxyFacts[] = proxies
    .map(({ name, proxy }) => ({ proxy: name, facts: readings.proxies.get(proxy)! }))
    .sort((a, b) => (a.proxy < b.proxy ? -1 : 1));
  return {
    found: {
      kind: "known",
      value: {
        database: database.name,
        readAtMs,
        instances: assembled.map(({ facts }) => facts),
        proxies: proxyFacts,
      },
    },
    sources: unique(sources),
    inForce: Object.fromEntries(assembled.flatMap((one) => inForceOf(one, previous))),
    accidents: [
      ...assembled.flatMap(({ accidents }) => accidents),
      ...proxyFacts.flatMap(({ facts }) => (facts.kind === "unknown" && isAccident(facts) ? [facts] : [])),
    ],
  };
};

const unread = (found: Unknown, sources: readonly string[]): DatabaseRead => ({
  found,
  sources: unique(sources),
  inForce: {},
  accidents: [],
});

/** What is in sync now, or what was when it last was. */
const inForceOf = (
  { facts: { resourceId }, inForce }: AssembledInstance,
  previous: StoredFacts | undefined,
): readonly (readonly [string, { readonly value: string | null }])[] => {
  const value = inForce ?? previous?.inForce[resourceId];
  return value === undefined ? [] : [[resourceId, value]];
};

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
