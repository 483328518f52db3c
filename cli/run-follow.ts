import { setTimeout as sleep } from "node:timers/promises";
import { isOver, type Run } from "../shared/runbooks/run.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Invoked, InvokeRunbook } from "./invoke-runbook.ts";

export type FollowOptions = { readonly follow?: boolean; readonly json?: boolean };

const pollSeconds = 3;
/** What was wrong with the request itself. */
const usageCodes = new Set(["bad-input", "unknown-runbook", "unknown-name", "request-reused"]);

/** Sends a request and shows its answer; with --follow until the run is over. */
export const invokeAndFollow = async (
  invoke: InvokeRunbook,
  request: Readonly<Record<string, unknown>>,
  options: FollowOptions,
  wait: () => Promise<void> = () => sleep(pollSeconds * 1000),
): Promise<ExitCode> => {
  let invoked = await invoke(request);
  if (options.follow === true) {
    let shown = 0;
    while (invoked.kind === "answer" && invoked.answer.kind === "run" && !isOver(invoked.answer.run)) {
      shown = showLog(invoked.answer.run, shown);
      await wait();
      invoked = await invoke({ run: invoked.answer.run.id, command: "status" });
    }
  }
  return showAnswer(invoked, options);
};

/** New lines of a run's log, as they come; they go beside the result, not into it. */
const showLog = ({ log }: Run, shown: number): number => {
  for (const { atMs, says } of log.slice(shown)) process.stderr.write(`${new Date(atMs).toISOString()} ${says}\n`);
  return log.length;
};

export const showAnswer = (invoked: Invoked, { json }: FollowOptions): ExitCode => {
  if (json === true)
    process.stdout.write(`${JSON.stringify(invoked.kind === "answer" ? invoked.answer : invoked, null, 2)}\n`);
  else if (invoked.kind === "refused") process.stderr.write(`${invoked.code}: ${invoked.message}\n`);
  else process.stdout.write(`${invoked.answer.text}\n`);
  return exitCodeOf(invoked);
};

const exitCodeOf = (invoked: Invoked): ExitCode => {
  if (invoked.kind === "refused") return usageCodes.has(invoked.code) ? EXIT.usage : EXIT.failed;
  if (invoked.answer.kind === "dry-run") return EXIT.ok;
  switch (invoked.answer.run.phase) {
    case "waiting":
    case "running":
    case "done":
      return EXIT.ok;
    case "refused":
    case "aborted":
    case "expired":
    case "failed":
      return EXIT.failed;
  }
};
