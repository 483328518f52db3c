import { compareText } from "../../config/by-name.ts";
import type { Grant, PostedMemory } from "./graph-memory.ts";

/**
 * What other domains were granted by earlier plans and may still use: they know of a smaller grant only when they have
 * read it, so the larger one counts for as long as its post holds.
 *
 * @param posted what the last plan left
 * @returns by callee, by domain, the one that holds longest last
 * @throws never
 */
export const outstandingGrants = ({ expiresAtMs, grants, earlier }: PostedMemory, nowMs: number): readonly Grant[] => {
  const last = Object.entries(grants).flatMap(([callee, byDomain]) =>
    Object.entries(byDomain).map(([domain, perSecond]): Grant => ({ callee, domain, perSecond, untilMs: expiresAtMs })),
  );
  return [...(earlier ?? []), ...last]
    .filter(({ untilMs }) => nowMs < untilMs)
    .sort((a, b) => compareText(a.callee, b.callee) || compareText(a.domain, b.domain) || a.untilMs - b.untilMs);
};

/** @returns the largest one; 0: none */
export const mostGranted = (outstanding: readonly Grant[], callee: string, domain: string): number =>
  outstanding.reduce(
    (most, grant) => (grant.callee === callee && grant.domain === domain ? Math.max(most, grant.perSecond) : most),
    0,
  );

/** @returns of the outstanding grants those that are larger than what is granted now, and than any that holds longer */
export const stillLarger = (outstanding: readonly Grant[], given: PostedMemory["grants"]): readonly Grant[] =>
  outstanding.filter(({ callee, domain, perSecond }, index) => {
    const later = mostGranted(outstanding.slice(index + 1), callee, domain);
    return perSecond > Math.max(later, given[callee]?.[domain] ?? 0);
  });
