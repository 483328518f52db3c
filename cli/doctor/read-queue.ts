import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { DoctorClients } from "./doctor-clients.ts";
import { type Got, got } from "./got.ts";
import type { QueueReading } from "./stack-readings.ts";

/** SQS publishes a queue's metrics once a minute while it is active. */
const lookbackMs = 15 * 60_000;
const periodSeconds = 60;

/** One queue of the stack, and why its first message is dead. @throws never */
export const readQueue = async (
  clients: DoctorClients,
  name: string,
  url: string,
  nowMs: number,
): Promise<QueueReading> => {
  const isDeadLetter = /-dlq(?:\.fifo)?$/.test(name);
  const [depth, oldestAgeSeconds] = await Promise.all([
    readDepth(clients, url),
    isDeadLetter ? noAge : readAge(clients, name, nowMs),
  ]);
  const isEmpty = depth.kind !== "got" || depth.value.visible === 0;
  const firstMessage = !isDeadLetter || isEmpty ? nothing : await peek(clients, url);
  return { name, isDeadLetter, depth, oldestAgeSeconds, firstMessage };
};

const noAge: Got<null> = { kind: "got", value: null };
const nothing: Got<null> = { kind: "got", value: null };

const readDepth = ({ sqs }: DoctorClients, QueueUrl: string): Promise<QueueReading["depth"]> =>
  got("sqs:GetQueueAttributes", async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      }),
    );
    const count = (text: string | undefined): number => Number(text ?? "0");
    return {
      visible: count(Attributes?.ApproximateNumberOfMessages),
      inFlight: count(Attributes?.ApproximateNumberOfMessagesNotVisible),
      delayed: count(Attributes?.ApproximateNumberOfMessagesDelayed),
    };
  });

const readAge = ({ cloudWatch }: DoctorClients, name: string, nowMs: number): Promise<Got<number | null>> =>
  got("cloudwatch:GetMetricData", async () => {
    const { MetricDataResults } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(nowMs - lookbackMs),
        EndTime: new Date(nowMs),
        ScanBy: "TimestampDescending",
        MetricDataQueries: [
          {
            Id: "age",
            MetricStat: {
              Metric: {
                Namespace: "AWS/SQS",
                MetricName: "ApproximateAgeOfOldestMessage",
                Dimensions: [{ Name: "QueueName", Value: name }],
              },
              Period: periodSeconds,
              Stat: "Maximum",
            },
          },
        ],
      }),
    );
    return MetricDataResults?.[0]?.Values?.[0] ?? null;
  });

/** Looks at one message and leaves it visible. Its receive count rises by one, which no dead-letter queue acts on. */
const peek = ({ sqs }: DoctorClients, QueueUrl: string): Promise<QueueReading["firstMessage"]> =>
  got("sqs:ReceiveMessage", async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout: 0,
        MessageAttributeNames: ["reason"],
      }),
    );
    const first = Messages?.[0];
    return first === undefined ? null : { reason: first.MessageAttributes?.["reason"]?.StringValue ?? null };
  });
