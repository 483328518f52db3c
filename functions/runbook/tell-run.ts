import { isOver, type Run } from "../../shared/runbooks/run.ts";
import type { RunbookDeps } from "./runbook-deps.ts";

/**
 * Tells what a stored run still has to tell, and notes that it was told. One that is killed in between tells it again.
 *
 * @throws what SNS and the table answer; the next message of the run tells it
 */
export const tellRun = async (run: Run, deps: RunbookDeps): Promise<Run> => {
  if (run.isUntold !== true) return run;
  await deps.tell(isOver(run) ? "ended" : "needs-approval", run);
  const told = { ...run, isUntold: false, revision: run.revision + 1 };
  return (await deps.runs.put(told, null)) ? told : ((await deps.runs.get(run.id)) ?? run);
};
