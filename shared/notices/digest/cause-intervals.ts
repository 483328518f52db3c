import type { Finding } from "../../plan/explain/finding.ts";
import { causeOf } from "../plan-notices.ts";
import type { DecisionRecord } from "./digest-input.ts";

/** Once from when to when a cause was there. */
export type Interval = { readonly fromMs: number; readonly toMs: number; readonly finding: Finding };

/** All appearances of one cause in one domain, ascending. */
export type CauseIntervals = {
  readonly domain: string;
  /** As it was last found. */
  readonly finding: Finding;
  readonly intervals: readonly Interval[];
  readonly lasts: boolean;
};

/**
 * From when to when each cause was there.
 *
 * A decision is stored when it says something else than the one before, so what one found held until the next one of its
 * domain, and what the last one found holds now.
 *
 * @param fromMs earlier parts are cut off
 * @returns in the order of domain and cause
 */
export const causeIntervals = (
  decisions: readonly DecisionRecord[],
  fromMs: number,
  toMs: number,
): readonly CauseIntervals[] => {
  const causes = new Map<string, CauseIntervals>();
  for (const ofDomain of Map.groupBy(decisions, ({ decision }) => decision.domain).values()) {
    const sorted = ofDomain.map(({ decision }) => decision).sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
    for (const [index, { domain, atMs, plan }] of sorted.entries()) {
      const next = sorted[index + 1];
      const interval = { fromMs: Math.max(fromMs, atMs), toMs: Math.min(toMs, next?.atMs ?? toMs) };
      if (interval.fromMs > interval.toMs) continue;
      for (const finding of plan.findings) {
        const key = `${domain} ${causeOf(finding)}`;
        const intervals = joined(causes.get(key)?.intervals ?? [], { ...interval, finding });
        causes.set(key, { domain, finding, intervals, lasts: next === undefined });
      }
    }
  }
  return [...causes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cause]) => cause);
};

/** What goes on in the next decision is one interval, unless its numbers are others. */
const joined = (before: readonly Interval[], next: Interval): readonly Interval[] => {
  const last = before.at(-1);
  return last !== undefined && last.toMs === next.fromMs && last.finding === next.finding
    ? [...before.slice(0, -1), { ...next, fromMs: last.fromMs }]
    : [...before, next];
};

export const lengthMs = ({ intervals }: Pick<CauseIntervals, "intervals">): number =>
  intervals.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
