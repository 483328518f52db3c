import type { GetMetricDataInput } from "@aws-sdk/client-cloudwatch";
import type { AttributeValue, BatchGetItemInput, QueryInput } from "@aws-sdk/client-dynamodb";
import type { GetQueueAttributesRequest, ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../aws-error.ts";
import { DynamoDbTable } from "../dynamodb.ts";
import { Queues } from "../queues.ts";
import type { Queue } from "../sqs.ts";
import type { StackNames } from "../stack-names.ts";

/** What a stack holds while nothing runs in it: its queues and its table, for those who look. */
export class StackState {
  readonly queues: Queues;
  readonly table: DynamoDbTable;
  /** ApproximateAgeOfOldestMessage in seconds, by the queue's whole name; none: no datapoint. */
  readonly agesSeconds = new Map<string, number>();
  readonly #names: StackNames;
  readonly #nowMs: () => number;

  constructor(names: StackNames, nowMs: () => number) {
    this.#names = names;
    this.#nowMs = nowMs;
    this.queues = new Queues(names);
    this.table = new DynamoDbTable(names.prefix);
  }

  operations() {
    return {
      "sqs GetQueueAttributes": (input: GetQueueAttributesRequest) => this.#attributes(input),
      "sqs ReceiveMessage": (input: ReceiveMessageRequest) => this.#receive(input),
      "dynamodb BatchGetItem": (input: BatchGetItemInput) => this.table.batchGetItem(input),
      "dynamodb Query": (input: QueryInput) => this.#query(input),
      "cloudwatch GetMetricData": (input: GetMetricDataInput) => this.#metricData(input),
    } satisfies Readonly<Record<string, (input: never) => object>>;
  }

  #attributes({ QueueUrl, AttributeNames = [] }: GetQueueAttributesRequest): object {
    const { messages } = this.#queue(QueueUrl);
    const nowMs = this.#nowMs();
    const count = (of: (message: Queue["messages"][number]) => boolean): string => String(messages.filter(of).length);
    const all: Readonly<Record<string, string>> = {
      ApproximateNumberOfMessages: count(({ visibleAtMs }) => visibleAtMs <= nowMs),
      ApproximateNumberOfMessagesNotVisible: count((one) => one.visibleAtMs > nowMs && one.receiveCount > 0),
      ApproximateNumberOfMessagesDelayed: count((one) => one.visibleAtMs > nowMs && one.receiveCount === 0),
    };
    return {
      Attributes: Object.fromEntries(AttributeNames.flatMap((name) => (name in all ? [[name, all[name]]] : []))),
    };
  }

  #receive({
    QueueUrl,
    MaxNumberOfMessages = 1,
    VisibilityTimeout,
    MessageAttributeNames = [],
  }: ReceiveMessageRequest): object {
    const nowMs = this.#nowMs();
    const received = this.#queue(QueueUrl).receive(MaxNumberOfMessages, nowMs);
    for (const message of received)
      if (VisibilityTimeout !== undefined) message.visibleAtMs = nowMs + VisibilityTimeout * 1000;
    if (received.length === 0) return {};
    return {
      Messages: received.map(({ messageId, body, attributes }) => ({
        MessageId: messageId,
        ReceiptHandle: `receipt-${messageId}`,
        Body: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).filter(([name]) => MessageAttributeNames.includes(name)),
        ),
      })),
    };
  }

  /** A partition, from the beginning of its sort keys: what Headgate asks for. */
  #query({
    TableName,
    KeyConditionExpression,
    ExpressionAttributeValues = {},
    ScanIndexForward = true,
    Limit,
  }: QueryInput): object {
    if (TableName !== this.table.name)
      throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${TableName} not found`);
    const [, pk = "", prefix = ""] =
      /^pk = (:\w+) AND begins_with\(sk, (:\w+)\)$/.exec(KeyConditionExpression ?? "") ?? [];
    const value = (name: string): string =>
      (ExpressionAttributeValues as Record<string, AttributeValue>)[name]?.S ?? "";
    if (pk === "")
      throw new AwsError("ValidationException", `Invalid KeyConditionExpression: ${KeyConditionExpression}`);
    const found = this.table
      .items()
      .filter((item) => item["pk"]?.S === value(pk) && (item["sk"]?.S ?? "").startsWith(value(prefix)))
      .sort((a, b) => ((a["sk"]?.S ?? "") < (b["sk"]?.S ?? "") ? -1 : 1));
    const ordered = ScanIndexForward ? found : found.reverse();
    return {
      Items: ordered.slice(0, Limit ?? ordered.length),
      Count: Math.min(Limit ?? ordered.length, ordered.length),
    };
  }

  #metricData({ MetricDataQueries = [] }: GetMetricDataInput): object {
    return {
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
        const name = MetricStat?.Metric?.Dimensions?.find((one) => one.Name === "QueueName")?.Value ?? "";
        const age =
          MetricStat?.Metric?.MetricName === "ApproximateAgeOfOldestMessage" ? this.agesSeconds.get(name) : undefined;
        return {
          Id,
          StatusCode: "Complete",
          Timestamps: age === undefined ? [] : [new Date(this.#nowMs())],
          Values: age === undefined ? [] : [age],
        };
      }),
    };
  }

  /** By the last part of the URL, as SQS finds it. */
  #queue(url: string | undefined): Queue {
    const name = url?.split("/").at(-1) ?? "";
    const queue = this.queues.all().find(({ spec }) => name === `${this.#names.prefix}-${spec.name}`);
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }
}
