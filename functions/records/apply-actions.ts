import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { Finding } from "../../shared/plan/explain/finding.ts";
import { type Destination, isWritten } from "../../shared/records/destination.ts";
import type { RecordsAction } from "../../shared/records/records-action.ts";
import type { RecordsDeps } from "./records-deps.ts";

export type RecordsOutcome =
  | { readonly kind: "done"; readonly action: RecordsAction }
  | { readonly kind: "failed"; readonly action: RecordsAction; readonly detail: string; readonly soon: boolean }
  /** Somebody else recorded a newer plan before this write. */
  | { readonly kind: "superseded"; readonly action: RecordsAction };

/**
 * Writes one action after the other; a failed one doesn't keep the others from being tried.
 *
 * The version is read again before each: of two invocations at most one writes.
 *
 * @throws what the table answers
 */
export const applyActions = async (
  actions: readonly RecordsAction[],
  recorded: { readonly destination: Destination; readonly version: number },
  deps: Pick<RecordsDeps, "table" | "applyAction" | "retrySoon">,
): Promise<readonly RecordsOutcome[]> => {
  const { destination, version } = recorded;
  const applyAction = isWritten(destination) ? deps.applyAction : null;
  if (applyAction === null) return [];
  const outcomes: RecordsOutcome[] = [];
  for (const action of actions) {
    if (!(await deps.table.isCurrent(destination.id, version))) {
      outcomes.push({ kind: "superseded", action });
      continue;
    }
    try {
      await applyAction(action);
      outcomes.push({ kind: "done", action });
    } catch (error) {
      const { name, message } = nameAndMessage(error);
      outcomes.push({ kind: "failed", action, detail: `${name}: ${message}`, soon: deps.retrySoon(error) });
    }
  }
  return outcomes;
};

/** What people are told of failed writes: one finding, with AWS's words about the first. */
export const failedWrites = (outcomes: readonly RecordsOutcome[]): readonly Finding[] => {
  const failed = outcomes.filter((outcome) => outcome.kind === "failed");
  const [first] = failed;
  if (first === undefined) return [];
  return [
    {
      code: "records-write-failed",
      service: null,
      database: null,
      numbers: { failedWrites: failed.length },
      detail: `${first.action.kind}: ${first.detail}`,
      unlocks: [],
    },
  ];
};
