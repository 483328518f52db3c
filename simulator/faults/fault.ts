/** What one SDK command meets in place of its answer. */
export const callFaults = [
  /** Refused, and nothing done: what is left once the SDK's own attempts are used up. */
  "throttled",
  "server-error",
  "access-denied",
  /** Done, but the answer never came. */
  "timeout-after-effect",
  /** What the same question was answered the last time. */
  "stale-answer",
  /** The first half and a token for the rest, or AWS's own way of answering a part. */
  "partial-page",
  /** The first half, and the rest is refused. */
  "second-page-refused",
  /** The function's process ends there: nothing of it goes on, and its message is delivered again. */
  "killed-before",
  "killed-after",
] as const;

export type CallFault = (typeof callFaults)[number];

/** What one delivery of a message meets. */
export const deliveryFaults = [
  /** The function gets it once more when it is done. */
  "delivered-twice",
  /** It comes ten seconds later: what was sent after it comes before it. */
  "out-of-order",
  "hour-late",
  /** The clock of the machine that handles it is five minutes off. */
  "clock-ahead",
  "clock-behind",
] as const;

export type DeliveryFault = (typeof deliveryFaults)[number];

/** One thing that goes wrong, once. Positions count from 0 within a run. */
export type Fault =
  | { readonly kind: CallFault; readonly atCall: number }
  | { readonly kind: DeliveryFault; readonly atDelivery: number };

export const clockSkewMs = 5 * 60_000;
export const outOfOrderSeconds = 10;
export const lateSeconds = 3600;
