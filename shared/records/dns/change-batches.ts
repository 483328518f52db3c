import type { ChangeRecordSets } from "../records-action.ts";
import { costOf } from "./batch-cost.ts";
import type { ChangePiece } from "./change-units.ts";
import { route53Limits } from "./route53-limits.ts";

/**
 * Packs pieces into change batches, in their order: one for the zone, split only at Route 53's limits.
 *
 * @param pieces each fits in a batch by itself
 */
export const changeBatches = (pieces: readonly ChangePiece[], hostedZoneId: string): readonly ChangeRecordSets[] => {
  const batches: ChangePiece[][] = [];
  let records = Number.POSITIVE_INFINITY;
  let characters = 0;
  for (const piece of pieces) {
    const cost = costOf(piece);
    const isFull =
      records + cost.records > route53Limits.recordsPerBatch ||
      characters + cost.characters > route53Limits.charactersPerBatch;
    if (isFull) {
      batches.push([]);
      records = 0;
      characters = 0;
    }
    batches.at(-1)!.push(piece);
    records += cost.records;
    characters += cost.characters;
  }
  return batches.map((batch) => ({ kind: "change-record-sets", hostedZoneId, changes: batch.flat() }));
};
