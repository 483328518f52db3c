import { isOver, type RunMessage } from "../../shared/runbooks/run.ts";
import { expire, runbookOf } from "./command-run.ts";
import { driveRun } from "./drive-run.ts";
import type { RunbookDeps } from "./runbook-deps.ts";
import { tellRun } from "./tell-run.ts";

/** SQS delays a message to the second, and clocks differ. */
const earlySeconds = 2;

/** Goes on with a run where a message says so; a message of another step than the run's is stale, and is dropped. */
export const continueRun = async ({ run: id, step }: RunMessage, deps: RunbookDeps): Promise<void> => {
  const stored = await deps.runs.get(id);
  if (stored === null || stored.step !== step) return;
  const run = await tellRun(stored, deps);
  if (isOver(run)) return;
  const nowMs = deps.nowMs();
  if (run.phase === "waiting") {
    if (nowMs >= run.approvalUntilMs!) return expire(run, deps);
    return deps.stepLater({ kind: "run-step", version: 1, run: id, step }, (run.approvalUntilMs! - nowMs) / 1000);
  }
  // SQS delays no message for more than a quarter of an hour.
  if (run.pending.length === 0 && nowMs < run.nextStepAtMs - earlySeconds * 1000)
    return deps.stepLater({ kind: "run-step", version: 1, run: id, step }, (run.nextStepAtMs - nowMs) / 1000);
  await driveRun(run, runbookOf(run, deps), deps);
};
