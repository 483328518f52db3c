import type { ServiceConfig } from "../../config/service-config.ts";
import { longestTtlSeconds } from "../../records/destination.ts";
import type { Want } from "../demand/want.ts";
import type { Stance } from "../policy/stance.ts";
import type { FrontReading } from "../readings/front-reading.ts";
import { beginRound } from "./begin-round.ts";
import { continueRound } from "./continue-round.ts";
import { continueEnding } from "./end-round.ts";
import { type RoundInput, shrinks } from "./round.ts";
import type { WithdrawalDecision, WithdrawalNote } from "./withdrawal-decision.ts";
import type { WithdrawalMemory } from "./withdrawal-memory.ts";

/** For what Route 53 and resolvers take beyond the TTL, and for requests that are on their way. */
const marginSeconds = 60;

export type WithdrawalInput = {
  readonly service: ServiceConfig;
  readonly stance: Stance;
  readonly want: Want;
  readonly targetTasks: number | null;
  /** Ids of the destinations that take a task out, sorted. */
  readonly fronts: readonly string[];
  readonly front: FrontReading | null;
  readonly before: WithdrawalMemory | null;
};

/**
 * Victim first: a service that is published in DNS or nginx shrinks by tasks that nobody can still be sending requests
 * to.
 *
 * Victims are chosen, the others protected, the victims taken out of every destination; the count is lowered when all
 * of that was read back and TTL + 60 s have passed. Growth never waits for it. What can't be read holds the count.
 *
 * @returns `null` where it is no such service and none of it is left over: its count is written as it is planned
 * @throws never
 */
export const decideWithdrawal = (given: WithdrawalInput, nowMs: number): WithdrawalDecision | null => {
  const { service, stance, want, targetTasks, fronts, front, before } = given;
  if (before === null && (stance !== "scaled" || fronts.length === 0)) return null;
  if (stance !== "scaled" || want.kind === "absent") return before === null ? null : forgotten(given, nowMs);
  // Its count can't be read: everything stays, also what is withdrawn.
  if (want.kind === "unreadable") return before === null ? null : kept(before);
  const { counts } = want;
  const isDeployed = counts.deployment.kind !== "none";
  const ttlSeconds = longestTtlSeconds(service);
  const input: RoundInput = {
    service: service.name,
    counts,
    targetTasks,
    mayShrink: want.kind === "wants" && !isDeployed,
    fronts,
    waitSeconds: ttlSeconds + marginSeconds,
    ttlSeconds,
    front,
    before,
    nowMs,
  };
  const decision = step(input, before);
  const wouldShrink = want.kind === "wants" && targetTasks !== null && targetTasks < counts.desired;
  return isDeployed && wouldShrink ? { ...decision, note: heldByDeployment(counts.desired) } : decision;
};

const step = (input: RoundInput, before: WithdrawalMemory | null): WithdrawalDecision => {
  switch (before?.kind) {
    case "withdrawing":
      return continueRound(input, before);
    case "ending":
      return endedOrBegun(input, continueEnding(input, before));
    default:
      return beginRound(input);
  }
};

/** The end of one round may be the beginning of the next; without victims the destinations are told of the end. */
const endedOrBegun = (input: RoundInput, ended: WithdrawalDecision): WithdrawalDecision => {
  if (ended.memory !== null || !shrinks(input)) return ended;
  const begun = beginRound({ ...input, before: null });
  return { ...begun, told: begun.told ?? ended.told };
};

const nothing = {
  countTasks: null,
  actions: [],
  memory: null,
  told: null,
  isNews: false,
  note: null,
  lookAgainInSeconds: null,
} as const;

const kept = (before: WithdrawalMemory): WithdrawalDecision => ({
  ...nothing,
  memory: before,
  told: before.kind === "withdrawing" ? before.victims : null,
});

/**
 * The service is gone, or not ours to write to any more: its tasks are published again, and our protections end by
 * themselves, as each of them does within the hour.
 */
const forgotten = ({ before, targetTasks }: WithdrawalInput, nowMs: number): WithdrawalDecision => {
  if (before?.kind === "withdrawing") {
    const memory = { kind: "ending", sinceMs: nowMs, asked: {}, liftedAtMs: nowMs } as const;
    return { ...nothing, countTasks: targetTasks, memory, told: [], isNews: true, lookAgainInSeconds: 20 };
  }
  return { ...nothing, countTasks: targetTasks, told: before?.kind === "ending" ? [] : null };
};

/** A rollout stops tasks by itself, and a protected one would stand in its way. */
const heldByDeployment = (desiredTasks: number): WithdrawalNote => ({
  code: "deployment-in-progress",
  detail: "a surplus of a published service waits for the end of the deployment",
  numbers: { desiredTasks },
});
