import { createHash } from "node:crypto";
import type { RecordsWakeUp } from "../shared/events/records-wake-up.ts";
import type { WakeUp } from "../shared/events/wake-up.ts";

/** After this many failed attempts a wake-up is given up; the tick goes on. */
export const mostAttempts = 10;

const delaySeconds = [5, 10, 20, 60] as const;

/** The same wake-up as its next attempt. Its token is dropped: it has to be heard whatever the loop does meanwhile. */
export const nextAttempt = <Kind extends WakeUp | RecordsWakeUp>(wakeUp: Kind): Kind => ({
  ...wakeUp,
  attempt: wakeUp.attempt + 1,
  causes: [...new Set([...wakeUp.causes, "retry" as const])].sort(),
  loopToken: null,
});

/**
 * How long a failed wake-up waits: 5, 10, 20, then 60 s, each up to half as long again.
 *
 * The jitter comes from the wake-up itself, so domains that failed together don't come back together and a replay waits
 * as long as the original did.
 *
 * @returns seconds, 5..90
 */
export const retryDelaySeconds = (wakeUp: WakeUp | RecordsWakeUp): number => {
  const { correlationId, attempt } = wakeUp;
  const group = wakeUp.kind === "wake-up" ? wakeUp.domain : wakeUp.destination;
  const base = delaySeconds[Math.min(attempt, delaySeconds.length - 1)]!;
  const digest = createHash("sha256").update(`${group}/${correlationId}/${attempt}`).digest();
  return base * (1 + digest.readUInt16BE(0) / 0xffff / 2);
};
