import type { AnyRunbook } from "../shared/runbooks/runbook.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { InvokeRunbook } from "./invoke-runbook.ts";
import { loadConfig } from "./load-config.ts";
import { localPeople, openLocalStack } from "./local-runbook.ts";
import { type FollowOptions, invokeAndFollow } from "./run-follow.ts";
import type { RunbookOptions } from "./runbook-options.ts";

/** Of the world's time: a park of a night is over by then. */
const mostHours = 24;
const stepSeconds = 10;

/**
 * The same request to the same functions, on a cloud in this process that nothing is left of. Approvals are given by a
 * second made-up person, and the run is played to its end, in the world's time.
 */
export const runLocally = async (
  runbook: AnyRunbook,
  params: Readonly<Record<string, unknown>>,
  options: RunbookOptions & FollowOptions,
): Promise<ExitCode> => {
  const loaded = loadConfig(options.config ?? "headgate.yml");
  if (loaded.kind === "failed") {
    process.stderr.write(`${loaded.output}\n`);
    return loaded.exitCode === EXIT.ok ? EXIT.failed : loaded.exitCode;
  }
  const stack = await openLocalStack(loaded.config, Date.now());
  const untilMs = stack.nowMs() + mostHours * 3_600_000;
  const approving: InvokeRunbook = async (request) => {
    const invoked = await stack.invoke(request);
    const isWaiting =
      invoked.kind === "answer" && invoked.answer.kind === "run" && invoked.answer.run.phase === "waiting";
    if (!isWaiting || invoked.answer.kind !== "run") return invoked;
    return stack.invoke({ run: invoked.answer.run.id, command: "approve", proof: localPeople.approves });
  };
  const { confirm = false, requestId = "local-run" } = options;
  const request = {
    runbook: runbook.name,
    params,
    confirm,
    requestId,
    ...(confirm ? { proof: localPeople.asks } : {}),
  };
  const playOn = async (): Promise<void> => {
    if (stack.nowMs() < untilMs) return stack.live(stepSeconds);
    await stack.invoke({ run: requestId, command: "abort", proof: localPeople.asks });
  };
  return invokeAndFollow(approving, request, { ...options, follow: true }, playOn);
};
