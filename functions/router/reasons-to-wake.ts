import { mapToDestinations } from "../../shared/events/map-to-destinations.ts";
import { mapToDomain } from "../../shared/events/map-to-domain.ts";
import type { MalformedEvent, ParsedEvent, UnknownEvent } from "../../shared/events/parsed-event.ts";
import type { Cause, WakeUp } from "../../shared/events/wake-up.ts";
import type { WakeMap } from "./wake-map.ts";

/** One event's reason to wake one domain or destination. */
export type Reason = Pick<WakeUp, "causes" | "correlationId" | "attempt" | "loopToken"> & {
  /** Id of the domain or of the destination. */
  readonly group: string;
  readonly messageId: string;
  readonly eventId: string;
  readonly atMs: number;
};

type RoutableEvent = Exclude<ParsedEvent, UnknownEvent | MalformedEvent>;

const causeOf = {
  alarm: "alarm",
  task: "task-state",
  service: "service-state",
  tick: "tick",
} as const satisfies Record<string, Cause>;

/**
 * The domains and destinations that an event wakes, and what it brings to each of their wake-ups.
 *
 * A delayed wake-up of our own keeps its causes, attempt, token and correlation id: its function counts on where it was.
 *
 * @param due the domains that a tick wakes; it wakes every destination
 */
export const reasonsToWake = (
  event: ParsedEvent,
  messageId: string,
  due: readonly string[],
  map: WakeMap,
): { readonly kind: "reasons"; readonly reasons: readonly Reason[] } | UnknownEvent | MalformedEvent => {
  if (event.kind === "unknown" || event.kind === "malformed") return event;
  const groups = groupsOf(event, due, map);
  if ("kind" in groups) return groups;
  const { causes, correlationId, attempt, loopToken } = broughtBy(event);
  return {
    kind: "reasons",
    reasons: groups.map((group) => ({
      group,
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

/** @returns at least one id, or why there is none */
const groupsOf = (event: RoutableEvent, due: readonly string[], map: WakeMap): readonly string[] | UnknownEvent => {
  const destinations = mapToDestinations(event, map.destinations);
  if (event.kind === "tick") {
    const groups = [...due, ...destinations];
    return groups.length > 0 ? groups : { kind: "unknown", code: "nothing-due", what: "tick" };
  }
  if (event.kind === "records-wake-up") {
    const { destination } = event.wakeUp;
    return destinations.length > 0 ? destinations : { kind: "unknown", code: "unknown-destination", what: destination };
  }
  const mapped = mapToDomain(event, map.domains);
  return mapped.kind === "unknown" ? mapped : [...mapped.domains, ...destinations];
};

const broughtBy = (event: RoutableEvent): Pick<Reason, "causes" | "correlationId" | "attempt" | "loopToken"> =>
  event.kind === "wake-up" || event.kind === "records-wake-up"
    ? event.wakeUp
    : { causes: [causeOf[event.kind]], correlationId: event.id, attempt: 0, loopToken: null };
