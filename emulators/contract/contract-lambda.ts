import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { BatchHandler, ContractBed } from "../../tests/contract/contract-bed.ts";
import { contractAccount } from "../../tests/contract/contract-clients.ts";
import { pythonEnvironment } from "../python-environment.ts";
import type { Emulators } from "../start-emulators.ts";
import { zipFunction } from "./zip-function.ts";

const mostMs = 10_000;
const lookEveryMs = 100;
/** After the last call: until what it answered has been acted upon. */
const settleMs = 500;

/** ministack runs functions as processes of this machine: each call leaves a byte in a file. */
const codeOf = (handler: BatchHandler, callsFile: string): string => `
const { appendFileSync } = require("node:fs");
const handle = ${handler};
exports.handler = async (event) => {
  appendFileSync(${JSON.stringify(callsFile)}, ".");
  return handle(event);
};
`;

/** @param newName a name that no other function has */
export const makeConsume =
  ({ clientOptions }: Emulators, sqs: SQSClient, newName: () => string): ContractBed["consume"] =>
  async (queue, batchSize, handler, calls) => {
    const Attributes = { VisibilityTimeout: "1" };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
    const { bin } = await pythonEnvironment("emulators", () => {});
    const directory = await mkdtemp(join(tmpdir(), "headgate-calls-"));
    const lambda = new LambdaClient({ ...clientOptions, maxAttempts: 1 });
    const FunctionName = newName();
    const callsFile = join(directory, "calls");
    try {
      await writeFile(callsFile, "");
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: `arn:aws:iam::${contractAccount}:role/contract`,
          Timeout: 3,
          Code: { ZipFile: await zipFunction(bin, codeOf(handler, callsFile)) },
        }),
      );
      const { UUID } = await lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName,
          EventSourceArn: queue.arn,
          BatchSize: batchSize,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        }),
      );
      const untilMs = Date.now() + mostMs;
      while ((await readFile(callsFile)).length < calls && Date.now() < untilMs) await pause(lookEveryMs);
      await pause(settleMs);
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    } finally {
      lambda.destroy();
      await rm(directory, { recursive: true, force: true });
    }
  };
