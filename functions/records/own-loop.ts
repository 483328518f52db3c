import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { DestinationState } from "../../shared/records/destination-state.ts";

/** The one delayed wake-up of a destination. */
export type Loop = NonNullable<DestinationState["loop"]>;

/** A loop that is already under way and comes no later than this is left to come. */
export const comesInTime = (
  loop: DestinationState["loop"],
  { nowMs, byMs }: { readonly nowMs: number; readonly byMs: number },
): boolean => loop !== null && loop.dueAtMs > nowMs && loop.dueAtMs <= byMs;

/** @param token of the state that it is recorded with: any other is dropped when it comes */
export const loopIn = (seconds: number, token: string, nowMs: number): Loop => ({
  token,
  dueAtMs: nowMs + wholeSeconds(seconds) * 1000,
});

/** What SQS delays by. @returns >= 1: at once would be before what it waits for */
export const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));

/** @param attempt 0, or how often what it repeats has failed */
export const loopWakeUp = (
  { destination, correlationId }: RecordsWakeUp,
  { token }: Loop,
  attempt: number,
): RecordsWakeUp => ({
  kind: "records-wake-up",
  version: 1,
  destination,
  causes: ["hot-loop"],
  correlationId,
  attempt,
  loopToken: token,
});
