import { type DomainMap, mapToDomain } from "../../shared/events/map-to-domain.ts";
import type { MalformedEvent, ParsedEvent, UnknownEvent } from "../../shared/events/parsed-event.ts";
import type { Cause, WakeUp } from "../../shared/events/wake-up.ts";

/** One event's reason to wake one domain. */
export type Reason = Pick<WakeUp, "domain" | "causes" | "correlationId" | "attempt" | "loopToken"> & {
  readonly messageId: string;
  readonly eventId: string;
  readonly atMs: number;
};

const causeOf = {
  alarm: "alarm",
  task: "task-state",
  service: "service-state",
  tick: "tick",
} as const satisfies Record<string, Cause>;

/**
 * The domains that an event wakes, and what it brings to each of their wake-ups.
 *
 * A delayed wake-up of our own keeps its causes, attempt, token and correlation id: `scale` counts on where it was.
 *
 * @param due the domains that a tick wakes
 */
export const reasonsToWake = (
  event: ParsedEvent,
  messageId: string,
  due: readonly string[],
  map: DomainMap,
): { readonly kind: "reasons"; readonly reasons: readonly Reason[] } | UnknownEvent | MalformedEvent => {
  if (event.kind === "unknown" || event.kind === "malformed") return event;
  const mapped = event.kind === "tick" ? mapTick(due) : mapToDomain(event, map);
  if (mapped.kind === "unknown") return mapped;
  const brought =
    event.kind === "wake-up"
      ? event.wakeUp
      : { causes: [causeOf[event.kind]], correlationId: event.id, attempt: 0, loopToken: null };
  const { causes, correlationId, attempt, loopToken } = brought;
  return {
    kind: "reasons",
    reasons: mapped.domains.map((domain) => ({
      domain,
      causes,
      correlationId,
      attempt,
      loopToken,
      messageId,
      eventId: event.id,
      atMs: event.atMs,
    })),
  };
};

const mapTick = (due: readonly string[]): ReturnType<typeof mapToDomain> =>
  due.length === 0 ? { kind: "unknown", code: "nothing-due", what: "tick" } : { kind: "domains", domains: due };
