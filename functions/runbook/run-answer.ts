import { describeRefusal, type Refusal } from "../../shared/runbooks/refusal.ts";
import type { Run } from "../../shared/runbooks/run.ts";
import { type Change, describeChange, type Report } from "../../shared/runbooks/step.ts";

/** What whoever invoked the function gets back; a refusal is thrown as an error, so that every caller's exit code says so. */
export type RunAnswer =
  | {
      readonly kind: "dry-run";
      readonly runbook: string;
      readonly changes: readonly Change[];
      readonly needsApproval: boolean;
      readonly text: string;
    }
  | { readonly kind: "run"; readonly run: Run; readonly text: string };

/** A refusal at the function's edge: the name is the code, which is what `invoke` and Systems Manager show. */
export class RunRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(describeRefusal(refusal));
    this.refusal = refusal;
    this.name = refusal.code;
    // Nobody who reads it has the code in front of them.
    this.stack = `${refusal.code}: ${this.message}`;
  }
}

/** @param found what the first step says where it finds nothing to do; "": nothing */
export const dryRunAnswer = (
  runbook: string,
  changes: readonly Change[],
  needsApproval: boolean,
  found = "",
): RunAnswer => {
  const lines = changes.map((change) => `  ${describeChange(change)}`);
  const last = needsApproval
    ? "Nothing was changed. With confirm: true another person is asked to approve it."
    : "Nothing was changed. Run it again with confirm: true.";
  const text =
    changes.length === 0
      ? [`${runbook} would change nothing.`, ...(found === "" ? [] : [found])].join("\n")
      : [`${runbook} would change:`, ...lines, last].join("\n");
  return { kind: "dry-run", runbook, changes, needsApproval, text };
};

export const runAnswer = (run: Run): RunAnswer => ({ kind: "run", run, text: describeRun(run) });

/** A run for a person: where it is, what it did, how it ended. */
export const describeRun = (run: Run): string => {
  const head = `${run.runbook} ${run.id}: ${headOf(run)}`;
  const log = run.log.map(({ atMs, says }) => `  ${new Date(atMs).toISOString()} ${says}`);
  const end = [
    reportText(run.report),
    run.refusal === null ? null : `${run.refusal.code}: ${describeRefusal(run.refusal)}`,
  ];
  return [head, ...log, ...end.filter((line) => line !== null)].join("\n");
};

const reportText = (report: Report | null): string | null =>
  report === null || report.text === "" ? null : report.text;

const headOf = (run: Run): string => {
  switch (run.phase) {
    case "waiting":
      return `waits until ${iso(run.approvalUntilMs)} for another person: npx headgate run --approve ${run.id}`;
    case "running":
      return `is running, next step at ${iso(run.nextStepAtMs)}`;
    case "aborted":
      return `was aborted${run.abortedBy ? ` by ${run.abortedBy}` : ""}`;
    case "done":
    case "refused":
    case "expired":
    case "failed":
      return run.phase;
  }
};

const iso = (atMs: number | null): string => (atMs === null ? "?" : new Date(atMs).toISOString());
