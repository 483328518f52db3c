import { describe, expect, it } from "@jest/globals";
import type { Sqs } from "../../shared/aws/clients.ts";
import { readQueues } from "../../shared/aws/read-queues.ts";
import { answering, awsError } from "./answering.ts";

const nowMs = Date.UTC(2026, 2, 14, 9);
const sibling = "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-events";

const read = async (answer: (queueUrl: string) => unknown, names: readonly string[] = ["jobs"]) => {
  const sqs = answering<Sqs>((_operation, input) => answer(String(input["QueueUrl"])));
  return { readings: await readQueues(sqs.client, names, sibling, nowMs), asked: sqs.asked };
};

describe("readQueues", () => {
  it("asks each queue beside ours for what waits and what is in flight", async () => {
    const { readings, asked } = await read(
      () => ({ Attributes: { ApproximateNumberOfMessages: "12", ApproximateNumberOfMessagesNotVisible: "3" } }),
      ["jobs", "mail.fifo"],
    );
    expect([...readings]).toEqual([
      ["jobs", { kind: "queue", waitingMessages: 12, inFlightMessages: 3, readAtMs: nowMs }],
      ["mail.fifo", { kind: "queue", waitingMessages: 12, inFlightMessages: 3, readAtMs: nowMs }],
    ]);
    expect(asked).toEqual(
      ["jobs", "mail.fifo"].map((name) => ({
        operation: "GetQueueAttributes",
        input: {
          QueueUrl: `https://sqs.eu-central-1.amazonaws.com/123456789012/${name}`,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        },
      })),
    );
  });

  it("one queue that fails leaves the others readable, and is unknown with the permission's name", async () => {
    const { readings } = await read(
      (url) => {
        if (url.endsWith("/jobs")) throw awsError("AccessDeniedException", "no");
        return { Attributes: { ApproximateNumberOfMessages: "0", ApproximateNumberOfMessagesNotVisible: "0" } };
      },
      ["jobs", "mail"],
    );
    expect(readings.get("jobs")).toEqual({
      kind: "unknown",
      because: "access-denied",
      detail: "sqs:GetQueueAttributes jobs: AccessDeniedException: no",
    });
    expect(readings.get("mail")).toMatchObject({ kind: "queue", waitingMessages: 0 });
  });

  it.each([
    { when: "a queue that doesn't exist is not an empty one", name: "QueueDoesNotExist", because: "not-found" },
    { when: "a throttled call is no answer", name: "RequestThrottled", because: "failed" },
  ])("$when", async ({ name, because }) => {
    const { readings } = await read(() => {
      throw awsError(name);
    });
    expect(readings.get("jobs")).toMatchObject({ kind: "unknown", because });
  });

  it("numbers that are left out are not 0", async () => {
    const { readings } = await read(() => ({ Attributes: { ApproximateNumberOfMessages: "4" } }));
    expect(readings.get("jobs")).toMatchObject({ kind: "unknown", because: "no-data" });
  });

  it("no queue is asked for where no service has one", async () => {
    const { readings, asked } = await read(() => ({}), []);
    expect([readings.size, asked.length]).toEqual([0, 0]);
  });
});
