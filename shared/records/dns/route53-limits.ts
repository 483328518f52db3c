/**
 * Quotas of Route 53 that AWS does not raise, as this plan meets them.
 *
 * @see Amazon Route 53 developer guide, "Quotas": on records, and on ChangeResourceRecordSets requests
 */
export const route53Limits = {
  /** Values in one record set. */
  valuesPerSet: 400,
  /** Multivalue answer records of one name and type. */
  multivalueSets: 100,
  /** ResourceRecord elements of one request, an alias counted as one; those of an UPSERT count twice. */
  recordsPerBatch: 1000,
  /** Characters in all Value elements of one request; those of an UPSERT count twice. */
  charactersPerBatch: 32_000,
} as const;

/** Going back to multivalue waits for this many tasks, so that a service around the limit does not change kind each time. */
export const multivalueAgainBelow = 90;
