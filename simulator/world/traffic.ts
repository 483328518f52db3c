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
  | { readonly kind: "trace"; readonly slotSeconds: number; readonly requestsPerSlot: readonly number[] };

/**
 * The mean rate of one second.
 *
 * A trace is not interpolated between slots: interpolation hides bursts and changes the slots' sums.
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
    case "trace":
      return (traffic.requestsPerSlot[Math.floor(second / traffic.slotSeconds)] ?? 0) / traffic.slotSeconds;
    default: {
      const never: never = traffic;
      throw new Error(`unknown traffic ${String(never)}`);
    }
  }
}
