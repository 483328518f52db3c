import { setTimeout as pause } from "node:timers/promises";

/** How long between two looks, in milliseconds. */
const lookEveryMs = 250;

export type Waiting = {
  /** Ends a sentence that begins "waited for", such as "6 tasks of order". */
  readonly for: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
};

/**
 * Looks again and again until what is seen is what was waited for.
 *
 * The emulators work in their own time, so nothing here sleeps for a fixed one.
 *
 * @param look throws where there is nothing to see yet
 * @returns the first seen that fits
 * @throws Error with what was seen last, after so many seconds
 */
export const until = async <T>(
  { for: what, seconds, signal }: Waiting,
  look: () => Promise<T>,
  fits: (seen: T) => boolean,
): Promise<T> => {
  const deadlineMs = Date.now() + seconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const seen = await attempt(look);
    if (seen.kind === "seen" && fits(seen.value)) return seen.value;
    if (Date.now() > deadlineMs) {
      const last = seen.kind === "seen" ? JSON.stringify(seen.value) : String(seen.error);
      throw new Error(`waited ${seconds} s for ${what}; last seen: ${last}`);
    }
    await pause(lookEveryMs, undefined, { signal });
  }
};

type Attempt<T> = { readonly kind: "seen"; readonly value: T } | { readonly kind: "nothing"; readonly error: unknown };

const attempt = async <T>(look: () => Promise<T>): Promise<Attempt<T>> => {
  try {
    return { kind: "seen", value: await look() };
  } catch (error) {
    return { kind: "nothing", error };
  }
};
