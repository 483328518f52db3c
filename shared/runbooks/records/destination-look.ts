import { describeFinding } from "../../notices/describe-finding.ts";
import { findingCodes } from "../../plan/explain/codes.ts";
import type { Finding } from "../../plan/explain/finding.ts";
import type { DestinationState } from "../../records/destination-state.ts";
import { describeDifference, type PublishedNames, publishedNames } from "./published-names.ts";

/** What a destination's state tells of its last look, without the memory that it is made from. */
export type Looked = {
  readonly destination: string;
  /** 0: never. */
  readonly readStartedAtMs: number;
  /** `null`: never. */
  readonly wroteAtMs: number | null;
  readonly published: PublishedNames;
  readonly findings: readonly SeenFinding[];
};

type SeenFinding = { readonly finding: Finding; readonly firstSeenMs: number; readonly lastSeenMs: number };

export const lookOf = ({ destination, readStartedAtMs, wroteAtMs, notices, memory }: DestinationState): Looked => ({
  destination,
  published: publishedNames({ destination, memory }),
  readStartedAtMs,
  wroteAtMs,
  findings: Object.values(notices).map(({ finding, firstSeenMs, lastSeenMs }) => ({
    finding,
    firstSeenMs,
    lastSeenMs,
  })),
});

/** What was changed, what is held and why, a line each. @param sinceMs when it was woken */
export const describeLooks = (
  { before, now }: { readonly before: Looked; readonly now: Looked },
  sinceMs: number,
): readonly string[] => {
  const wrote = now.wroteAtMs !== null && now.wroteAtMs >= sinceMs;
  const seen = now.findings.filter(({ lastSeenMs }) => lastSeenMs >= sinceMs).map(({ finding }) => finding);
  const changed = seen.filter(({ code }) => findingCodes[code].kind === "change");
  const others = seen.filter(({ code }) => findingCodes[code].kind !== "change");
  const head = wrote ? "written" : "nothing to write";
  return [
    `${now.destination}: looked at ${new Date(now.readStartedAtMs).toISOString()}, ${head}`,
    ...(wrote ? describeDifference(before.published, now.published).map((line) => `  changed: ${line}`) : []),
    ...changed.flatMap(describeFinding).map((line) => `  changed: ${line}`),
    ...others.flatMap(describeFinding).map((line) => `  held or told: ${line}`),
  ];
};
