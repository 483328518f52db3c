import type { Refusal } from "../refusal.ts";
import type { CanaryAction, TrafficBefore } from "./canary-types.ts";

/** How one way of weighing moves traffic: what differs between a load balancer and DNS. */
export type Mover = {
  /** Of what the weights are: a rule, a DNS name. */
  readonly about: string;
  /** What the new side is called. */
  readonly side: string;
  readonly now:
    | {
        readonly kind: "split";
        /** Asked for, 0..100. */
        readonly toPercent: number;
        /** It is also what clients get. */
        readonly isSeen: boolean;
      }
    | { readonly kind: "refused"; readonly refusal: Refusal };
  /** Of the new side; `null`: unknown. */
  readonly healthy: number | null;
  readonly before: TrafficBefore;
  readonly percentOf: (before: TrafficBefore) => number;
  readonly move: (toPercent: number) => CanaryAction;
  readonly restore: (before: TrafficBefore) => CanaryAction;
  /** What to do after the end; `null`: nothing. */
  readonly endNote: string | null;
};
