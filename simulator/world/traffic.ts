/** Users' requests a second, as data. */
export type TrafficSpec =
  /** `base` until `riseAtSeconds`, then linear to base x amplitude within `rampSeconds`, then steady. */
  | {
      readonly kind: "ramp";
      readonly baseRequestsPerSecond: number;
      readonly riseAtSeconds: number;
      readonly rampSeconds: number;
      readonly amplitude: number;
    }
  /** One rate per second; the last one stays. */
  | { readonly kind: "perSecond"; readonly requestsPerSecond: readonly number[] }
  /** Requests per slot, spread evenly over the slot, so that each slot keeps its sum. No traffic after the last slot. */
  | {
      readonly kind: "trace";
      readonly slotSeconds: number;
      readonly requestsPerSlot: readonly number[];
      /** How far into the trace second 0 is; it starts over at its end. Default 0, and silence after the last slot. */
      readonly offsetSeconds?: number;
    }
  /**
   * Closed load: so many users, each of which sends a request, waits for its answer, thinks and sends the next one. `changes`
   * sets the number of users from a second on.
   */
  | {
      readonly kind: "users";
      readonly users: number;
      readonly thinkSeconds: number;
      readonly changes?: readonly { readonly atSecond: number; readonly users: number }[];
    };

/**
 * The mean rate of one second.
 *
 * A trace is not interpolated between slots: interpolation hides bursts and changes the slots' sums. Of users it is the most
 * that they send, every answer taking no time: how many of them think is the world's to know.
 *
 * @returns requests per second, >= 0
 * @throws never
 */
export function requestsPerSecond(traffic: TrafficSpec, second: number): number {
  switch (traffic.kind) {
    case "ramp": {
      const progress = (second - traffic.riseAtSeconds) / Math.max(1, traffic.rampSeconds);
      return traffic.baseRequestsPerSecond * (1 + (traffic.amplitude - 1) * Math.min(1, Math.max(0, progress)));
    }
    case "perSecond": {
      const rates = traffic.requestsPerSecond;
      return rates[Math.min(second, rates.length - 1)] ?? 0;
    }
    case "trace": {
      const { slotSeconds, requestsPerSlot, offsetSeconds } = traffic;
      const traceSeconds = slotSeconds * requestsPerSlot.length;
      // An offset, 0 included, makes the trace a circle.
      const at = offsetSeconds === undefined ? second : modulo(second + offsetSeconds, traceSeconds);
      return (requestsPerSlot[Math.floor(at / slotSeconds)] ?? 0) / slotSeconds;
    }
    case "users":
      return usersAt(traffic, second) / traffic.thinkSeconds;
    default: {
      const never: never = traffic;
      throw new Error(`unknown traffic ${String(never)}`);
    }
  }
}

/** Users of closed load from a second on: the last change that has come due. */
export function usersAt(traffic: Extract<TrafficSpec, { kind: "users" }>, second: number): number {
  let { users } = traffic;
  if (traffic.changes === undefined) return users;
  let latest = Number.NEGATIVE_INFINITY;
  for (const change of traffic.changes) {
    if (change.atSecond > second || change.atSecond < latest) continue;
    latest = change.atSecond;
    users = change.users;
  }
  return users;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
