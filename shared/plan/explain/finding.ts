import type { FindingCode } from "./codes.ts";

/** Something that people should be able to know about a plan: a stable code, its place and its numbers. */
export type Finding = {
  readonly code: FindingCode;
  readonly service: string | null;
  readonly database: string | null;
  /** The numbers behind it; each name carries its unit. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What was read or refused, in a few words; empty where the code says it all. */
  readonly detail: string;
  /** What would let the service reach what it asks for, computed; cheapest to try first. */
  readonly unlocks: readonly Unlock[];
};

export type Unlock =
  /** A smaller pool per task, at the next deployment. */
  | {
      readonly kind: "smaller-pool";
      readonly connectionsPerTask: number;
      readonly insteadOf: number;
      readonly tasks: number;
    }
  /** Stop keeping the surge of a deployment free. */
  | { readonly kind: "borrow-surge"; readonly tasks: number }
  /** A larger max_connections: a larger instance class, or the parameter group. */
  | {
      readonly kind: "larger-limit";
      readonly maxConnections: number;
      readonly insteadOf: number;
      readonly tasks: number;
    }
  /** A rollout that fits. */
  | { readonly kind: "lower-maximum-percent"; readonly maximumPercent: number; readonly insteadOf: number };
