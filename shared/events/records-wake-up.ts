import type { Cause } from "./wake-up.ts";

/** "Look at this destination": what `WakeUp` is for a domain. It carries no fact to decide on. */
export type RecordsWakeUp = {
  readonly kind: "records-wake-up";
  readonly version: 1;
  /** Id of a destination: `zone/Z0...`, `cloud-map/srv-...`, `nginx/edge`. */
  readonly destination: string;
  /** Sorted, unique, at least one. */
  readonly causes: readonly Cause[];
  readonly correlationId: string;
  /** 0 for a fresh wake-up; n for the nth delayed retry of a failed one. */
  readonly attempt: number;
  /** Set on the function's own delayed wake-ups only: valid while it equals the token stored with the destination. */
  readonly loopToken: string | null;
};
