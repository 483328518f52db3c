import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { RunClients } from "../../shared/aws/clients.ts";
import { makeIdentifyCaller } from "../../shared/aws/identify-caller.ts";
import { makePublishNotice } from "../../shared/aws/publish-notice.ts";
import { readAutomationApproval } from "../../shared/aws/read-automation-approval.ts";
import { makeRunTable } from "../../shared/aws/run-table.ts";
import type { Config } from "../../shared/config/config.ts";
import { makeLinksOf } from "../../shared/notices/links/notice-links.ts";
import { documentNameOf } from "../../shared/runbooks/document-name.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import type { RunStack, RunTools } from "../../shared/runbooks/run-tools.ts";
import { noticeContext } from "../notice-context.ts";
import { noticePlaces } from "../notice-places.ts";
import { runNotice } from "./run-notice.ts";
import type { RunbookDeps } from "./runbook-deps.ts";

/** SQS's bound on DelaySeconds; a longer wait is made of several. */
const mostDelaySeconds = 900;

/** The function's parts on a set of clients: AWS's own when deployed, the embedded cloud's in a rehearsal. */
export const runbookDeps = (
  clients: RunClients,
  stack: RunStack & { readonly stsEndpoint: string },
  config: Config,
  around: Pick<RunbookDeps, "nowMs" | "log"> & Pick<RunTools, "audit"> & { readonly traceId: () => string | null },
): RunbookDeps => {
  const place = { AWS_REGION: stack.region, AWS_LAMBDA_FUNCTION_NAME: `${stack.prefix}-runbook` };
  const publish = makePublishNotice(clients.sns, stack.topicArn, makeLinksOf(noticePlaces(place, "runbook")));
  return {
    config,
    registry: runbooks,
    runs: makeRunTable(clients.dynamoDb, stack.tableName, config.decisionRetentionDays),
    tools: { config, clients, audit: around.audit, stack, nowMs: around.nowMs },
    stepLater: async (message, inSeconds) => {
      const DelaySeconds = Math.max(0, Math.min(mostDelaySeconds, Math.ceil(inSeconds)));
      const MessageBody = JSON.stringify(message);
      await clients.sqs.send(new SendMessageCommand({ QueueUrl: stack.runsQueueUrl, MessageBody, DelaySeconds }));
    },
    // arn:aws:sns:<region>:<account>:<name>
    account: () => stack.topicArn.split(":")[4] ?? "",
    identify: makeIdentifyCaller(stack.stsEndpoint),
    readApproval: (id, runbook, params) =>
      readAutomationApproval(clients.ssm, id, documentNameOf(stack.prefix, runbook), params),
    tell: (news, run) => {
      const context = noticeContext(`run/${run.id}`, null, run.id, { config, traceId: around.traceId });
      return publish(runNotice(news, run, context, around.nowMs()));
    },
    nowMs: around.nowMs,
    log: around.log,
  };
};
