/**
 * What was read, or why it wasn't. A failed or stale reading is its own value: never 0, and no adapter turns one into the
 * other.
 */
export type Reading<T> = { readonly kind: "known"; readonly value: T } | Unknown;

/** Why a value is not known. `detail` is the failing call and what AWS said, for people. */
export type Unknown = {
  readonly kind: "unknown";
  readonly because: "access-denied" | "not-found" | "failed" | "no-data";
  readonly detail: string;
};
