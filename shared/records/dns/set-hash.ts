import { canonicalValue } from "./canonical-value.ts";
import type { RecordSet } from "./record-set.ts";
import { shortHash } from "./short-hash.ts";

/** A set's whole content in a few characters; `""`: there is none. */
export const setHashOf = (set: RecordSet | null): string => (set === null ? "" : shortHash(contentOf(set), 16));

export const isSameSet = (a: RecordSet, b: RecordSet): boolean => contentOf(a) === contentOf(b);

const contentOf = (set: RecordSet): string => {
  const { alias, routing } = set;
  const routes = Object.entries(routing).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    set.name,
    set.type,
    set.setIdentifier,
    set.ttlSeconds,
    set.values.map((value) => canonicalValue(set.type, value)).sort(),
    alias && [alias.hostedZoneId, alias.dnsName, alias.evaluateTargetHealth],
    routes,
    set.healthCheckId,
  ]);
};
