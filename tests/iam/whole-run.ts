/** What jest hands to its globalSetup and globalTeardown, as far as it says which test files it runs. */
export type JestRun = {
  readonly testPathPatterns?: { readonly patterns: readonly string[] };
  readonly testNamePattern?: string;
  readonly onlyChanged?: boolean;
  readonly onlyFailures?: boolean;
  readonly findRelatedTests?: boolean;
  readonly shard?: unknown;
};

/** Whether nothing was left out of a run. */
export const isWholeRun = (run: JestRun): boolean =>
  (run.testPathPatterns?.patterns.length ?? 0) === 0 &&
  (run.testNamePattern ?? "") === "" &&
  ![run.onlyChanged, run.onlyFailures, run.findRelatedTests, run.shard].some(Boolean);
