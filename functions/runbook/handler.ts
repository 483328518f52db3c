import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { readRequest } from "../../shared/runbooks/read-request.ts";
import { errorFields } from "../error-fields.ts";
import { commandRun } from "./command-run.ts";
import { continueRun } from "./continue-run.ts";
import { readRunMessage } from "./read-run-message.ts";
import { type RunAnswer, RunRefused } from "./run-answer.ts";
import type { RunbookDeps } from "./runbook-deps.ts";
import { startRun } from "./start-run.ts";

/**
 * The `runbook` function: invoked by hand with a request, by Systems Manager and Scheduler with the same, and by the queue
 * `runs` with the next step of a run.
 *
 * @throws RunRefused, so that whoever invokes it sees a failure and not only a text
 */
export const makeHandler =
  (deps: RunbookDeps) =>
  async (event: unknown, context: Pick<Context, "awsRequestId">): Promise<RunAnswer | SQSBatchResponse> => {
    if (isBatch(event)) return takeMessages(event, deps);
    const read = readRequest(event, deps.registry, deps.config, context.awsRequestId);
    if (read.kind === "refused") throw new RunRefused(read.refusal);
    const { request } = read;
    const answer = request.kind === "start" ? await startRun(request, deps) : await commandRun(request, deps);
    deps.log.info("answered", { kind: answer.kind, text: answer.text.slice(0, 500) });
    return answer;
  };

/** Anybody who may invoke the function may send something that only looks like one: that is a request, and refused. */
const isBatch = (event: unknown): event is SQSEvent =>
  event !== null &&
  typeof event === "object" &&
  "Records" in event &&
  Array.isArray(event.Records) &&
  event.Records.every(isMessage);

const isMessage = (record: unknown): boolean =>
  record !== null &&
  typeof record === "object" &&
  "messageId" in record &&
  typeof record.messageId === "string" &&
  "body" in record &&
  typeof record.body === "string";

/** One bad message never takes its neighbours along. */
const takeMessages = async (event: SQSEvent, deps: RunbookDeps): Promise<SQSBatchResponse> => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const message = readRunMessage(body);
      if (message === null) throw new Error("the message is no step of a run");
      await continueRun(message, deps);
    } catch (error) {
      deps.log.warn("message returned", { messageId, ...errorFields(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
