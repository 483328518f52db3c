import type { Notice } from "../../shared/notices/notice.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";
import { personOf } from "../../shared/runbooks/identity.ts";
import type { Run } from "../../shared/runbooks/run.ts";
import type { RunNews } from "./runbook-deps.ts";

/** What people are told of a run: that it waits for one of them, and how it ended. */
export const runNotice = (news: RunNews, run: Run, stack: string, nowMs: number): Notice => {
  const code = codeOf(news, run);
  const service = typeof run.params["service"] === "string" ? run.params["service"] : null;
  const database = typeof run.params["database"] === "string" ? run.params["database"] : null;
  return {
    version: 1,
    id: `${stack}/run/${run.id}/${code}`,
    atMs: nowMs,
    stack,
    domain: `run/${run.id}`,
    state: "raised",
    kind: findingCodes[code].kind,
    code,
    service,
    database,
    finding: { code, service, database, numbers: numbersOf(run), detail: detailOf(run), unlocks: [] },
    sinceMs: run.startedAtMs,
  };
};

const codeOf = (news: RunNews, { phase }: Run): FindingCode => {
  if (news === "needs-approval") return "run-needs-approval";
  return phase === "done" ? "run-done" : "run-not-done";
};

const numbersOf = ({ step, approvalUntilMs, phase }: Run): Readonly<Record<string, number>> => ({
  steps: step,
  ...(phase === "waiting" && approvalUntilMs !== null ? { untilMs: approvalUntilMs } : {}),
});

const detailOf = (run: Run): string => {
  const by = run.requestedBy === "" ? "" : ` by ${personOf(run.requestedBy)}`;
  const head = `${run.runbook}${by}, ${run.phase}`;
  const why =
    run.refusal === null
      ? (run.report?.text ?? run.log.map(({ says }) => says).join("; "))
      : `${run.refusal.code}: ${run.refusal.message}`;
  return `${head}: ${why}`;
};
