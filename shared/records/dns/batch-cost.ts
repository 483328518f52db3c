import type { RecordChange } from "../records-action.ts";
import { route53Limits } from "./route53-limits.ts";

/** What a request is measured by. */
export type BatchCost = { readonly records: number; readonly characters: number };

/**
 * What changes take of a request's limits.
 *
 * @see Amazon Route 53 developer guide, "Quotas", on ChangeResourceRecordSets requests: an alias is one element
 */
export const costOf = (changes: readonly RecordChange[]): BatchCost => {
  let records = 0;
  let characters = 0;
  for (const { action, recordSet } of changes) {
    const times = action === "UPSERT" ? 2 : 1;
    records += times * (recordSet.alias === null ? recordSet.values.length : 1);
    for (const value of recordSet.values) characters += times * value.length;
  }
  return { records, characters };
};

export const fitsInBatch = (changes: readonly RecordChange[]): boolean => {
  const { records, characters } = costOf(changes);
  return records <= route53Limits.recordsPerBatch && characters <= route53Limits.charactersPerBatch;
};
