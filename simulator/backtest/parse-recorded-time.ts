import { parseIsoTime } from "../scenario/parse-iso-time.ts";

/** A moment as a recording writes it: ISO 8601 (UTC where no zone is given), epoch seconds, or epoch milliseconds. */
const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const epochSeconds = /^\d{9,10}(\.\d+)?$/;
const epochMilliseconds = /^\d{12,13}$/;

/** @returns epoch ms; `null` for anything else */
export function parseRecordedTime(text: string): number | null {
  if (epochMilliseconds.test(text)) return Number(text);
  if (epochSeconds.test(text)) return Math.round(Number(text) * 1000);
  if (!iso.test(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
  return parseIsoTime(`${text.replace(" ", "T")}${hasZone ? "" : "Z"}`);
}
