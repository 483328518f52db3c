/**
 * A wake-up: "look at this domain". It carries causes for people and the log, never facts to decide on: `scale` reads
 * the world as it is (level-triggered), so a duplicate, late or lost wake-up is harmless.
 */
export type WakeUp = {
  readonly kind: "wake-up";
  readonly version: 1;
  readonly domain: string;
  /** Sorted, unique, at least one. */
  readonly causes: readonly Cause[];
  /** One id from event to notice: the first event's id. */
  readonly correlationId: string;
  /** 0 for a fresh wake-up; n for the nth delayed retry of a failed one. */
  readonly attempt: number;
  /** Set on the hot loop's own wake-ups only: valid while it equals the token stored with the domain. */
  readonly loopToken: string | null;
};

/**
 * `service-state`: what ECS says of the service as a whole, a deployment's state or a service action. `limit-changed`:
 * the function `limits` has found another limit, class, status or writer of a database of the domain. `callers-demand`
 * and `callee-ready`: another domain's services will send more requests here, or may be sent more from here. `withdrawal`
 * and `gate-changed`: what `scale` tells destinations, that tasks will stop, and that a service's admitted rate changed.
 */
export type Cause =
  | "alarm"
  | "task-state"
  | "service-state"
  | "tick"
  | "hot-loop"
  | "retry"
  | "intent"
  | "limit-changed"
  | "callers-demand"
  | "callee-ready"
  | "withdrawal"
  | "gate-changed";
