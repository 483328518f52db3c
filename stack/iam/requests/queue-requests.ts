import { queueArnOf } from "../../../simulator/cloud/stack-names.ts";
import { type CommandInput, type Place, type RequestRule, type RequestRules, request } from "../iam-request.ts";

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
const arnOfUrl = (url: string, { region }: Place): string => {
  const [account = "", name = ""] = new URL(url).pathname.slice(1).split("/");
  return `arn:aws:sqs:${region}:${account}:${name}`;
};

const onQueue =
  (action: string): RequestRule =>
  ({ QueueUrl }: CommandInput, place) => [request(`sqs:${action}`, arnOfUrl(QueueUrl, place))];

/** SQS moves messages with the rights of whoever starts the move. */
const movedOutOf = (source: string) =>
  ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage", "StartMessageMoveTask"].map((action) =>
    request(`sqs:${action}`, source),
  );

/** As stack/resources/queues.yml names them. */
const sourceOf = (deadLetterArn: string): string => deadLetterArn.replace(/-dlq(\.fifo)?$/, "$1");

const deadLetterQueues = ["events-dlq", "scaling-dlq.fifo", "records-dlq.fifo", "runs-dlq"] as const;

/** @see Service Authorization Reference, Amazon SQS; API reference, StartMessageMoveTask */
export const queueRequests: RequestRules = {
  // The handle says which move it is, and to SQS alone of which queue: it may be any of them.
  CancelMessageMoveTask: (_input, place) =>
    deadLetterQueues.map((queue) => request("sqs:CancelMessageMoveTask", queueArnOf(place, queue))),
  ChangeMessageVisibility: onQueue("ChangeMessageVisibility"),
  GetQueueAttributes: onQueue("GetQueueAttributes"),
  ListDeadLetterSourceQueues: onQueue("ListDeadLetterSourceQueues"),
  ListMessageMoveTasks: ({ SourceArn }) => [request("sqs:ListMessageMoveTasks", SourceArn)],
  ReceiveMessage: onQueue("ReceiveMessage"),
  SendMessage: onQueue("SendMessage"),
  // IAM has no action for the batch.
  SendMessageBatch: onQueue("SendMessage"),
  StartMessageMoveTask: ({ SourceArn, DestinationArn = sourceOf(SourceArn) }) => [
    ...movedOutOf(SourceArn),
    request("sqs:SendMessage", DestinationArn),
  ],
};
