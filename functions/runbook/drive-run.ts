import { nameAndMessage } from "../../shared/aws/failure.ts";
import { refuse } from "../../shared/runbooks/refusal.ts";
import { ended, isOver, logged, type Run } from "../../shared/runbooks/run.ts";
import type { RunTools } from "../../shared/runbooks/run-tools.ts";
import type { AnyRunbook, PlanInput } from "../../shared/runbooks/runbook.ts";
import { describeChange, type Step } from "../../shared/runbooks/step.ts";
import { retryWaitSeconds } from "./retry-wait.ts";
import type { RunbookDeps } from "./runbook-deps.ts";
import { tellRun } from "./tell-run.ts";

/** A step that is killed while it applies is taken up again after this long. */
const resumeSeconds = 30;
/** A step that has failed so often ends its run. */
const mostTries = 10;

/**
 * Takes a run one step on: what is pending is applied first; then read → plan → record → apply.
 *
 * The step is recorded with what it will do before it does it, and the next message is sent before that, so that a run
 * which is killed anywhere goes on; every action is harmless when it is done twice.
 *
 * @returns the run as it is now, also where somebody else was faster
 * @throws what the table or the queue answer; the message comes again
 */
export const driveRun = async (run: Run, runbook: AnyRunbook, deps: RunbookDeps): Promise<Run> => {
  if (isOver(run) || run.phase === "waiting") return run;
  const tools: RunTools = { ...deps.tools, runId: run.id, requestedBy: run.requestedBy };
  try {
    const settled = run.abortedBy === null ? await applyPending(run, runbook, tools, deps) : run;
    if (settled === null || isOver(settled)) return settled ?? (await current(run, deps));
    return await nextStep(settled, runbook, tools, deps);
  } catch (error) {
    return failedTry(run, error, runbook, deps);
  }
};

const nextStep = async (run: Run, runbook: AnyRunbook, tools: RunTools, deps: RunbookDeps): Promise<Run> => {
  const reading = await runbook.read(run.params, run.state, tools);
  const nowMs = deps.nowMs();
  const aborting = run.abortedBy !== null;
  const input: PlanInput<unknown, unknown, unknown> = {
    params: run.params,
    state: run.state,
    reading,
    config: deps.config,
    nowMs,
    run: { id: run.id, startedAtMs: run.startedAtMs, requestedBy: run.requestedBy, approvedBy: run.approvedBy },
  };
  const step: Step<unknown, unknown> =
    aborting && runbook.abort !== undefined ? runbook.abort(input) : runbook.plan(input);
  switch (step.kind) {
    case "refused": {
      const { refusal } = step;
      const tries = run.tries + 1;
      if (refusal.mayPass === true && tries < mostTries)
        return tryAgain(run, tries, `not yet, try ${tries}: ${refusal.code}: ${refusal.message}`, deps);
      return end(ended(run, "refused", nowMs, { refusal }), runbook, deps);
    }
    case "done":
      return end(ended(run, aborting ? "aborted" : "done", nowMs, { report: step.report }), runbook, deps);
    case "wait": {
      const next = logged(stepped(run, step.state, [], null, nowMs + step.inSeconds * 1000), nowMs, [step.says]);
      await deps.stepLater(messageOf(next), step.inSeconds);
      return (await deps.runs.put(next, null)) ? next : current(run, deps);
    }
    case "act": {
      const inSeconds = step.next?.inSeconds ?? resumeSeconds;
      const next = stepped(
        run,
        step.state,
        step.actions,
        step.next === null ? step.report : null,
        nowMs + inSeconds * 1000,
      );
      const noted = run.state === null ? logged(next, nowMs, step.changes.map(describeChange)) : next;
      await deps.stepLater(messageOf(noted), inSeconds);
      if (!(await deps.runs.put(noted, null))) return current(run, deps);
      const settled = await applyPending(noted, runbook, tools, deps);
      return settled ?? current(run, deps);
    }
  }
};

const stepped = (
  run: Run,
  state: unknown,
  pending: readonly unknown[],
  ending: Run["ending"],
  nextStepAtMs: number,
): Run => ({
  ...run,
  revision: run.revision + 1,
  step: run.step + 1,
  state,
  pending,
  ending,
  tries: 0,
  nextStepAtMs,
});

/** @returns the run with nothing pending; `null`: somebody else was faster */
const applyPending = async (run: Run, runbook: AnyRunbook, tools: RunTools, deps: RunbookDeps): Promise<Run | null> => {
  if (run.pending.length === 0 && run.ending === null) return run;
  const says: string[] = [];
  for (const action of run.pending) says.push(await runbook.apply(action, tools));
  const nowMs = deps.nowMs();
  const done = logged({ ...run, pending: [], tries: 0 }, nowMs, says);
  if (run.ending !== null) {
    const phase = run.abortedBy === null ? "done" : "aborted";
    return end(ended(done, phase, nowMs, { report: run.ending }), runbook, deps);
  }
  const next = { ...done, revision: run.revision + 1 };
  return (await deps.runs.put(next, null)) ? next : null;
};

/** @param run over already, under the revision before */
const end = async (run: Run, runbook: AnyRunbook, deps: RunbookDeps): Promise<Run> => {
  const next = { ...run, revision: run.revision + 1, isUntold: true };
  if (!(await deps.runs.put(next, lockOf(runbook, run)))) return current(run, deps);
  return tellRun(next, deps);
};

const failedTry = async (before: Run, error: unknown, runbook: AnyRunbook, deps: RunbookDeps): Promise<Run> => {
  const { name, message } = nameAndMessage(error);
  const nowMs = deps.nowMs();
  deps.log.warn("step failed", { run: before.id, runbook: before.runbook, errorName: name, errorMessage: message });
  const run = await current(before, deps);
  if (isOver(run)) {
    // It is the news of its end that failed.
    if (run.isUntold === true) await deps.stepLater(messageOf(run), retryWaitSeconds(run.id, 1));
    return run;
  }
  const tries = run.tries + 1;
  const says = `failed, try ${tries}: ${name}: ${message.slice(0, 300)}`;
  if (tries < mostTries) return tryAgain(run, tries, says, deps);
  const refusal = refuse("step-failed", `step ${run.step}: ${name}: ${message}`, undefined, { tries });
  return end(ended(logged({ ...run, tries }, nowMs, [says]), "failed", nowMs, { refusal }), runbook, deps);
};

const tryAgain = async (run: Run, tries: number, says: string, deps: RunbookDeps): Promise<Run> => {
  const nowMs = deps.nowMs();
  const waitSeconds = retryWaitSeconds(run.id, tries);
  const next = {
    ...logged({ ...run, tries }, nowMs, [says]),
    revision: run.revision + 1,
    nextStepAtMs: nowMs + waitSeconds * 1000,
  };
  await deps.stepLater(messageOf(next), waitSeconds);
  return (await deps.runs.put(next, null)) ? next : current(run, deps);
};

/** What keeps two runs off the same thing; `null`: nothing has to. */
export const lockOf = (runbook: AnyRunbook, { params }: Pick<Run, "params">): string | null =>
  runbook.exclusive?.(params) ?? null;

export const messageOf = ({ id, step }: Run) => ({ kind: "run-step", version: 1, run: id, step }) as const;

const current = async (run: Run, deps: RunbookDeps): Promise<Run> => (await deps.runs.get(run.id)) ?? run;
