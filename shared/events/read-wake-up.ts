import { isObject, parseJson } from "./json.ts";
import { parseWakeUp } from "./own-event.ts";
import type { WakeUp } from "./wake-up.ts";

/**
 * Reads a message of `scaling.fifo`, which the router alone writes: a bare wake-up, in no envelope.
 *
 * @returns null for anything else
 * @throws never
 */
export const readWakeUp = (body: string): WakeUp | null => {
  const json = parseJson(body);
  if (json.kind === "failed" || !isObject(json.value) || json.value["kind"] !== "wake-up") return null;
  const event = parseWakeUp({ kind: "event", value: json.value, id: "", place: "body" }, 0);
  return event.kind === "wake-up" ? event.wakeUp : null;
};
