import type { RecordSet } from "./record-set.ts";
import { groupKeyOf } from "./set-key.ts";
import { parseSrvValue } from "./srv-value.ts";

/**
 * The names and types that a set is of no use without: an alias's target, the hosts of an SRV record.
 *
 * @returns group keys
 */
export const referencesOf = ({ type, alias, values }: RecordSet): readonly string[] => {
  if (alias !== null) return [groupKeyOf({ name: alias.dnsName, type })];
  if (type !== "SRV") return [];
  return values.flatMap((value) => {
    const host = parseSrvValue(value)?.host;
    return host === undefined ? [] : ["A", "AAAA"].map((address) => groupKeyOf({ name: host, type: address }));
  });
};
