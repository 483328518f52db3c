import * as z from "zod/mini";
import { eventId, instantMs, nonEmpty } from "./fields.ts";
import { jsonTypeOf } from "./json.ts";
import type { ParsedEvent } from "./parsed-event.ts";
import { readFields } from "./read-fields.ts";
import type { BareEvent } from "./unwrap.ts";
import type { Cause } from "./wake-up.ts";

/** What our schedule sends: `time` is Scheduler's `<aws.scheduler.scheduled-time>`, `id` its execution id, if asked for. */
const scheduledTick = z.object({ time: instantMs, id: z.optional(eventId) });

export const parseTick = (event: BareEvent): ParsedEvent =>
  readFields(scheduledTick, event, ({ time, id }) => ({ kind: "tick", id: id ?? event.id, atMs: time }));

/** A rule with a schedule, where EventBridge Scheduler is not used. */
const scheduledEvent = z.object({ id: eventId, time: instantMs });

export const parseScheduledEvent = (event: BareEvent): ParsedEvent =>
  readFields(scheduledEvent, event, ({ id, time }) => ({ kind: "tick", id, atMs: time }));

/** A record of all causes, so that the compiler asks for a new one here too. */
const knownCauses: Readonly<Record<Cause, Cause>> = {
  alarm: "alarm",
  "task-state": "task-state",
  "service-state": "service-state",
  tick: "tick",
  "hot-loop": "hot-loop",
  retry: "retry",
  intent: "intent",
  "limit-changed": "limit-changed",
  "callers-demand": "callers-demand",
  "callee-ready": "callee-ready",
  withdrawal: "withdrawal",
  "gate-changed": "gate-changed",
};

const carried = {
  causes: z.array(z.enum(knownCauses)).check(z.minLength(1)),
  correlationId: eventId,
  attempt: z.int().check(z.nonnegative()),
  loopToken: z.nullable(eventId),
};

const wakeUp = z.object({ domain: nonEmpty, ...carried });
const recordsWakeUp = z.object({ destination: nonEmpty, ...carried });

/** A wake-up of our own that comes back after its delay. @param sentAtMs when it was sent: it carries no time itself */
export const parseWakeUp = (event: BareEvent, sentAtMs: number): ParsedEvent =>
  otherVersion(event, "wake-up") ??
  readFields(wakeUp, event, (fields) => ({
    kind: "wake-up",
    id: event.id,
    atMs: sentAtMs,
    wakeUp: { kind: "wake-up", version: 1, ...fields, causes: sortedUnique(fields.causes) },
  }));

/** The same for a destination. @param sentAtMs when it was sent */
export const parseRecordsWakeUp = (event: BareEvent, sentAtMs: number): ParsedEvent =>
  otherVersion(event, "records-wake-up") ??
  readFields(recordsWakeUp, event, (fields) => ({
    kind: "records-wake-up",
    id: event.id,
    atMs: sentAtMs,
    wakeUp: { kind: "records-wake-up", version: 1, ...fields, causes: sortedUnique(fields.causes) },
  }));

/** `null`: it is of the version that this code reads. */
const otherVersion = (event: BareEvent, kind: string): ParsedEvent | null => {
  const { version } = event.value;
  if (version === undefined) {
    return { kind: "malformed", code: "missing-field", reason: "not there", place: `${event.place}.version` };
  }
  return version === 1 ? null : { kind: "unknown", code: "unknown-version", what: `${kind} ${versionName(version)}` };
};

const sortedUnique = (causes: readonly Cause[]): readonly Cause[] => [...new Set(causes)].sort();

const versionName = (version: unknown): string => (typeof version === "number" ? String(version) : jsonTypeOf(version));
