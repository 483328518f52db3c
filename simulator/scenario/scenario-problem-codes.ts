import { problemCodes } from "../../shared/config/problem-codes.ts";

/** Codes of headgate.yml that a scenario file can be refused with too, with the same meaning. */
const sharedCodes = [
  "empty-file",
  "not-a-map",
  "too-large",
  "yaml-syntax",
  "yaml-tab",
  "yaml-alias",
  "duplicate-key",
  "wrong-version",
  "unknown-key",
  "missing-key",
  "wrong-type",
  "not-one-of",
  "out-of-bounds",
  "illegal-name",
  "no-services",
  "rollout-never-ends",
] as const;

/** Codes of scenario files alone, with what each means. Codes are stable: they may be searched for and linked to. */
const ownCodes = {
  "file-unreadable": "The scenario file can't be read: it is not there, it is a folder, or this user may not.",
  "unknown-name": "A service, database, proxy or queue is named that the file does not define.",
  "call-circle":
    "Services call each other in a circle, themselves or through queues; a second of the run has no order for that.",
  "two-sources": "A service has more than one of users, callers and a queue.",
  "one-of": "Exactly one of several keys must be there, or at most one may.",
  "key-of-kind": "A key is missing that this kind needs, or is there and this kind has no use for it.",
  "wrong-order": "Times do not rise from one item to the next.",
  "wrong-time": "A time can't be read, or is not a whole minute.",
  "ends-before-it-begins": "A fault is over before it begins.",
  "after-the-end": "Something happens after the end of the run.",
  "count-contradiction": "Counts of tasks contradict each other: min, initial, cap and max.",
  "pool-contradiction": "The keys of a pool contradict each other.",
  "no-room": "Nothing of a database's connections is left for services.",
  "stands-twice": "The same item stands twice in a list.",
  "trace-unreadable": "A trace's file can't be read.",
  "trace-row": "A row of a trace can't be used: text, a gap, a negative number. File and line are the trace's.",
  "no-place-for-trace": "A trace is to take the place of the users' requests, and it is not clear whose.",
  "sweep-path":
    "A sweep names a key that is not in the form, belongs to nobody in the file, or is not part of the world.",
  "sweep-terms": "A sweep changes what controllers are told, which is one thing for the whole scenario.",
  "sweep-value": "The scenario with a value of the sweep is refused.",
  "sweep-size": "The sweep has more runs than anybody would wait for.",
} as const;

export type ScenarioProblemCode = (typeof sharedCodes)[number] | keyof typeof ownCodes;

/** Every code with its meaning, in the order of the alphabet. */
export function describeScenarioCodes(): readonly { readonly code: string; readonly means: string }[] {
  const shared = sharedCodes.map((code) => ({ code: code as string, means: problemCodes[code].means }));
  const own = Object.entries(ownCodes).map(([code, means]) => ({ code, means }));
  return [...shared, ...own].sort((a, b) => (a.code < b.code ? -1 : 1));
}
