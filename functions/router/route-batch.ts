import { createHash } from "node:crypto";
import type { DropCode } from "../../shared/events/codes.ts";
import type { DomainMap } from "../../shared/events/map-to-domain.ts";
import type { UnknownEvent } from "../../shared/events/parsed-event.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { ReadRecord } from "./read-record.ts";
import { type Reason, reasonsToWake } from "./reasons-to-wake.ts";
import type { DeadLetter } from "./router-deps.ts";

/** What becomes of a batch: every event of every record is in one of the three lists. */
export type Routing = {
  /** One per domain, sorted by domain. */
  readonly wakeUps: readonly RoutedWakeUp[];
  /** One per message that holds something unreadable, sorted by message id. */
  readonly malformed: readonly DeadLetter[];
  /** Sorted by code. */
  readonly dropped: readonly Dropped[];
};

export type RoutedWakeUp = {
  readonly wakeUp: WakeUp;
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
 * Turns a batch into one wake-up per domain.
 *
 * The order of the batch doesn't matter: SQS promises none.
 *
 * @param dueDomains domains that a tick wakes; ids that the configuration doesn't know are ignored
 */
export const routeBatch = (records: readonly ReadRecord[], dueDomains: readonly string[], map: DomainMap): Routing => {
  const due = map.domains.filter((domain) => dueDomains.includes(domain));
  const reasons: Reason[] = [];
  const unknown: UnknownEvent[] = [];
  for (const { messageId, events } of records) {
    for (const event of events) {
      const verdict = reasonsToWake(event, messageId, due, map);
      if (verdict.kind === "reasons") reasons.push(...verdict.reasons);
      else if (verdict.kind === "unknown") unknown.push(verdict);
    }
  }
  return {
    wakeUps: map.domains.flatMap((domain) => {
      const own = reasons.filter((reason) => reason.domain === domain).sort(earlierFirst);
      return own.length === 0 ? [] : [coalesce(domain, own)];
    }),
    malformed: records.flatMap(letterOf).sort((a, b) => compare(a.messageId, b.messageId)),
    dropped: countByCode(unknown),
  };
};

/** @param reasons of one domain, earliest first, at least one */
const coalesce = (domain: string, reasons: readonly Reason[]): RoutedWakeUp => ({
  wakeUp: {
    kind: "wake-up",
    version: 1,
    domain,
    causes: sortedUnique(reasons.flatMap(({ causes }) => causes)),
    correlationId: reasons[0]!.correlationId,
    attempt: reasons.reduce((most, { attempt }) => Math.max(most, attempt), 0),
    loopToken: commonLoopToken(reasons),
  },
  deduplicationId: deduplicationId(domain, sortedUnique(reasons.map(({ eventId }) => eventId))),
  messageIds: sortedUnique(reasons.map(({ messageId }) => messageId)),
});

/**
 * The hot loop's token, while nothing but that one loop asks.
 *
 * `scale` drops a wake-up whose token is no longer the domain's. With any other cause in it, or with two tokens of which
 * one is stale, it must not be dropped.
 */
const commonLoopToken = (reasons: readonly Reason[]): string | null => {
  const onlyLoop = reasons.every(({ causes }) => causes.every((cause) => cause === "hot-loop"));
  const tokens = new Set(reasons.map(({ loopToken }) => loopToken));
  return onlyLoop && tokens.size === 1 ? reasons[0]!.loopToken : null;
};

/**
 * The domain is in it, so that two domains woken by the same events have different ids whether the queue's
 * DeduplicationScope is the group, as in the stack, or the whole queue. The domain alone would swallow every wake-up of its next five minutes.
 *
 * @see Amazon SQS developer guide, message deduplication ID
 */
const deduplicationId = (domain: string, eventIds: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([domain, ...eventIds]))
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
