import type { FindingCode } from "../explain/codes.ts";
import type { Source } from "./released.ts";

/** One service as the call graph sees it. Rates per second. */
export type GraphNode = {
  readonly name: string;
  /** `null`: it serves whatever arrives, or its requests aren't counted. */
  readonly source: Source | null;
  /** What arrives now; the base of everything that is added. */
  readonly arrivingPerSecond: number;
  readonly carrier: Carrier;
};

/** What a callee can take on. */
export type Carrier =
  /** Nothing tells what a task of it carries: it imposes no cap. */
  | { readonly kind: "unmeasured" }
  /** It has a load signal that can't be read now: nothing that needs it grows. */
  | { readonly kind: "unknown"; readonly detail: string }
  /** A service of this domain. */
  | {
      readonly kind: "own";
      /** At 100 % of its target. */
      readonly perTaskPerSecond: number;
      readonly healthyTasks: number;
      /** The desired count now, or what Application Auto Scaling may go to. */
      readonly currentTasks: number;
      /** How far it may be raised for its callers. */
      readonly reachTasks: number;
      /** What bounds its reach. */
      readonly bound: ReachBound;
      /** Its tasks have not become healthy for three start times: what it carries now is all that is counted on. */
      readonly isOverdue: boolean;
    }
  /** A service of another domain, by what that domain has posted. */
  | {
      readonly kind: "neighbour";
      /** What we may send it now beyond what it gets. */
      readonly nowPerSecond: number;
      /** What we may count on; `null`: no end is known. */
      readonly mostPerSecond: number | null;
      /** Why there is an end. */
      readonly bound: { readonly code: FindingCode; readonly database: string | null } | null;
      readonly isOverdue: boolean;
    };

export type ReachBound =
  /** Only its pace: the next plan may go further. */
  | { readonly kind: "pace" }
  | { readonly kind: "maximum"; readonly maxTasks: number }
  /** It is not ours to scale now. */
  | { readonly kind: "left"; readonly code: FindingCode | null };
