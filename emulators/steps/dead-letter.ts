import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expectEqual } from "../expect-equal.ts";
import { urlOfQueue } from "../queues.ts";
import type { Step } from "../step.ts";

const body = '{"source":"aws.ecs"';

/** An event that can't be read is not lost: the router puts it by, with the reason. */
export const deadLetter: Step = {
  name: "dead letter",
  run: async ({ clients: { sqs }, clients, wait }) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: await urlOfQueue(clients, "events"), MessageBody: body }));
    const QueueUrl = await urlOfQueue(clients, "events-dlq");
    const [letter] = await wait(
      "the dead letter",
      async () =>
        (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }))).Messages ?? [],
      (messages) => messages.length > 0,
    );
    const { Body, MessageAttributes = {}, ReceiptHandle } = letter!;
    const reason = MessageAttributes["reason"]?.StringValue ?? "";
    expectEqual("the dead letter's body", Body, body);
    expectEqual("the code in its reason", reason.split(":")[0], "not-json");
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return [`events-dlq has it, with the reason "${reason}"`];
  },
};
