import { compareText } from "../../config/by-name.ts";
import type { Config } from "../../config/config.ts";
import { type FindingKind, findingCodes, type Severity } from "../../plan/explain/codes.ts";
import { isQuiet } from "../quiet-hours.ts";
import { bestUnlock } from "./best-unlock.ts";
import { type CauseIntervals, causeIntervals, lengthMs } from "./cause-intervals.ts";
import type { CauseSpan, Digest, FailedWrites, OpenCause } from "./digest.ts";
import type { DecisionRecord, DigestInput, DigestState } from "./digest-input.ts";
import { serviceDigests } from "./service-digests.ts";

const dayMs = 24 * 3600_000;
const minuteMs = 60_000;
/** A hold that nobody would have been told of is noise. */
const leastHoldMs = 2 * minuteMs;

/**
 * Sums up the last 24 hours: of each service its changes, its highest count, caps and holds; what lasts; what failed; what
 * would have unlocked most.
 *
 * @param nowMs the end of the 24 hours
 * @returns plain data; a day without anything gives empty lists
 * @throws never
 */
export const planDigest = (input: DigestInput, config: Config, nowMs: number): Digest => {
  const fromMs = nowMs - dayMs;
  const decisions = inForce(input.decisions, fromMs, nowMs);
  const causes = causeIntervals(decisions, fromMs, nowMs);
  const inTime = decisions.filter(({ decision }) => decision.atMs > fromMs);
  const spans = causes.filter(isWorthTelling).map(spanOf).sort(longestFirst);
  return {
    version: 1,
    id: `${config.name}/digest/${nowMs}`,
    stack: config.name,
    fromMs,
    toMs: nowMs,
    services: serviceDigests(decisions, inTime, spans),
    others: spans.filter(({ service, code }) => service === null && isOneOf(code, ["cap", "hold"])),
    open: input.states.flatMap(openOf).sort(mostSevereFirst),
    failedWrites: failedWritesOf(inTime),
    untold: causes
      .filter((cause) => cameAndWentInQuiet(cause, config))
      .map(spanOf)
      .sort(longestFirst),
    bestUnlock: bestUnlock(causes),
  };
};

/** Of each domain those of the time, and the last one before. */
const inForce = (all: readonly DecisionRecord[], fromMs: number, nowMs: number): readonly DecisionRecord[] => {
  const before = new Map<string, DecisionRecord>();
  for (const record of all) {
    const { domain, atMs } = record.decision;
    if (atMs <= fromMs && atMs >= (before.get(domain)?.decision.atMs ?? atMs)) before.set(domain, record);
  }
  const inTime = all.filter(({ decision }) => decision.atMs > fromMs && decision.atMs <= nowMs);
  return [...before.values(), ...inTime];
};

const isOneOf = (code: CauseSpan["code"], kinds: readonly FindingKind[]): boolean =>
  kinds.includes(findingCodes[code].kind);

const isWorthTelling = (cause: CauseIntervals): boolean =>
  findingCodes[cause.finding.code].kind !== "hold" || lengthMs(cause) >= leastHoldMs;

const spanOf = (cause: CauseIntervals): CauseSpan => {
  const { code, service, database } = cause.finding;
  return {
    code,
    severity: findingCodes[code].severity,
    service,
    database,
    domain: cause.domain,
    minutes: Math.ceil(lengthMs(cause) / minuteMs),
    lasts: cause.lasts,
  };
};

const keyOf = ({ domain, code, service, database }: Omit<CauseSpan, "minutes" | "lasts">): string =>
  `${domain} ${code} ${service} ${database}`;

const longestFirst = (a: CauseSpan, b: CauseSpan): number => b.minutes - a.minutes || compareText(keyOf(a), keyOf(b));

/** What was seen and not told, because it is too young or quiet hours, is not yet anybody's. */
const openOf = ({ domain, notices }: DigestState): readonly OpenCause[] =>
  Object.values(notices)
    .filter(({ toldAtMs, finding }) => toldAtMs !== null && findingCodes[finding.code].kind !== "change")
    .map(({ finding: { code, service, database }, firstSeenMs }) => ({
      code,
      severity: findingCodes[code].severity,
      service,
      database,
      domain,
      sinceMs: firstSeenMs,
    }));

const ranks: Record<Severity, number> = { high: 0, medium: 1, low: 2 };

const mostSevereFirst = (a: OpenCause, b: OpenCause): number =>
  ranks[a.severity] - ranks[b.severity] || a.sinceMs - b.sinceMs || compareText(keyOf(a), keyOf(b));

const failedWritesOf = (decisions: DigestInput["decisions"]): readonly FailedWrites[] => {
  const byService = new Map<string, FailedWrites>();
  const sorted = [...decisions].sort((a, b) => a.decision.atMs - b.decision.atMs);
  for (const outcome of sorted.flatMap(({ outcomes }) => outcomes)) {
    if (outcome.kind !== "failed") continue;
    const { service } = outcome.action;
    const writes = (byService.get(service)?.writes ?? 0) + 1;
    byService.set(service, { service, writes, detail: outcome.detail });
  }
  return [...byService.values()].sort((a, b) => compareText(a.service, b.service));
};

/** Every appearance began and ended in the same quiet hours, and it is over. */
const cameAndWentInQuiet = ({ finding, intervals, lasts }: CauseIntervals, { notices }: Config): boolean => {
  const { quietHours } = notices;
  if (quietHours === null || lasts || findingCodes[finding.code].severity !== "low") return false;
  const quietMs = ((quietHours.toMinute - quietHours.fromMinute + 1440) % 1440) * minuteMs;
  return intervals.every(
    ({ fromMs, toMs }) => toMs - fromMs <= quietMs && isQuiet(quietHours, fromMs) && isQuiet(quietHours, toMs - 1),
  );
};
