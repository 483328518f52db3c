import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { WriteAction } from "../../shared/aws/write-actions.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import type { Outcome } from "../../shared/state/decision.ts";
import type { DomainState } from "../../shared/state/domain-state.ts";
import { repeatFirstUnanswered } from "./repeat-first-unanswered.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Writes one action after the other; a failed one doesn't keep the others from being written.
 *
 * The version is read again before each: of two invocations at most one writes.
 *
 * @param recorded the version of the plan that the actions are of
 * @param halted the circuit breaker is open: nothing is written
 * @returns an outcome for each action, in the same order
 * @throws what the table answers
 */
export const applyActions = async (
  actions: readonly Action[],
  { domain, version }: Pick<DomainState, "domain" | "version">,
  halted: boolean,
  { writeAction, table }: Pick<ScaleDeps, "writeAction" | "table">,
): Promise<readonly Outcome[]> => {
  if (halted || writeAction === null) return actions.map((action) => ({ kind: "withheld", action }));
  const write = repeatFirstUnanswered(writeAction);
  const outcomes: Outcome[] = [];
  for (const action of actions) {
    const isCurrent = await table.isCurrent(domain, version);
    outcomes.push(isCurrent ? await applyAction(action, write) : { kind: "superseded", action });
  }
  return outcomes;
};

const applyAction = async (action: Action, write: WriteAction): Promise<Outcome> => {
  try {
    await write(action);
    return { kind: "done", action };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    return { kind: "failed", action, detail: `${name}: ${message}` };
  }
};
