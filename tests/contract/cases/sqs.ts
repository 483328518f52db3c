import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { type ContractBed, faultOf, type QueuePair, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference";
const guide = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

const kib = 1_024;
const maxReceives = 5;

/** Sends one message to a FIFO queue. */
const sendFifo = ({ clients }: ContractBed, { url }: QueuePair, body: string, group: string, id = body) =>
  clients.sqs.send(
    new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageGroupId: group, MessageDeduplicationId: id }),
  );

const send = ({ clients }: ContractBed, { url }: QueuePair, body: string, delaySeconds?: number) =>
  clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, DelaySeconds: delaySeconds }));

const receive = async ({ clients }: ContractBed, QueueUrl: string, most = 10, VisibilityTimeout = 30) => {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: most,
      VisibilityTimeout,
      MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
};

const bodiesOf = async (bed: ContractBed, url: string, most = 10, visibilitySeconds = 30) =>
  (await receive(bed, url, most, visibilitySeconds)).map(({ Body }) => Body);

const giveBack = ({ clients }: ContractBed, QueueUrl: string, ReceiptHandle: string | undefined) =>
  clients.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

/** Receives a message as often as the redrive policy lets it be. */
const exhaust = async (bed: ContractBed, { url }: QueuePair): Promise<void> => {
  for (let receives = 0; receives < maxReceives; receives += 1) {
    for (const { ReceiptHandle } of await receive(bed, url)) await giveBack(bed, url, ReceiptHandle);
  }
};

