import type { FailureKind } from "./judge-input.ts";

/** A piece of a run: some inputs of one target, by their numbers. */
export type FuzzJob = {
  readonly target: string;
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** Makes the first input and tells it, and reads none: whoever had it is gone. */
  readonly onlyMakes?: true;
};

/** What a run knows of a target without loading it. */
export type TargetAbout = { readonly name: string; readonly share: number; readonly documentedCodes: number };

/** What all workers of a run are told. */
export type FuzzRun = {
  readonly seed: number;
  /** A file with other targets; `null`: the product's. */
  readonly module: string | null;
  /** One input that is read in the place of those that are made; absent: none. */
  readonly replayed?: string;
  /** Which input is being read, by its number, for whoever watches from outside. */
  readonly current: Int32Array;
};

export type FuzzFailure = {
  readonly target: string;
  readonly kind: FailureKind;
  readonly message: string;
  readonly seed: number;
  readonly index: number;
  readonly input: string;
};

/** Counts of a job. Codes are counted by the inputs in which they occur. */
export type FuzzCounts = {
  readonly accepted: number;
  readonly rejected: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Live bytes of the worker after the job, garbage collected. */
  readonly heapBytes: number;
};

/** What a worker posts: any number of failures and smaller inputs of them, then one of the others. */
export type FuzzAnswer =
  /** Once, before anything else. */
  | { readonly kind: "loaded"; readonly targets: readonly TargetAbout[] }
  | { readonly kind: "ready" }
  | { readonly kind: "made"; readonly input: string }
  | { readonly kind: "failure"; readonly failure: FuzzFailure }
  | { readonly kind: "done"; readonly counts: FuzzCounts };
