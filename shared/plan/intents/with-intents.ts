import type { Snapshot } from "../snapshot.ts";
import { type Intent, isInForce } from "./intent.ts";

/** What was read, with what people have asked for and has not ended: so that a stored decision plans to the same answer. */
export const withIntents = (snapshot: Snapshot, intents: readonly Intent[], nowMs: number): Snapshot => {
  const inForce = intents.filter((intent) => isInForce(intent, nowMs));
  return inForce.length === 0 ? snapshot : { ...snapshot, intents: inForce };
};
