import type * as z from "zod/mini";
import { isObject, jsonTypeOf } from "./json.ts";
import type { MalformedEvent } from "./parsed-event.ts";
import type { BareEvent } from "./unwrap.ts";

/**
 * Checks the fields that we use and builds the event from them; unknown fields are AWS's to add.
 *
 * @returns what `build` made, or the first field that can't be read, with its path
 */
export const readFields = <T, Built>(
  schema: z.ZodMiniType<T>,
  event: BareEvent,
  build: (fields: T) => Built,
): Built | MalformedEvent => {
  const result = schema.safeParse(event.value);
  if (result.success) return build(result.data);
  const [issue] = result.error.issues;
  return issue === undefined
    ? { kind: "malformed", code: "bad-value", reason: "refused without an issue", place: event.place }
    : explain(issue, event);
};

const explain = (issue: z.core.$ZodIssue, event: BareEvent): MalformedEvent => {
  const found = issue.path.reduce<unknown>(childOf, event.value);
  const place = issue.path.reduce<string>(
    (before, step) => (typeof step === "number" ? `${before}[${step}]` : `${before}.${String(step)}`),
    event.place,
  );
  if (found === undefined) return { kind: "malformed", code: "missing-field", reason: "not there", place };
  if (issue.code === "invalid_type") {
    const reason = `${issue.expected === "array" ? "list" : issue.expected} expected, ${jsonTypeOf(found)} found`;
    return { kind: "malformed", code: "wrong-type", reason, place };
  }
  return { kind: "malformed", code: "bad-value", reason: badValue(issue), place };
};

const badValue = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")} expected`;
  if (issue.code === "too_small") return "too small or empty";
  return issue.message;
};

const childOf = (value: unknown, step: PropertyKey): unknown => {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) ? value[String(step)] : undefined;
};
