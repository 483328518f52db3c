import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { invokeEmbedded } from "./packaged-stack.ts";

/** As `records.fifo` hands them over, but for its batch size of 1: one start of the command line for all destinations. */
const wakeUpsOf = (destinations: readonly string[]) => ({
  Records: destinations.map((destination, index) => ({
    messageId: `0c5e0a6e-3f0e-4a86-9d83-2b1f6a3f7c1${index}`,
    body: JSON.stringify({
      kind: "records-wake-up",
      version: 1,
      destination,
      causes: ["tick"],
      correlationId: "f606d561-8731-3206-05e2-a1b147792295",
      attempt: 0,
      loopToken: null,
    }),
    attributes: { SentTimestamp: String(Date.now()), MessageGroupId: destination },
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:headgate-dev-records.fifo",
  })),
});

const writes = [
  { destination: "zone/Z0SHOP", calls: ["route53 ChangeResourceRecordSets"] },
  { destination: "nginx/edge", calls: ["s3 PutObject", "ssm SendCommand"] },
  { destination: "cloud-map/srv-catalog1234567", calls: ["servicediscovery RegisterInstance"] },
] as const;

/** What the embedded cloud says that it was asked to write, by operation. */
const writesIn = (output: string, call: string): readonly string[] =>
  output.split("\n").filter((line) => line.startsWith(`  ${call} `));

describe("the bundle of records against the embedded cloud, over the SDK's own serialization", () => {
  let output = "";
  beforeAll(async () => {
    const destinations = writes.map(({ destination }) => destination);
    output = await invokeEmbedded(join(__dirname, "fixtures/publishes.yml"), "records", wakeUpsOf(destinations));
  });

  it("answers for every destination, and is refused nothing", () => {
    expect(output).toContain('"batchItemFailures": []');
    expect(output).not.toContain("refused:");
  });

  it.each(writes)("$destination: writes with $calls", ({ calls }) => {
    for (const call of calls) expect(writesIn(output, call)).not.toEqual([]);
  });
});
