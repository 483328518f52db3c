import { makeNotice } from "../../shared/notices/make-notice.ts";
import type { Notice, NoticeContext } from "../../shared/notices/notice.ts";
import type { FindingCode } from "../../shared/plan/explain/codes.ts";
import { personOf } from "../../shared/runbooks/identity.ts";
import type { Run } from "../../shared/runbooks/run.ts";
import type { RunNews } from "./runbook-deps.ts";

/** What people are told of a run: that it waits for one of them, and how it ended. */
export const runNotice = (news: RunNews, run: Run, context: NoticeContext, nowMs: number): Notice => {
  const code = codeOf(news, run);
  const service = textOf(run.params["service"]);
  const database = textOf(run.params["database"]);
  return makeNotice(
    { code, service, database, numbers: numbersOf(run), detail: detailOf(run), unlocks: [] },
    { id: `${context.stack}/run/${run.id}/${code}`, state: "raised", atMs: nowMs },
    { sinceMs: run.startedAtMs, lastSeenMs: nowMs },
    context,
  );
};

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const codeOf = (news: RunNews, { phase }: Run): FindingCode => {
  if (news === "needs-approval") return "run-needs-approval";
  return phase === "done" ? "run-done" : "run-not-done";
};

const numbersOf = ({ step, approvalUntilMs, phase }: Run): Readonly<Record<string, number>> => ({
  steps: step,
  ...(phase === "waiting" && approvalUntilMs !== null ? { untilMs: approvalUntilMs } : {}),
});

/** First which run, then what came of it. */
const detailOf = (run: Run): string => {
  const by = run.requestedBy === "" ? "" : ` by ${personOf(run.requestedBy)}`;
  const end = run.phase === "done" || run.phase === "waiting" ? "" : `, ${run.phase}`;
  const said = run.log.map(({ says }) => says).join("; ");
  const why = run.refusal === null ? (run.report?.text ?? said) : `${run.refusal.code}: ${run.refusal.message}`;
  return `${run.runbook} ${run.id}${by}${end}${why === "" ? "" : `: ${why}`}`;
};
