import type { HeldMemory } from "../held-memory.ts";

/** What is remembered of a Cloud Map service, by instance id: what was set out to be registered there. */
export type CloudMapMemory = {
  readonly registered: Readonly<Record<string, RegisteredInstance>>;
  /** By service. */
  readonly held?: HeldMemory;
};

export type RegisteredInstance = {
  /** Fingerprint of what was written. */
  readonly written: string;
  /** Fingerprint of what was there before; `null`: nothing. */
  readonly before: string | null;
  readonly writtenAtMs: number;
  /** It was found in place since. */
  readonly isSeen: boolean;
};

/** Cloud Map answers before it has registered; what is not there after this long has failed. */
const settlingMs = 60_000;

/** A registration that may still appear: its instance is not surely absent. */
export const isSettling = (one: RegisteredInstance | undefined, nowMs: number): boolean =>
  one !== undefined && !one.isSeen && Math.abs(nowMs - one.writtenAtMs) < settlingMs;

/**
 * Somebody else changed the instance: it is neither what was written nor, while that is on its way, what was before.
 *
 * @param found fingerprint of what is there now; `null`: nothing
 */
export const isChangedByHand = (one: RegisteredInstance | undefined, found: string | null): boolean => {
  if (one === undefined || found === one.written) return false;
  return one.isSeen || found !== one.before;
};
