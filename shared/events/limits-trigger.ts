import * as z from "zod/mini";
import type { DropCode } from "./codes.ts";
import { eventId, instantMs, nonEmpty } from "./fields.ts";
import { isObject, jsonTypeOf } from "./json.ts";
import type { MalformedEvent } from "./parsed-event.ts";
import { readFields } from "./read-fields.ts";
import type { BareEvent } from "./unwrap.ts";

/** Why the function `limits` was invoked, and what it has to read. */
export type LimitsTrigger =
  /** The schedule, or a person. `id` is `null` where the event has none. */
  | { readonly kind: "all"; readonly id: string | null }
  /** An RDS event: the databases that this instance, cluster, parameter group or proxy is about. */
  | { readonly kind: "about"; readonly id: string; readonly source: string; readonly message: string }
  | { readonly kind: "unknown"; readonly code: DropCode; readonly what: string }
  | MalformedEvent;

/** The detail types of the source `aws.rds` that may move a limit. */
export const rdsDetailTypes = [
  "RDS DB Cluster Event",
  "RDS DB Instance Event",
  "RDS DB Parameter Group Event",
  "RDS DB Proxy Event",
] as const;

/**
 * Reads what Lambda handed over: our schedule's text, an RDS event from a rule, or nothing, from a person who wants all
 * databases read.
 *
 * @throws never
 * @see docs/events.md
 */
export const parseLimitsTrigger = (value: unknown): LimitsTrigger => {
  if (value === undefined || value === null || value === "") return { kind: "all", id: null };
  if (!isObject(value)) {
    const reason = `object expected, ${jsonTypeOf(value)} found`;
    return { kind: "malformed", code: "not-an-object", reason, place: "event" };
  }
  const event: BareEvent = { kind: "event", value, id: "", place: "event" };
  if ("detail-type" in value) return parseEventBridge(event);
  if ("kind" in value) return parseSchedule(event);
  const keys = Object.keys(value).slice(0, 5).join(", ").slice(0, 200);
  if (keys === "") return { kind: "all", id: null };
  return { kind: "malformed", code: "no-known-shape", reason: `its fields are ${keys}`, place: "event" };
};

const named = z.object({ source: z.string(), "detail-type": z.string() });

const rdsEvent = z.object({
  id: eventId,
  time: instantMs,
  detail: z.object({ SourceIdentifier: nonEmpty, Message: z.optional(z.string()) }),
});

const parseEventBridge = (event: BareEvent): LimitsTrigger => {
  const name = readFields(named, event, (fields) => ({ kind: "named" as const, ...fields }));
  if (name.kind === "malformed") return name;
  const { source, "detail-type": detailType } = name;
  if (source !== "aws.rds" || !rdsDetailTypes.some((known) => known === detailType)) {
    return { kind: "unknown", code: "unknown-detail-type", what: `${source} ${detailType}` };
  }
  return readFields(rdsEvent, event, ({ id, detail }): LimitsTrigger => {
    return { kind: "about", id, source: detail.SourceIdentifier, message: detail.Message ?? "" };
  });
};

const ownKind = z.object({ kind: z.string() });
const schedule = z.object({ time: z.optional(instantMs), id: z.optional(eventId) });

const parseSchedule = (event: BareEvent): LimitsTrigger => {
  const own = readFields(ownKind, event, ({ kind }) => ({ kind: "named" as const, name: kind }));
  if (own.kind === "malformed") return own;
  if (own.name !== "read-limits") return { kind: "unknown", code: "unknown-kind", what: own.name };
  return readFields(schedule, event, ({ id }): LimitsTrigger => ({ kind: "all", id: id ?? null }));
};
