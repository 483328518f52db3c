import type { Want } from "../demand/want.ts";
import { type Intent, intentFor } from "./intent.ts";

/**
 * The count that two people have agreed on past the budget; 0: there is none.
 *
 * It goes no further than the service wants now, so that pace still holds, and nobody else is granted what it takes: at
 * the next look the budget is in the red, and nobody grows.
 */
export const forcedCount = (service: string, want: Want, intents: readonly Intent[], nowMs: number): number => {
  const intent = intentFor(intents, "count", service, nowMs);
  if (intent === null || !intent.forced || want.kind !== "wants") return 0;
  return Math.min(intent.tasks, want.wantedTasks);
};
