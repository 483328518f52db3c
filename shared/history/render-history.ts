import type { ListedDecision } from "../aws/decision-table.ts";
import { count, describeAction } from "./describe-action.ts";
import type { RunEntry } from "./history-entry.ts";

/** A line of the list, decisions and runs alike. */
export type ListedEntry = ({ readonly kind: "decision" } & ListedDecision) | RunEntry;

/** One entry in a line or two: when, its id, what was done, and what it says. */
export const renderListed = (entry: ListedEntry): string => {
  if (entry.kind === "run") {
    const { id, atMs, runbook, state, requestedBy, approvedBy } = entry;
    const by = `by ${requester(requestedBy)}${approvedBy === null ? "" : `, approved by ${approvedBy}`}`;
    return `${new Date(atMs).toISOString()}  run ${id}\n    ${runbook}: ${state}, ${by}`;
  }
  const { domain, id, summary, actions, outcomes } = entry;
  const written = actions.map((action, index) => {
    const outcome = outcomes?.[index];
    const became = outcome === undefined ? "outcome not known" : outcome.kind;
    return `    ${describeAction(action)} (${became})`;
  });
  const codes = summary === null || summary.codes.length === 0 ? "" : `    says: ${summary.codes.join(", ")}`;
  const causes = summary === null ? "stored by an earlier release" : summary.causes.join(", ");
  return [`${domain}/${id}  ${causes}`, ...written, ...(codes === "" ? [] : [codes])].join("\n");
};

/** A run with its steps. */
export const renderRun = (run: RunEntry): string => {
  const { id, runbook, params, requestedBy, approvedBy, atMs, endedAtMs, state, steps, correlationId } = run;
  const ended = endedAtMs === null ? "not ended" : `ended ${new Date(endedAtMs).toISOString()}`;
  return [
    `run ${id}: ${runbook}, ${state}`,
    `begun ${new Date(atMs).toISOString()} by ${requester(requestedBy)}, ${approvedBy === null ? "no approval" : `approved by ${approvedBy}`}, ${ended}`,
    `event ${correlationId}`,
    `parameters: ${JSON.stringify(params)}`,
    "",
    count(steps.length, "step"),
    ...steps.flatMap(({ atMs: at, step, did }) => [
      `  ${new Date(at).toISOString()}  ${step}`,
      ...did.map((line) => `    ${line}`),
    ]),
  ].join("\n");
};

/** Whoever invokes the function directly proves nothing. */
const requester = (arn: string): string => (arn === "" ? "somebody unproven" : arn);
