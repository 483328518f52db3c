import { assertNever } from "../../shared/plan/assert-never.ts";
import type { Got } from "./got.ts";

export type Finding = {
  readonly status: "ok" | "warning" | "failed" | "unknown";
  /** What was looked at, in words: "queue events". */
  readonly what: string;
  /** One line. */
  readonly says: string;
  /** What to do; `null` where all is well. */
  readonly fix: string | null;
};

export const ok = (what: string, says: string): Finding => ({ status: "ok", what, says, fix: null });

export const warning = (what: string, says: string, fix: string): Finding => ({ status: "warning", what, says, fix });

export const failed = (what: string, says: string, fix: string): Finding => ({ status: "failed", what, says, fix });

/** What to make of a reading that says nothing; what it says is judged by the caller. */
export const judge = <T>(
  what: string,
  reading: Got<T>,
  missing: (detail: string) => Finding,
  known: (value: T) => readonly Finding[],
): readonly Finding[] => {
  switch (reading.kind) {
    case "got":
      return known(reading.value);
    case "missing":
      return [missing(reading.detail)];
    case "denied":
      return [
        {
          status: "unknown",
          what,
          says: `you may not ${reading.action}`,
          fix: `allow ${reading.action} to see it`,
        },
      ];
    case "failed":
      return [{ status: "unknown", what, says: `${reading.action} failed: ${reading.detail}`, fix: "run it again" }];
    default:
      return assertNever(reading);
  }
};

/** "3 min", "2 h": the largest unit that is not less than one. */
export const describeAge = (ageMs: number): string => {
  const seconds = Math.max(0, Math.round(ageMs / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
};
