export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What JSON calls the value, for people; lists are told from objects. */
export const jsonTypeOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
};

/** @throws never: V8 reads any depth of nesting without a stack, and anything else is a `failed`. */
export const parseJson = (
  text: string,
): { readonly kind: "json"; readonly value: unknown } | { readonly kind: "failed"; readonly reason: string } => {
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
};
