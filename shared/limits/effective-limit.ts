import { assertNever } from "../plan/assert-never.ts";
import type { Unknown } from "../reading.ts";
import { defaultLimit } from "./default-limit.ts";
import { formulaLimit, type LimitSubject } from "./formula-limit.ts";
import { type GroupValue, groupValueOf } from "./group-value.ts";
import type { EffectiveLimit, LimitAnswer, LimitFacts, LimitSource } from "./limit.ts";
import { limitEngineOf } from "./limit-engine.ts";
import { counterNotes, waitingNotes } from "./limit-notes.ts";
import { unsupportedEngine } from "./predicted-limit.ts";
import { serverlessCapOf } from "./serverless-limit.ts";
import { waitingLimit } from "./waiting-limit.ts";

export type { EffectiveLimit, LimitAnswer, LimitFacts, LimitNote, LimitSource, LimitUnknownCode } from "./limit.ts";

/**
 * How many connections an instance accepts, by the best authority that is known.
 *
 * In this order: the user's figure; Performance Insights' counter; the parameter group in sync, an integer before a
 * formula; the engine's own rule or default formula. What is better known leaves what is less known unread. A group that
 * can't be read leaves the limit unknown, because it may say less than the default.
 *
 * @param facts each reading that failed is its own value
 * @returns whole connections with their source, exact or as an interval, or why they aren't known
 * @throws never
 * @see docs/limits.md
 */
export const effectiveLimit = (facts: LimitFacts): LimitAnswer => {
  if (facts.configuredConnections !== null)
    return { limit: exact("configured", facts.configuredConnections), notes: [] };
  const { counter } = facts;
  if (counter?.kind === "known" && counter.value >= 1)
    // An average of a minute in which the value changed is not whole.
    return { limit: exact("performance-insights", Math.floor(counter.value)), notes: [] };
  const { limit, notes } = groupLimit(facts);
  return { limit, notes: [...counterNotes(counter), ...notes] };
};

const groupLimit = (facts: LimitFacts): LimitAnswer => {
  const engine = limitEngineOf(facts.engine);
  if (engine === null) return { limit: unsupportedEngine(facts.engine), notes: [] };
  if (facts.parameter.kind === "unknown") return { limit: unreadGroup(facts.parameter), notes: [] };
  const subject: LimitSubject = { ...facts, engine };
  const { value, applyStatus } = facts.parameter.value;
  const written = groupValueOf(value, engine, facts.engineVersion);
  switch (applyStatus) {
    case "in-sync":
      return { limit: limitOf(written, subject), notes: [] };
    case "pending-reboot":
    case "applying":
    case "other": {
      const inForce = facts.parameterInForce;
      if (inForce !== undefined && inForce.value === value) return { limit: limitOf(written, subject), notes: [] };
      const notes = waitingNotes(applyStatus, value, written);
      if (inForce !== undefined)
        return { limit: limitOf(groupValueOf(inForce.value, engine, facts.engineVersion), subject), notes };
      return { limit: waitingLimit(defaultLimit(subject), limitOf(written, subject)), notes };
    }
    default:
      return assertNever(applyStatus);
  }
};

const limitOf = (value: GroupValue, subject: LimitSubject): EffectiveLimit => {
  switch (value.kind) {
    case "default":
      return defaultLimit(subject);
    case "literal": {
      const cap =
        subject.serverless === null || subject.engine !== "aurora-postgresql"
          ? null
          : serverlessCapOf(subject.serverless);
      return cap !== null && value.connections > cap
        ? exact("engine-rule", cap)
        : exact("parameter", value.connections);
    }
    case "formula":
      return formulaLimit(value.formula, subject);
    case "unreadable":
      return { kind: "unknown", code: "formula-unreadable", detail: value.detail };
    default:
      return assertNever(value);
  }
};

const unreadGroup = ({ because, detail }: Unknown): EffectiveLimit => {
  switch (because) {
    case "access-denied":
    case "not-found":
    case "failed":
      return { kind: "unknown", code: because, detail };
    case "no-data":
      return { kind: "unknown", code: "failed", detail };
    default:
      return assertNever(because);
  }
};

const exact = (source: LimitSource, maxConnections: number): EffectiveLimit => ({
  kind: "exact",
  source,
  maxConnections,
});
