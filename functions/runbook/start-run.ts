import { refuseStranger } from "../../shared/runbooks/identity.ts";
import type { StartRequest } from "../../shared/runbooks/read-request.ts";
import { refuse } from "../../shared/runbooks/refusal.ts";
import { requestDigest, sameParams } from "../../shared/runbooks/request-digest.ts";
import { ended, logged, newRun, type Run } from "../../shared/runbooks/run.ts";
import type { RunTools } from "../../shared/runbooks/run-tools.ts";
import type { AnyRunbook } from "../../shared/runbooks/runbook.ts";
import { describeChange, type Step } from "../../shared/runbooks/step.ts";
import { driveRun, lockOf, messageOf } from "./drive-run.ts";
import { dryRunAnswer, type RunAnswer, RunRefused, runAnswer } from "./run-answer.ts";
import type { RunbookDeps } from "./runbook-deps.ts";
import { tellRun } from "./tell-run.ts";

/** A run that is killed before its first step, or before it has told that it waits, is taken up after this long. */
const resumeSeconds = 30;

/**
 * Answers a request: a report, a dry run, a run that waits for approval, or one that has begun.
 *
 * The same request id twice is one run: the second time it is told where that is.
 *
 * @throws RunRefused with the code; accidents as they are
 */
export const startRun = async (request: StartRequest, deps: RunbookDeps): Promise<RunAnswer> => {
  const { runbook, params, confirm, requestId } = request;
  refuseUnlessAllowed(runbook, deps);
  if (confirm) {
    const before = await deps.runs.get(requestId);
    if (before !== null) return sameRequest(before, request, deps);
  }
  const requestedBy = await requesterOf(request, deps);
  const first = await firstStep(request, requestedBy.arn, deps);
  if (first.kind === "refused") throw new RunRefused(first.refusal);
  if (runbook.effect === "reads") return report(request, first, requestedBy.arn, deps);
  const needsApproval = isApprovalNeeded(runbook, params, deps);
  if (!confirm) {
    const found = first.kind === "done" ? first.report.text : "";
    return dryRunAnswer(runbook.name, first.kind === "act" ? first.changes : [], needsApproval, found);
  }

  const waits = needsApproval && requestedBy.approvedBy === null;
  if (waits && requestedBy.arn === "")
    throw new RunRefused(
      refuse("proof-needed", `${runbook.name} needs an approval, and nobody has proven to ask for it`),
    );
  const nowMs = deps.nowMs();
  const approvalUntilMs = waits ? nowMs + deps.config.runbooks.approvalMinutes * 60_000 : null;
  const fresh = newRun(
    { id: requestId, runbook: runbook.name, params, requestedBy: requestedBy.arn, approvalUntilMs },
    nowMs,
  );
  const run = { ...fresh, approvedBy: requestedBy.approvedBy };
  return waits ? waitForApproval(run, runbook, first, deps) : begin(run, runbook, deps);
};

/** Only what headgate.yml names may change the account. */
const refuseUnlessAllowed = ({ name, effect }: AnyRunbook, { config }: RunbookDeps): void => {
  if (effect === "account" && !config.runbooks.allow.includes(name))
    throw new RunRefused(
      refuse("not-allowed", `${name} changes the account, and headgate.yml doesn't allow it`, "runbook"),
    );
};

const isApprovalNeeded = (runbook: AnyRunbook, params: StartRequest["params"], { config }: RunbookDeps): boolean =>
  config.runbooks.approval.includes(runbook.name) || (runbook.alwaysApproved?.(params) ?? false);

type Requester = { readonly arn: string; readonly approvedBy: string | null };

const requesterOf = async (request: StartRequest, deps: RunbookDeps): Promise<Requester> => {
  const { runbook, params, requestId, proof, automationExecutionId } = request;
  if (automationExecutionId !== null) {
    const approval = await deps.readApproval(automationExecutionId, runbook.name, params);
    if (approval.kind === "refused") throw new RunRefused(approval.refusal);
    return { arn: approval.requestedBy, approvedBy: approval.approvedBy };
  }
  if (proof === null) return { arn: "", approvedBy: null };
  const digest = requestDigest("ask", requestId, runbook.name, params);
  const identified = await deps.identify(proof, digest, deps.nowMs());
  if (identified.kind === "refused") throw new RunRefused(identified.refusal);
  const refusal = refuseStranger(identified.identity, deps.account());
  if (refusal !== null) throw new RunRefused(refusal);
  return { arn: identified.identity.arn, approvedBy: null };
};

const firstStep = async (
  { runbook, params, requestId }: StartRequest,
  requestedBy: string,
  deps: RunbookDeps,
): Promise<Step<unknown, unknown>> => {
  const tools: RunTools = { ...deps.tools, runId: requestId, requestedBy };
  const reading = await runbook.read(params, null, tools);
  const nowMs = deps.nowMs();
  const run = { id: requestId, startedAtMs: nowMs, requestedBy, approvedBy: null };
  return runbook.plan({ params, state: null, reading, config: deps.config, nowMs, run });
};

/** What changes nothing is over at once, and is in the history too. */
const report = async (
  { runbook, params, requestId }: StartRequest,
  step: Step<unknown, unknown>,
  requestedBy: string,
  deps: RunbookDeps,
): Promise<RunAnswer> => {
  if (step.kind !== "done") throw new Error(`${runbook.name} only reads, and its step is ${step.kind}`);
  const nowMs = deps.nowMs();
  const about = { id: requestId, runbook: runbook.name, params, requestedBy, approvalUntilMs: null };
  const run = ended(newRun(about, nowMs), "done", nowMs, { report: step.report });
  await deps.runs.create(run, null);
  // Whoever asks for a report wants the report.
  return { ...runAnswer(run), text: step.report.text };
};

const waitForApproval = async (
  run: Run,
  runbook: AnyRunbook,
  first: Step<unknown, unknown>,
  deps: RunbookDeps,
): Promise<RunAnswer> => {
  const changes = first.kind === "act" ? first.changes.map((change) => `would change ${describeChange(change)}`) : [];
  const waiting = { ...logged(run, run.startedAtMs, changes), isUntold: true };
  // Whoever has to approve is told then at the latest; and it is looked at when its time is over.
  await deps.stepLater(messageOf(waiting), resumeSeconds);
  return runAnswer(await tellRun(await create(waiting, runbook, deps), deps));
};

const begin = async (run: Run, runbook: AnyRunbook, deps: RunbookDeps): Promise<RunAnswer> => {
  await deps.stepLater(messageOf(run), resumeSeconds);
  return runAnswer(await driveRun(await create(run, runbook, deps), runbook, deps));
};

const create = async (run: Run, runbook: AnyRunbook, deps: RunbookDeps): Promise<Run> => {
  const lock = lockOf(runbook, run);
  switch (await deps.runs.create(run, lock)) {
    case "created":
      return run;
    case "exists":
      return (await deps.runs.get(run.id)) ?? run;
    case "locked":
      throw new RunRefused(refuse("another-run", `another run works on ${lock}`));
  }
};

const sameRequest = async (
  before: Run,
  { runbook, params, requestId }: StartRequest,
  deps: RunbookDeps,
): Promise<RunAnswer> => {
  if (before.runbook !== runbook.name || !sameParams(before.params, params))
    throw new RunRefused(
      refuse("request-reused", `${requestId} is a run of ${before.runbook} with other parameters`, "requestId"),
    );
  // One that was killed before its first step goes on.
  const isUnbegun = before.phase === "running" && before.step === 0;
  return runAnswer(isUnbegun ? await driveRun(before, runbook, deps) : before);
};
