import { createHash } from "node:crypto";
import type { DropCode } from "../../shared/events/codes.ts";
import type { UnknownEvent } from "../../shared/events/parsed-event.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { ReadRecord } from "./read-record.ts";
import { type Reason, reasonsToWake } from "./reasons-to-wake.ts";
import type { DeadLetter } from "./router-deps.ts";
import type { WakeMap } from "./wake-map.ts";

/** What becomes of a batch: every event of every record is in one of the lists. */
export type Routing = {
  /** One per domain, sorted by domain. */
  readonly wakeUps: readonly Routed<WakeUp>[];
  /** One per destination, sorted by destination. */
  readonly recordsWakeUps: readonly Routed<RecordsWakeUp>[];
  /** One per message that holds something unreadable, sorted by message id. */
  readonly malformed: readonly DeadLetter[];
  /** Sorted by code. */
  readonly dropped: readonly Dropped[];
};

export type Routed<Kind extends WakeUp | RecordsWakeUp> = {
  readonly wakeUp: Kind;
  readonly deduplicationId: string;
  /** The messages it rests on, sorted: they are handled only once it is sent. */
  readonly messageIds: readonly string[];
};

export type Dropped = {
  readonly code: DropCode;
  readonly count: number;
  /** At most three of what was dropped, sorted, for the log. */
  readonly examples: readonly string[];
};

/**
 * Turns a batch into one wake-up per domain and per destination.
 *
 * The order of the batch doesn't matter: SQS promises none.
 *
 * @param dueDomains domains that a tick wakes; ids that the configuration doesn't know are ignored
 */
export const routeBatch = (records: readonly ReadRecord[], dueDomains: readonly string[], map: WakeMap): Routing => {
  const due = map.domains.domains.filter((domain) => dueDomains.includes(domain));
  const reasons: Reason[] = [];
  const unknown: UnknownEvent[] = [];
  for (const { messageId, events } of records) {
    for (const event of events) {
      const verdict = reasonsToWake(event, messageId, due, map);
      if (verdict.kind === "reasons") reasons.push(...verdict.reasons);
      else if (verdict.kind === "unknown") unknown.push(verdict);
    }
  }
  const routed = <Kind extends WakeUp | RecordsWakeUp>(
    groups: readonly string[],
    wakeUpOf: (group: string, brought: Brought) => Kind,
  ): readonly Routed<Kind>[] =>
    groups.flatMap((group) => {
      const own = reasons.filter((reason) => reason.group === group).sort(earlierFirst);
      return own.length === 0 ? [] : [coalesce(group, own, wakeUpOf)];
    });
  return {
    wakeUps: routed(map.domains.domains, (domain, brought) => ({ kind: "wake-up", version: 1, domain, ...brought })),
    recordsWakeUps: routed(map.destinations.destinations, (destination, brought) => ({
      kind: "records-wake-up",
      version: 1,
      destination,
      ...brought,
    })),
    malformed: records.flatMap(letterOf).sort((a, b) => compare(a.messageId, b.messageId)),
    dropped: countByCode(unknown),
  };
};

type Brought = Pick<WakeUp, "causes" | "correlationId" | "attempt" | "loopToken">;

/** @param reasons of one group, earliest first, at least one */
const coalesce = <Kind extends WakeUp | RecordsWakeUp>(
  group: string,
  reasons: readonly Reason[],
  wakeUpOf: (group: string, brought: Brought) => Kind,
): Routed<Kind> => ({
  wakeUp: wakeUpOf(group, {
    causes: sortedUnique(reasons.flatMap(({ causes }) => causes)),
    correlationId: reasons[0]!.correlationId,
    attempt: reasons.reduce((most, { attempt }) => Math.max(most, attempt), 0),
    loopToken: commonLoopToken(reasons),
  }),
  deduplicationId: deduplicationId(group, sortedUnique(reasons.map(({ eventId }) => eventId))),
  messageIds: sortedUnique(reasons.map(({ messageId }) => messageId)),
});

/**
 * The hot loop's token, while nothing but that one loop asks.
 *
 * Its function drops a wake-up whose token is no longer the stored one. With any other cause in it, or with two tokens of which
 * one is stale, it must not be dropped.
 */
const commonLoopToken = (reasons: readonly Reason[]): string | null => {
  const onlyLoop = reasons.every(({ causes }) => causes.every((cause) => cause === "hot-loop"));
  const tokens = new Set(reasons.map(({ loopToken }) => loopToken));
  return onlyLoop && tokens.size === 1 ? reasons[0]!.loopToken : null;
};

/**
 * The group is in it, so that two groups woken by the same events have different ids whether the queue's
 * DeduplicationScope is the group, as in the stack, or the whole queue. The group alone would swallow every wake-up of
 * its next five minutes.
 *
 * @see Amazon SQS developer guide, message deduplication ID
 */
const deduplicationId = (group: string, eventIds: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([group, ...eventIds]))
    .digest("hex");

const letterOf = ({ messageId, body, events }: ReadRecord): readonly DeadLetter[] => {
  const reasons = events.flatMap((event) =>
    event.kind === "malformed" ? [`${event.code} at ${event.place}: ${event.reason}`] : [],
  );
  return reasons.length === 0 ? [] : [{ messageId, body, reason: firstOf(reasons) }];
};

/** Of a dead letter; a forwarded batch may hold thousands. */
const mostReasons = 3;
const mostExamples = 3;
/** Of an example: a name in a forged event may fill the message. */
const mostExampleCharacters = 200;

const firstOf = (reasons: readonly string[]): string => {
  const rest = reasons.length - mostReasons;
  return [...reasons.slice(0, mostReasons), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
};

const countByCode = (unknown: readonly UnknownEvent[]): readonly Dropped[] =>
  sortedUnique(unknown.map(({ code }) => code)).map((code) => {
    const whats = unknown
      .filter((event) => event.code === code)
      .map(({ what }) => what.slice(0, mostExampleCharacters));
    return { code, count: whats.length, examples: sortedUnique(whats).slice(0, mostExamples) };
  });

const earlierFirst = (a: Reason, b: Reason): number =>
  a.atMs - b.atMs || compare(a.eventId, b.eventId) || compare(a.correlationId, b.correlationId);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sortedUnique = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();
