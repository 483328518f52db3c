import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { cloudWatchName, optional, required, whole } from "./schema-key.ts";
import { plainMetric, staleAfterSeconds, toleranceRatio } from "./schema-metric.ts";

const queueName = z
  .string()
  .regex(
    /^(?=.{1,80}$)[A-Za-z0-9_-]+(?:\.fifo)?$/,
    "an SQS queue's name is 1 to 80 letters, digits, - and _, with .fifo at the end of a FIFO queue; write the name, not the URL or the ARN",
  );

export const backlog = z.strictObject({
  sqsQueue: optional(
    queueName,
    "Name of an SQS queue in this account and region, read with sqs:GetQueueAttributes: fresher than its metric, and 0 is really 0.",
    { examples: ["orders"] },
  ),
  kafka: optional(
    z.strictObject({
      cluster: required(cloudWatchName, "Name of the Amazon MSK cluster.", { examples: ["shop-kafka"] }),
      consumerGroup: required(cloudWatchName, "The consumer group.", { examples: ["notification"] }),
      topic: required(cloudWatchName, "Name of the Kafka topic.", { examples: ["order-events"] }),
    }),
    "A consumer group's lag on a topic of Amazon MSK (AWS/Kafka SumOffsetLag). No datapoint holds the count: MSK is also silent while a group rebalances.",
    { examples: [{ cluster: "shop-kafka", consumerGroup: "notification", topic: "order-events" }] },
  ),
  activeMq: optional(
    z.strictObject({
      broker: required(cloudWatchName, "Name of the broker, without the suffix -1 or -2: both are read.", {
        examples: ["shop-mq"],
      }),
      queue: required(cloudWatchName, "Name of the queue.", { examples: ["orders"] }),
    }),
    "A queue of Amazon MQ for ActiveMQ (AWS/AmazonMQ QueueSize).",
    { examples: [{ broker: "shop-mq", queue: "orders" }] },
  ),
  rabbitMq: optional(
    z.strictObject({
      broker: required(cloudWatchName, "Name of the broker.", { examples: ["shop-mq"] }),
      virtualHost: optional(cloudWatchName, "Name of the virtual host.", { default: "/", examples: ["/"] }),
      queue: required(cloudWatchName, "Name of the queue.", { examples: ["orders"] }),
    }),
    "A queue of Amazon MQ for RabbitMQ (AWS/AmazonMQ MessageCount: ready and unacknowledged messages).",
    { examples: [{ broker: "shop-mq", queue: "orders" }] },
  ),
  metric: optional(plainMetric("Maximum"), "Any CloudWatch metric that counts what waits.", {
    examples: [{ namespace: "Shop", name: "OutboxRows" }],
  }),
  messagesPerSecond: required(z.number().gt(0).max(1e9), "Messages that one task works off in a second.", {
    examples: [20],
  }),
  drainSeconds: optional(
    whole(1, 86_400),
    "The time in which what waits should be worked off. Under a steady load a message waits about as long.",
    { default: DEFAULTS.backlogDrainSeconds, examples: [60] },
  ),
  toleranceRatio,
  staleAfterSeconds,
});

export type BacklogForm = z.infer<typeof backlog>;