export const sqsCases = casesOf("sqs", [
  {
    name: "A second message of the same deduplication id within five minutes is taken and never delivered",
    cites: `${guide}/using-messagededuplicationid-property.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      await sendFifo(bed, queue, "first", "a", "id");
      await sendFifo(bed, queue, "second", "a", "id");
      return bodiesOf(bed, queue.url);
    },
    expected: ["first"],
  },
  {
    name: "A deduplication id counts for the whole queue, whatever the group",
    cites: `${guide}/FIFO-queues-understanding-logic.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      await sendFifo(bed, queue, "first", "a", "id");
      await sendFifo(bed, queue, "second", "b", "id");
      return bodiesOf(bed, queue.url);
    },
    expected: ["first"],
  },
  {
    name: "Five minutes after a message its deduplication id is free again",
    cites: `${guide}/using-messagededuplicationid-property.html`,
    waitsSeconds: 302,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      await sendFifo(bed, queue, "first", "a", "id");
      await bed.pass(302);
      await sendFifo(bed, queue, "second", "b", "id");
      return (await bodiesOf(bed, queue.url)).sort();
    },
    expected: ["first", "second"],
  },
  {
    name: "Messages of a group come in the order in which they were sent",
    cites: `${guide}/FIFO-queues-understanding-logic.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      for (const body of ["1", "2", "3", "4"]) await sendFifo(bed, queue, body, "a");
      return bodiesOf(bed, queue.url);
    },
    expected: ["1", "2", "3", "4"],
  },
  {
    name: "While a message is in flight its group gives no other, and other groups go on",
    cites: `${guide}/FIFO-queues-understanding-logic.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      for (const [body, group] of [
        ["a1", "a"],
        ["a2", "a"],
        ["b1", "b"],
      ] as const)
        await sendFifo(bed, queue, body, group);
      return { first: await bodiesOf(bed, queue.url, 1), next: await bodiesOf(bed, queue.url) };
    },
    expected: { first: ["a1"], next: ["b1"] },
  },
  {
    name: "A message of a FIFO queue that is given back comes again before the later ones of its group",
    cites: `${guide}/FIFO-queues-understanding-logic.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      for (const body of ["a1", "a2"]) await sendFifo(bed, queue, body, "a");
      const [first] = await receive(bed, queue.url, 1);
      await giveBack(bed, queue.url, first?.ReceiptHandle);
      return bodiesOf(bed, queue.url);
    },
    expected: ["a1", "a2"],
  },
  {
    name: "A FIFO queue refuses a message without a group",
    cites: `${api}/API_SendMessage.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      const command = new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "a", MessageDeduplicationId: "id" });
      return faultOf(bed.clients.sqs.send(command));
    },
    expected: "refused",
  },
  {
    name: "A FIFO queue refuses a delay of a single message",
    cites: `${api}/API_SendMessage.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      const command = new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: "a",
        MessageGroupId: "a",
        MessageDeduplicationId: "id",
        DelaySeconds: 5,
      });
      return faultOf(bed.clients.sqs.send(command));
    },
    expected: "refused",
  },
  {
    name: "A delayed message comes when its delay is over and not before",
    cites: `${guide}/sqs-message-timers.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "later", 2);
      await send(bed, queue, "now");
      const before = await bodiesOf(bed, queue.url);
      await bed.pass(3);
      return { before, after: await bodiesOf(bed, queue.url) };
    },
    expected: { before: ["now"], after: ["later"] },
  },
  {
    name: "A delay is at most 15 minutes",
    cites: `${api}/API_SendMessage.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      return [await faultOf(send(bed, queue, "a", 900)), await faultOf(send(bed, queue, "b", 901))];
    },
    expected: ["accepted", "refused"],
  },
  {
    name: "A batch has at most ten entries, at least one, and no id twice",
    cites: `${api}/API_SendMessageBatch.html`,
    errors: ["TooManyEntriesInBatchRequest", "EmptyBatchRequest", "BatchEntryIdsNotDistinct"],
    run: async (bed) => {
      const { url: QueueUrl } = await bed.newQueues("standard");
      const sendIds = (ids: readonly string[]) =>
        refusalOf(
          bed.clients.sqs.send(
            new SendMessageBatchCommand({ QueueUrl, Entries: ids.map((Id) => ({ Id, MessageBody: Id })) }),
          ),
        );
      const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
      return {
        ten: await sendIds(ids(10)),
        eleven: await sendIds(ids(11)),
        none: await sendIds([]),
        twice: await sendIds(["a", "a"]),
      };
    },
    expected: {
      ten: "accepted",
      eleven: "TooManyEntriesInBatchRequest",
      none: "EmptyBatchRequest",
      twice: "BatchEntryIdsNotDistinct",
    },
  },
  {
    name: "An entry that is refused is told by its id, and the others of the batch are sent",
    cites: `${api}/API_SendMessageBatch.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      const { Successful = [], Failed = [] } = await bed.clients.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: queue.url,
          Entries: [
            { Id: "0", MessageBody: "a" },
            { Id: "1", MessageBody: "b", DelaySeconds: 901 },
            { Id: "2", MessageBody: "c" },
          ],
        }),
      );
      return {
        taken: Successful.map(({ Id }) => Id),
        failed: Failed.map(({ Id, SenderFault }) => ({ Id, SenderFault })),
        received: (await bodiesOf(bed, queue.url)).sort(),
      };
    },
    expected: { taken: ["0", "2"], failed: [{ Id: "1", SenderFault: true }], received: ["a", "c"] },
  },
  {
    name: "A message has at most 1 MiB",
    cites: `${guide}/quotas-messages.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      return [
        await faultOf(send(bed, queue, "x".repeat(kib * kib))),
        await faultOf(send(bed, queue, "x".repeat(kib * kib + 1))),
      ];
    },
    expected: ["accepted", "refused"],
  },
  {
    name: "The messages of a batch have at most 1 MiB together",
    cites: `${api}/API_SendMessageBatch.html`,
    errors: ["BatchRequestTooLong"],
    run: async (bed) => {
      const { url: QueueUrl } = await bed.newQueues("standard");
      const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: Id.repeat((kib * kib) / 2 + 1) }));
      return refusalOf(bed.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    },
    expected: "BatchRequestTooLong",
  },
  {
    name: "A message that was received is hidden for its visibility timeout, then comes again and is counted",
    cites: `${guide}/sqs-visibility-timeout.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a");
      const countsOf = async (visibilitySeconds: number) =>
        (await receive(bed, queue.url, 10, visibilitySeconds)).map(
          ({ Attributes }) => Attributes?.ApproximateReceiveCount,
        );
      const first = await countsOf(2);
      const hidden = await countsOf(2);
      await bed.pass(3);
      return { first, hidden, again: await countsOf(2) };
    },
    expected: { first: ["1"], hidden: [], again: ["2"] },
  },
  {
    name: "A visibility timeout that is set to 0 gives the message back at once",
    cites: `${api}/API_ChangeMessageVisibility.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a");
      const [message] = await receive(bed, queue.url);
      await giveBack(bed, queue.url, message?.ReceiptHandle);
      return bodiesOf(bed, queue.url);
    },
    expected: ["a"],
  },
  {
    name: "The visibility of a message that is not in flight cannot be changed",
    cites: `${api}/API_ChangeMessageVisibility.html`,
    errors: ["MessageNotInflight"],
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a");
      const [message] = await receive(bed, queue.url);
      await giveBack(bed, queue.url, message?.ReceiptHandle);
      return refusalOf(giveBack(bed, queue.url, message?.ReceiptHandle));
    },
    expected: "MessageNotInflight",
  },
  {
    name: "The visibility of a message that was deleted meanwhile cannot be changed",
    // Of a message that is gone the API reference doesn't speak; SQS answers an invalid value, also where 0 is none.
    cites: `${api}/API_ChangeMessageVisibility.html`,
    errors: ["InvalidParameterValue"],
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await send(bed, queue, "a");
      const [message] = await receive(bed, queue.url, 1, 1);
      await bed.pass(2);
      await bed.consume(queue, 1, () => ({ batchItemFailures: [] }), 1);
      return refusalOf(giveBack(bed, queue.url, message?.ReceiptHandle));
    },
    expected: "InvalidParameterValue",
  },
  {
    name: "What is no receipt handle is refused as one",
    cites: `${api}/API_ChangeMessageVisibility.html`,
    errors: ["ReceiptHandleIsInvalid"],
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      return refusalOf(giveBack(bed, queue.url, "no-handle"));
    },
    expected: "ReceiptHandleIsInvalid",
  },
  {
    name: "After maxReceiveCount receives a message is in the dead-letter queue, with its attributes",
    cites: `${guide}/sqs-dead-letter-queues.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      await bed.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody: "poison",
          MessageAttributes: { reason: { DataType: "String", StringValue: "why" } },
        }),
      );
      await exhaust(bed, queue);
      const sixth = await bodiesOf(bed, queue.url);
      const dead = (await receive(bed, queue.deadLetterUrl)).map(({ Body, MessageAttributes }) => [
        Body,
        MessageAttributes?.["reason"]?.StringValue,
      ]);
      return { sixth, dead };
    },
    expected: { sixth: [], dead: [["poison", "why"]] },
  },
  {
    name: "A message of a FIFO queue that is exhausted frees its group",
    cites: `${guide}/sqs-dead-letter-queues.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("fifo");
      await sendFifo(bed, queue, "poison", "a");
      await exhaust(bed, queue);
      await sendFifo(bed, queue, "next", "a");
      const next = await bodiesOf(bed, queue.url);
      return { next, dead: await bodiesOf(bed, queue.deadLetterUrl) };
    },
    expected: { next: ["next"], dead: ["poison"] },
  },
  {
    name: "A dead-letter queue names the queues whose messages come there",
    cites: `${api}/API_ListDeadLetterSourceQueues.html`,
    run: async (bed) => {
      const { url, deadLetterUrl } = await bed.newQueues("fifo");
      const command = new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetterUrl, MaxResults: 100 });
      const { queueUrls = [] } = await bed.clients.sqs.send(command);
      return queueUrls.map((found) => found.split("/").at(-1) === url.split("/").at(-1));
    },
    expected: [true],
  },
  {
    name: "A move takes the messages of a dead-letter queue to the queue that it names, and says when it is done",
    cites: `${api}/API_StartMessageMoveTask.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      for (const body of ["a", "b"]) {
        await bed.clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.deadLetterUrl, MessageBody: body }));
      }
      const SourceArn = queue.deadLetterArn;
      await bed.clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: queue.arn }));
      await bed.pass(3);
      const list = new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 });
      const { Results = [] } = await bed.clients.sqs.send(list);
      return {
        moves: Results.map(({ Status, ApproximateNumberOfMessagesMoved: moved }) => ({ Status, moved })),
        moved: (await bodiesOf(bed, queue.url)).sort(),
        left: await bodiesOf(bed, queue.deadLetterUrl),
      };
    },
    expected: { moves: [{ Status: "COMPLETED", moved: 2 }], moved: ["a", "b"], left: [] },
  },
  {
    name: "Only a dead-letter queue can be the source of a move",
    cites: `${api}/API_StartMessageMoveTask.html`,
    run: async (bed) => {
      const { arn, deadLetterArn } = await bed.newQueues("standard");
      const command = new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn: deadLetterArn });
      return faultOf(bed.clients.sqs.send(command));
    },
    expected: "refused",
  },
  {
    name: "A move out of a queue that is not there, or one that nobody started, is not found",
    cites: `${api}/API_CancelMessageMoveTask.html`,
    errors: ["ResourceNotFoundException"],
    run: async (bed) => {
      const { deadLetterArn } = await bed.newQueues("standard");
      const { sqs } = bed.clients;
      return [
        await refusalOf(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${deadLetterArn}-missing` }))),
        await refusalOf(sqs.send(new ListMessageMoveTasksCommand({ SourceArn: `${deadLetterArn}-missing` }))),
        await refusalOf(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: "no-handle" }))),
      ];
    },
    expected: ["ResourceNotFoundException", "ResourceNotFoundException", "ResourceNotFoundException"],
  },
  {
    name: "The approximate counts tell messages that wait, are in flight, and are delayed",
    cites: `${api}/API_GetQueueAttributes.html`,
    run: async (bed) => {
      const queue = await bed.newQueues("standard");
      for (const body of ["a", "b", "c"]) await send(bed, queue, body);
      await send(bed, queue, "later", 600);
      await receive(bed, queue.url, 1);
      const { Attributes } = await bed.clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queue.url,
          AttributeNames: [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
          ],
        }),
      );
      return Attributes;
    },
    expected: {
      ApproximateNumberOfMessages: "2",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    },
  },
  {
    name: "A queue tells its ARN when it is asked for it, and nothing else then",
    cites: `${api}/API_GetQueueAttributes.html`,
    run: async (bed) => {
      const { url: QueueUrl, arn } = await bed.newQueues("standard");
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
      const { Attributes = {} } = await bed.clients.sqs.send(command);
      return { names: Object.keys(Attributes), isItsOwn: Attributes["QueueArn"] === arn };
    },
    expected: { names: ["QueueArn"], isItsOwn: true },
  },
  {
    name: "A receive takes at most ten messages, and an empty one has no messages",
    cites: `${api}/API_ReceiveMessage.html`,
    run: async (bed) => {
      const { url: QueueUrl } = await bed.newQueues("standard");
      const { sqs } = bed.clients;
      return {
        empty: (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [],
        eleven: await faultOf(sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }))),
      };
    },
    expected: { empty: [], eleven: "refused" },
  },
  {
    name: "A queue that is not there is told by name",
    cites: `${api}/API_SendMessage.html`,
    errors: ["QueueDoesNotExist"],
    run: async (bed) => {
      const QueueUrl = `${(await bed.newQueues("standard")).url}-missing`;
      const { sqs } = bed.clients;
      const Entries = [{ Id: "a", MessageBody: "a" }];
      return [
        await refusalOf(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }))),
        await refusalOf(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))),
        await refusalOf(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))),
      ];
    },
    expected: ["QueueDoesNotExist", "QueueDoesNotExist", "QueueDoesNotExist"],
  },
]);
