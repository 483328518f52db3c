import { isObject, parseJson } from "./json.ts";
import { parseRecordsWakeUp, parseWakeUp } from "./own-event.ts";
import type { RecordsWakeUp } from "./records-wake-up.ts";
import type { BareEvent } from "./unwrap.ts";
import type { WakeUp } from "./wake-up.ts";

/**
 * Reads a message of `scaling.fifo`, which the router alone writes: a bare wake-up, in no envelope.
 *
 * @returns null for anything else
 * @throws never
 */
export const readWakeUp = (body: string): WakeUp | null => {
  const bare = bareEvent(body, "wake-up");
  const event = bare === null ? null : parseWakeUp(bare, 0);
  return event?.kind === "wake-up" ? event.wakeUp : null;
};

/**
 * Reads a message of `records.fifo`, as `readWakeUp` does one of `scaling.fifo`.
 *
 * @returns null for anything else
 * @throws never
 */
export const readRecordsWakeUp = (body: string): RecordsWakeUp | null => {
  const bare = bareEvent(body, "records-wake-up");
  const event = bare === null ? null : parseRecordsWakeUp(bare, 0);
  return event?.kind === "records-wake-up" ? event.wakeUp : null;
};

const bareEvent = (body: string, kind: string): BareEvent | null => {
  const json = parseJson(body);
  if (json.kind === "failed" || !isObject(json.value) || json.value["kind"] !== kind) return null;
  return { kind: "event", value: json.value, id: "", place: "body" };
};
