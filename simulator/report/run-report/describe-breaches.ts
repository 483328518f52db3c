import type { RunResult } from "../../runs/run-result.ts";
import { formatClock, formatCount } from "../format-quantity.ts";

/** What one controller broke or let happen, a sentence each; empty where all held. */
export function describeBreaches(result: RunResult): readonly string[] {
  const breaches = result.invariantBreaches.map(
    ({ invariant, count, firstAtSeconds, detail }) =>
      `${invariant} broken ${count === 1 ? "once" : `${formatCount(count)} times, first`} at ${formatClock(firstAtSeconds)}: ${detail}`,
  );
  const causes = Object.entries(result.overCommittedSeconds).filter(([, seconds]) => seconds > 0);
  if (causes.length === 0) return breaches;
  const parts = causes.map(([cause, seconds]) => `${formatCount(seconds)} s raised by ${causeWords[cause]}`);
  return [...breaches, `Commitments above the wall: ${parts.join(", ")}.`];
}

const causeWords: Readonly<Record<string, string>> = {
  controller: "the controller's own write",
  deployment: "a deployment",
  start: "what ran at second 0",
  replacement: "a task's replacement",
} satisfies Record<keyof RunResult["overCommittedSeconds"], string>;
