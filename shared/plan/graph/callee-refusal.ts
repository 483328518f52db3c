import type { PlaceRefusal } from "../admit/places.ts";
import type { FindingCode } from "../explain/codes.ts";

/** Why a caller's next task would be of no use: what it sends on can't be carried. */
export type CalleeRefusal = {
  /** The service that can't carry it: a callee, or a callee's callee. */
  readonly callee: string;
  /** Requests per second that would arrive there, and what it carries. */
  readonly neededPerSecond: number;
  readonly carriedPerSecond: number;
  readonly bound: CalleeBound;
};

/** What keeps the callee from carrying more. */
export type CalleeBound =
  /** A common budget has no room for the callee's next task, or is closed. */
  | { readonly kind: "no-room"; readonly room: string; readonly freeUnits: number; readonly priceUnits: number }
  | { readonly kind: "closed"; readonly room: string }
  | { readonly kind: "no-place"; readonly refusal: PlaceRefusal }
  | { readonly kind: "maximum"; readonly maxTasks: number }
  | { readonly kind: "left"; readonly code: FindingCode | null }
  /** Its own domain says what binds it there. */
  | { readonly kind: "elsewhere"; readonly code: FindingCode; readonly database: string | null }
  /** It grows, and its tasks are not healthy yet, or its pace allows no more in this plan. */
  | { readonly kind: "not-yet" }
  /** It should have been healthy long ago. */
  | { readonly kind: "overdue" }
  | { readonly kind: "unknown"; readonly detail: string };
