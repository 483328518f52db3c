import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { HistorySource } from "../../shared/aws/history-source.ts";
import type { ReadRuns, RunEntry } from "../../shared/history/history-entry.ts";
import { type CloudFront, startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { roomForSix } from "../scale/governed-stack.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, steadyRequests, worldSpec } from "../scale/small-world.ts";

export const wallConfig = stackConfig({}, { maxConnections: roomForSix });

/** From calm to a database's wall: `checkout` grows from four tasks to the six that fit, and wants more. */
const rising = [...Array.from({ length: 240 }, () => steadyRequests), 200];

export const wallStack = async (): Promise<SmallStack> => {
  const stack = smallStack(worldSpec(rising, roomForSix), wallConfig);
  stack.warmUp(180);
  await stack.run(600);
  return stack;
};

export const aRun = (changes: Partial<RunEntry> = {}): RunEntry => ({
  kind: "run",
  id: "run-7f3a",
  runbook: "redrive",
  params: { queue: "events-dlq" },
  requestedBy: "arn:aws:iam::123456789012:user/ana",
  approvedBy: null,
  atMs: Date.UTC(2026, 2, 14, 0, 5),
  endedAtMs: Date.UTC(2026, 2, 14, 0, 6),
  state: "done",
  steps: [{ atMs: Date.UTC(2026, 2, 14, 0, 5, 30), step: "move", did: ["3 messages moved to events"] }],
  correlationId: "run-7f3a",
  ...changes,
});

export const runsOf = (...runs: readonly RunEntry[]): ReadRuns =>
  async function* ({ fromMs, untilMs }) {
    for (const run of runs) if (run.atMs >= fromMs && run.atMs <= untilMs) yield run;
  };

/** AWS's own client on the wire, two items to a page, so that a few entries are many pages. */
export const overTheWire = async (
  stack: SmallStack,
  readRuns: ReadRuns,
): Promise<{ readonly source: HistorySource; readonly front: CloudFront }> => {
  const front = await startCloudFront({
    handle: (service, operation, input) =>
      stack.cloud.handle(service, operation, operation === "Query" ? { ...input, Limit: 2 } : input),
  });
  const dynamoDb = new DynamoDBClient({
    endpoint: front.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
    maxAttempts: 1,
  });
  return { front, source: { dynamoDb, table: stack.cloud.table.name, readRuns, nowMs: stack.world.nowMs } };
};
