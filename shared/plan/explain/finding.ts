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
  /** The surge that is counted would be smaller. */
  | {
      readonly kind: "maximum-percent";
      readonly maximumPercent: number;
      readonly insteadOf: number;
      readonly tasks: number;
    }
  /** Stopping tasks would release their connections earlier. */
  | {
      readonly kind: "shorter-drain";
      /** Deregistration delay and stopTimeout together. */
      readonly drainSeconds: number;
      readonly insteadOfSeconds: number;
      readonly tasks: number;
    }
  /** The next larger class of the instance's family. */
  | {
      readonly kind: "next-class";
      readonly instanceClass: string;
      readonly insteadOf: string;
      /** As predicted for the class; the safe end of an estimate. */
      readonly maxConnections: number;
      /** Of the present price; within a family the price follows the memory. */
      readonly pricePercent: number;
      /** `null`: what the instance costs now is not said. */
      readonly moreMonthlyDollars: number | null;
      readonly tasks: number;
    }
  /** All services of the database behind an RDS Proxy. */
  | {
      readonly kind: "proxy";
      /** What a task is expected to borrow, in thousandths of a connection. */
      readonly borrowedMilliPerTask: number;
      readonly tasks: number;
    }
  /** Reads on a replica. */
  | {
      readonly kind: "read-replica";
      readonly readSharePercent: number;
      /** Of each task, from the writer to the replica. */
      readonly movedConnections: number;
      readonly tasks: number;
    }
  /** A rollout that fits. */
  | { readonly kind: "lower-maximum-percent"; readonly maximumPercent: number; readonly insteadOf: number };
