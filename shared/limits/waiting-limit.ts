import { assertNever } from "../plan/assert-never.ts";
import type { EffectiveLimit } from "./limit.ts";

/**
 * The limit while the group's value isn't in force and the value that is in force isn't known.
 *
 * The engine's default is the next authority, but never as exact: something else may have stood in the group. Where the
 * waiting value is lower, the safe end is that, because a reboot, a failover among them, may come at any moment.
 *
 * @param standard by the engine's default
 * @param waiting by the group's value
 * @returns an interval, or unknown as the default is
 * @throws never
 */
export const waitingLimit = (standard: EffectiveLimit, waiting: EffectiveLimit): EffectiveLimit => {
  const standardRange = rangeOf(standard);
  if (standardRange === null) return standard;
  const safeConnections = Math.min(standardRange.safe, rangeOf(waiting)?.safe ?? standardRange.safe);
  return { kind: "estimate", source: "formula", safeConnections, expectedConnections: standardRange.expected };
};

const rangeOf = (limit: EffectiveLimit): { readonly safe: number; readonly expected: number } | null => {
  switch (limit.kind) {
    case "exact":
      return { safe: limit.maxConnections, expected: limit.maxConnections };
    case "estimate":
      return { safe: limit.safeConnections, expected: limit.expectedConnections };
    case "unknown":
      return null;
    default:
      return assertNever(limit);
  }
};
