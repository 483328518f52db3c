/** What a run did, for the person who invokes the function. */
export type LimitsReport =
  | { readonly kind: "read"; readonly databases: Readonly<Record<string, unknown>>; readonly woken: readonly string[] }
  | { readonly kind: "dropped" | "malformed"; readonly reason: string };
