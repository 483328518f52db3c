import type { FindingCode } from "../explain/codes.ts";

/**
 * Where tasks can be put, while `admit` shares what is free: used up by one call, made anew for the next.
 *
 * Not a number of free places, because a place is one instance's CPU, memory and ports together.
 */
export type Places = {
  /** Why `addedTasks` more tasks of a service can't be put anywhere; `null`: they can. */
  readonly refusal: (service: string, addedTasks: number) => PlaceRefusal | null;
  /** Uses up the places of `addedTasks` more tasks; called only after `refusal` said `null`. */
  readonly take: (service: string, addedTasks: number) => void;
};

export type PlaceRefusal = {
  readonly code: FindingCode;
  readonly detail: string;
  /** Each name carries its unit. */
  readonly numbers: Readonly<Record<string, number>>;
};

/** Nothing is known to be in the way: on Fargate there are no instances to fill. */
export const anywhere: Places = { refusal: () => null, take: () => {} };
