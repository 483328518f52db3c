import type { SQSBatchResponse } from "aws-lambda";
import { makeHandler } from "../functions/runbook/handler.ts";
import type { RunAnswer } from "../functions/runbook/run-answer.ts";
import { runbookDeps } from "../functions/runbook/wiring.ts";
import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import { pollOnce } from "../simulator/cloud/event-source.ts";
import { runStackOf } from "../simulator/cloud/run-stack.ts";
import { queueArnOf } from "../simulator/cloud/stack-names.ts";
import { declareAccount, localAlarms, localWorld } from "../simulator/cloud/wire/local-cloud.ts";
import { makeHeadgateController, rehearsalNames } from "../simulator/controllers/headgate.ts";
import type { InvokeRunbook } from "./invoke-runbook.ts";

/** Who asks and who approves where nobody has to prove anything. */
export const localPeople = {
  asks: `arn:aws:iam::${rehearsalNames.accountId}:user/local-asker`,
  approves: `arn:aws:iam::${rehearsalNames.accountId}:user/local-approver`,
} as const;

export type LocalStack = {
  readonly invoke: InvokeRunbook;
  /** Everything goes on for so long, in the world's time. */
  readonly live: (seconds: number) => Promise<void>;
  readonly nowMs: () => number;
};

/**
 * The deployed functions on a cloud in this process, a quarter of an hour into a rush on the services of headgate.yml.
 * Time is the world's: a run that takes an hour is over in seconds.
 */
export const openLocalStack = async (config: Config, nowMs: number): Promise<LocalStack> => {
  const world = localWorld(config, nowMs);
  const controller = makeHeadgateController(world, config, localAlarms(config));
  const { cloud } = controller;
  declareAccount(cloud, config);
  const { queues } = cloud;
  const stack = { ...runStackOf(cloud, rehearsalNames, installsNginx(config)), stsEndpoint: "" };
  const silent = { info: () => {}, warn: () => {} };
  const wired = runbookDeps(cloud.runClients(), stack, config, {
    nowMs: () => world.nowMs,
    audit: async () => cloud.auditClients("runbook"),
    traceId: () => null,
    log: silent,
  });
  const handler = makeHandler({
    ...wired,
    // There is no AWS to ask: a proof is the name itself.
    identify: async (proof) => ({ kind: "known", identity: { arn: proof, account: rehearsalNames.accountId } }),
  });
  const runs = {
    queue: queues.runs,
    queueArn: queueArnOf(rehearsalNames, "runs"),
    region: rehearsalNames.region,
    batchSize: 1,
    handler: (event: object) => handler(event, { awsRequestId: "runs" }) as Promise<SQSBatchResponse>,
  };
  const live = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      await controller.step(world);
      world.step();
      while ((await pollOnce(runs, world.nowMs)) > 0);
    }
  };
  let requests = 0;
  await live(Math.max(0, Math.round((nowMs - world.nowMs) / 1000)));
  return {
    live,
    nowMs: () => world.nowMs,
    invoke: async (request) => {
      requests += 1;
      try {
        const answer = await handler(request, { awsRequestId: `local-run-${requests}` });
        return { kind: "answer", answer: answer as RunAnswer };
      } catch (error) {
        const { name, message } = error as Error;
        return { kind: "refused", code: name, message };
      }
    },
  };
};
