import { assertNever } from "../plan/assert-never.ts";
import type { Unknown } from "../reading.ts";
import type { GroupValue } from "./group-value.ts";
import type { LimitFacts, LimitNote } from "./limit.ts";

/** Why the best authority, Performance Insights, didn't answer; nothing where it isn't offered or not enabled. */
export const counterNotes = (counter: LimitFacts["counter"]): readonly LimitNote[] => {
  if (counter === null) return [];
  if (counter.kind === "unknown") return [{ code: noteCodeOf(counter.because), detail: counter.detail }];
  return [{ code: "failed", detail: `Performance Insights counts ${counter.value} as max_connections` }];
};

/** What stands in the group and isn't in force yet. */
export const waitingNotes = (
  applyStatus: "pending-reboot" | "applying" | "other",
  value: string | null,
  written: GroupValue,
): readonly LimitNote[] => [
  applyStatus === "pending-reboot"
    ? { code: "pending-reboot", detail: `max_connections ${describe(value, written)} in the group waits for a reboot` }
    : {
        code: "not-in-sync",
        detail: `the parameter group with max_connections ${describe(value, written)} is not in sync`,
      },
  ...(written.kind === "unreadable" ? [{ code: "formula-unreadable" as const, detail: written.detail }] : []),
];

const describe = (value: string | null, written: GroupValue): string => {
  switch (written.kind) {
    case "default":
      return "by default";
    case "literal":
    case "formula":
      return `= ${value}`;
    case "unreadable":
      return "(unreadable)";
    default:
      return assertNever(written);
  }
};

const noteCodeOf = (because: Unknown["because"]): LimitNote["code"] =>
  because === "access-denied" ? "access-denied" : "failed";
