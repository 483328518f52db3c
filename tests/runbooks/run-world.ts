import type { SQSBatchResponse } from "aws-lambda";
import { makeHandler } from "../../functions/runbook/handler.ts";
import type { RunAnswer } from "../../functions/runbook/run-answer.ts";
import type { RunbookDeps } from "../../functions/runbook/runbook-deps.ts";
import { runbookDeps } from "../../functions/runbook/wiring.ts";
import type { Config } from "../../shared/config/config.ts";
import { installsNginx } from "../../shared/records/destination.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import { pollOnce } from "../../simulator/cloud/event-source.ts";
import { runStackOf } from "../../simulator/cloud/run-stack.ts";
import { rehearsalNames } from "../../simulator/controllers/headgate.ts";
import { currentInvocation } from "../../simulator/faults/invocation.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { type Fault, type SdkCall, smallStack, sqsRecord } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

export const account = "123456789012";
/** Two people: the proof of each is their name in these tests, where no STS is asked. */
export const ann = `arn:aws:iam::${account}:user/ann`;
export const bob = `arn:aws:iam::${account}:user/bob`;

/**
 * The deployed function `runbook` beside `router` and `scale` on the embedded cloud, over a world with `checkout` on the
 * database `orders`, and `search` without one.
 *
 * What a proof says is the only part that is not AWS's own here: tests/runbooks/proof.test.ts has that with a real STS
 * signature.
 */
export const runWorld = (
  changes: {
    readonly config?: Config;
    readonly world?: WorldSpec;
    readonly deps?: (deps: RunbookDeps) => RunbookDeps;
    /** CloudWatch alarms of the account. */
    readonly alarms?: readonly AlarmSpec[];
  } = {},
) => {
  const config = changes.config ?? stackConfig();
  const stack = smallStack(changes.world ?? worldSpec(), config, changes.alarms);
  const { world, cloud } = stack;
  const { queues } = cloud;
  const names = runStackOf(cloud, rehearsalNames, installsNginx(config));
  const silent = { info: () => {}, warn: () => {} };
  const wired = runbookDeps(cloud.runClients(), { ...names, stsEndpoint: "https://sts.invalid" }, config, {
    nowMs: () => world.nowMs + (currentInvocation()?.clockSkewMs ?? 0),
    audit: async () => cloud.auditClients("runbook"),
    traceId: () => null,
    log: silent,
  });
  const told: RunbookDeps = {
    ...wired,
    account: () => account,
    identify: async (proof) => ({ kind: "known", identity: { arn: proof, account: proof.split(":")[4] ?? "" } }),
  };
  const deps = changes.deps?.(told) ?? told;
  const handler = makeHandler(deps);
  let requests = 0;
  const source = {
    queue: queues.runs,
    queueArn: "arn:aws:sqs:eu-central-1:123456789012:rehearsal-runs",
    region: "eu-central-1",
    batchSize: 1,
    handler: (event: object) => handler(event, { awsRequestId: "from-queue" }) as Promise<SQSBatchResponse>,
  };
  const deliver = async (): Promise<void> => {
    while ((await pollOnce(source, world.nowMs)) > 0);
  };

  return {
    ...stack,
    config,
    deps,
    /** The queue `runs`, and who takes from it. */
    source,
    /** Invokes the function. @returns the answer; a refusal is thrown */
    invoke: (event: unknown): Promise<RunAnswer> => {
      requests += 1;
      return handler(event, { awsRequestId: `request-${String(requests).padStart(4, "0")}` }) as Promise<RunAnswer>;
    },
    deliver,
    /** One message of the queue `runs`, handed to the function beside whatever is there. */
    step: (run: string, step: number) => {
      const body = JSON.stringify({ kind: "run-step", version: 1, run, step });
      return handler({ Records: [sqsRecord(`${run}/${step}`, body, world.nowMs)] }, { awsRequestId: "from-queue" });
    },
    /** Everything goes on: the world, the other functions, and the runs. */
    live: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        await stack.run(1);
        await deliver();
      }
    },
  };
};

export type RunWorld = ReturnType<typeof runWorld>;

/** The code that an answer is refused with; the answer itself where it is none. */
export const refusalOf = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    return (error as Error).name;
  }
};

/** What was written of the user's account or of Headgate's table and queues since a moment. */
export const changesSince = (calls: readonly SdkCall[], from: number): readonly string[] =>
  calls
    .slice(from)
    .map(({ name }) => name)
    .filter((name) => !/ (BatchGet|Describe|Get|Head|List|Query|Receive|Scan)/.test(name));

/** Kills the function at the n-th call, once: the call is not made and everything after it fails. */
export const killedAt = (nth: number): { readonly fault: Fault; readonly wasKilled: () => boolean } => {
  let seen = 0;
  let killed = false;
  return {
    fault: () => {
      seen += 1;
      if (seen < nth) return null;
      killed = true;
      return new Error("the function was killed");
    },
    wasKilled: () => killed,
  };
};
