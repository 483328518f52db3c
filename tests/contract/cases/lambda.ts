import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { ContractBed, QueuePair } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const guide = "https://docs.aws.amazon.com/lambda/latest/dg";

const send = async ({ clients }: ContractBed, { url: QueueUrl }: QueuePair, ...bodies: readonly string[]) => {
  for (const MessageBody of bodies) await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};

const sendFifo = async ({ clients }: ContractBed, { url: QueueUrl }: QueuePair, ...bodies: readonly string[]) => {
  for (const body of bodies) {
    await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: body.slice(0, 1),
        MessageDeduplicationId: body,
      }),
    );
  }
};

/** What is left in the queue when everything in flight has come back. */
const leftIn = async (bed: ContractBed, { url: QueueUrl }: QueuePair): Promise<readonly (string | undefined)[]> => {
  await bed.pass(5);
  const { Messages = [] } = await bed.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30 }),
  );
  return Messages.map(({ Body }) => Body).sort();
};

export const lambdaCases = casesOf("lambda", [
  {
    name: "Of a batch the messages that the function lists come again, and the others are deleted",
    cites: `${guide}/services-sqs-errorhandling.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "good", "poison", "fine");
      await bed.consume(
        queue,
        10,
        ({ Records }) => ({
          batchItemFailures: Records.filter(({ body }) => body === "poison").map(({ messageId }) => ({
            itemIdentifier: messageId,
          })),
        }),
        3,
      );
      return leftIn(bed, queue);
    },
    expected: ["poison"],
  },
  {
    name: "An empty list of failures means that the whole batch is done",
    cites: `${guide}/services-sqs-errorhandling.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a", "b");
      await bed.consume(queue, 10, () => ({ batchItemFailures: [] }), 2);
      return leftIn(bed, queue);
    },
    expected: [],
  },
  {
    name: "A function that throws has done nothing of its batch",
    cites: `${guide}/services-sqs-errorhandling.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a", "b");
      await bed.consume(
        queue,
        10,
        () => {
          throw new Error("broken");
        },
        2,
      );
      return leftIn(bed, queue);
    },
    expected: ["a", "b"],
  },
  {
    name: "A message of a FIFO queue that fails keeps the later ones of its group back, and other groups go on",
    cites: `${guide}/services-sqs-errorhandling.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      await sendFifo(bed, queue, "a1", "a2", "b1");
      await bed.consume(
        queue,
        1,
        ({ Records }) => ({
          batchItemFailures: Records.filter(({ body }) => body === "a1").map(({ messageId }) => ({
            itemIdentifier: messageId,
          })),
        }),
        3,
      );
      const left = await leftIn(bed, queue);
      // Of a group that is in flight again nothing can be seen.
      return { isDone: !left.includes("b1"), isOutOfOrder: left.includes("a2") && !left.includes("a1") };
    },
    expected: { isDone: true, isOutOfOrder: false },
  },
]);
