import { refuseApprover, refuseStranger } from "../../shared/runbooks/identity.ts";
import type { CommandRequest } from "../../shared/runbooks/read-request.ts";
import { refuse } from "../../shared/runbooks/refusal.ts";
import { requestDigest } from "../../shared/runbooks/request-digest.ts";
import { ended, isOver, logged, type Run } from "../../shared/runbooks/run.ts";
import type { AnyRunbook } from "../../shared/runbooks/runbook.ts";
import { driveRun, lockOf, messageOf } from "./drive-run.ts";
import { type RunAnswer, RunRefused, runAnswer } from "./run-answer.ts";
import type { RunbookDeps } from "./runbook-deps.ts";
import { tellRun } from "./tell-run.ts";

const resumeSeconds = 30;

/** Tells where a run is, approves it, or ends it. @throws RunRefused with the code; accidents as they are */
export const commandRun = async (request: CommandRequest, deps: RunbookDeps): Promise<RunAnswer> => {
  const run = await deps.runs.get(request.run);
  if (run === null) throw new RunRefused(refuse("run-not-found", `there is no run ${request.run}`, "run"));
  switch (request.command) {
    case "status":
      return runAnswer(run);
    case "approve":
      return runAnswer(await approve(run, request, deps));
    case "abort":
      return runAnswer(await abort(run, request, deps));
  }
};

const approve = async (run: Run, { proof }: CommandRequest, deps: RunbookDeps): Promise<Run> => {
  const nowMs = deps.nowMs();
  if (isOver(run)) throw new RunRefused(refuse("run-over", `${run.id} is ${run.phase}`, "run"));
  if (run.phase !== "waiting") throw new RunRefused(refuse("approval-not-needed", `${run.id} is running`, "run"));
  if (nowMs >= run.approvalUntilMs!) {
    await expire(run, deps);
    throw new RunRefused(refuse("approval-expired", `${run.id} has waited until ${iso(run.approvalUntilMs!)}`, "run"));
  }
  if (proof === null) throw new RunRefused(refuse("proof-needed", "nobody has proven to approve it", "proof"));
  const digest = requestDigest("approve", run.id, run.runbook, run.params);
  const identified = await deps.identify(proof, digest, nowMs);
  if (identified.kind === "refused") throw new RunRefused(identified.refusal);
  const { identity } = identified;
  const refusal = refuseApprover(run.requestedBy, identity, deps.account());
  if (refusal !== null) throw new RunRefused(refusal);
  const approved = logged(
    {
      ...run,
      phase: "running",
      approvedBy: identity.arn,
      revision: run.revision + 1,
      nextStepAtMs: nowMs,
      isUntold: false,
    },
    nowMs,
    [`approved by ${identity.arn}`],
  );
  await deps.stepLater(messageOf(approved), resumeSeconds);
  if (!(await deps.runs.put(approved, null))) return (await deps.runs.get(run.id)) ?? run;
  return driveRun(approved, runbookOf(run, deps), deps);
};

const abort = async (run: Run, { proof }: CommandRequest, deps: RunbookDeps): Promise<Run> => {
  const nowMs = deps.nowMs();
  if (isOver(run)) throw new RunRefused(refuse("run-over", `${run.id} is ${run.phase}`, "run"));
  const digest = requestDigest("abort", run.id, run.runbook, run.params);
  const identified = proof === null ? null : await deps.identify(proof, digest, nowMs);
  if (identified?.kind === "refused") throw new RunRefused(identified.refusal);
  const refusal = identified === null ? null : refuseStranger(identified.identity, deps.account());
  if (refusal !== null) throw new RunRefused(refusal);
  const abortedBy = identified === null ? "" : identified.identity.arn;
  const runbook = runbookOf(run, deps);
  const said = logged({ ...run, abortedBy, revision: run.revision + 1, isUntold: false }, nowMs, [
    `abort asked for${abortedBy === "" ? "" : ` by ${abortedBy}`}`,
  ]);
  if (run.phase === "waiting" || runbook.abort === undefined || run.step === 0) {
    const over = ended(said, "aborted", nowMs);
    return (await deps.runs.put(over, lockOf(runbook, run))) ? over : ((await deps.runs.get(run.id)) ?? run);
  }
  // What it was about to do is dropped: what has been done of it is read by the runbook's own way back.
  const next = { ...said, pending: [], ending: null, tries: 0, nextStepAtMs: nowMs };
  await deps.stepLater(messageOf(next), resumeSeconds);
  if (!(await deps.runs.put(next, null))) return (await deps.runs.get(run.id)) ?? run;
  return driveRun(next, runbook, deps);
};

/** Nobody has approved in time. */
export const expire = async (run: Run, deps: RunbookDeps): Promise<void> => {
  const nowMs = deps.nowMs();
  const refusal = refuse("approval-expired", `nobody has approved until ${iso(run.approvalUntilMs!)}`);
  const over = { ...ended(run, "expired", nowMs, { refusal }), revision: run.revision + 1, isUntold: true };
  if (await deps.runs.put(over, lockOf(runbookOf(run, deps), run))) await tellRun(over, deps);
};

/** @throws Error for a runbook that this release doesn't have any more */
export const runbookOf = ({ id, runbook: name }: Run, { registry }: Pick<RunbookDeps, "registry">): AnyRunbook => {
  const runbook = registry.find((one) => one.name === name);
  if (runbook === undefined) throw new Error(`run ${id} is of the runbook ${name}, which is not there any more`);
  return runbook;
};

const iso = (atMs: number): string => new Date(atMs).toISOString();
