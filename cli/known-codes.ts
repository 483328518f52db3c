import { problemCodes } from "../shared/config/problem-codes.ts";
import { findingCodes, type Severity } from "../shared/plan/explain/codes.ts";

/** A code that people meet, from either table. One name may be in both: `limit-unknown` is a warning and a hold. */
export type KnownCode = {
  readonly code: string;
  readonly source: "notice" | "configuration";
  /** What it does: to the plan, or to the file. */
  readonly kind: "change" | "cap" | "hold" | "warning" | "error";
  /** Of notices: who should be woken. `null`: it is in no notice. */
  readonly severity: Severity | null;
  readonly means: string;
  readonly remedy: string;
};

/** In the order of the tables, which keep together what belongs together. */
export const knownCodes: readonly KnownCode[] = [
  ...Object.entries(findingCodes).map(([code, { kind, severity, means, remedy }]): KnownCode => {
    return { code, source: "notice", kind, severity, means, remedy };
  }),
  ...Object.entries(problemCodes).map(([code, { severity: kind, means, remedy }]): KnownCode => {
    return { code, source: "configuration", kind, severity: null, means, remedy };
  }),
];

/** Where a code is met. */
export const places: Readonly<Record<KnownCode["source"], string>> = {
  notice: "in notices and plans",
  configuration: "in headgate.yml",
};

export const kindMeanings: Readonly<Record<KnownCode["kind"], string>> = {
  change: "something was decided",
  cap: "less is granted than was asked",
  hold: "what is there is kept",
  warning: "nothing is changed by it",
  error: "the file is refused",
};
