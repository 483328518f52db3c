import type { Template } from "../packaged-stack.ts";
import { each, type HygieneRule, idOf, ofType, propertiesOf } from "./hygiene-rule.ts";

const mapping = "AWS::Lambda::EventSourceMapping";
const deadLettersOf = (template: Template): ReadonlySet<string> =>
  new Set(
    ofType(template, "AWS::SQS::Queue").flatMap(([, { RedrivePolicy }]) =>
      RedrivePolicy === undefined ? [] : [idOf(RedrivePolicy.deadLetterTargetArn)],
    ),
  );

export const queueRules: readonly HygieneRule[] = [
  {
    // @see Lambda developer guide, SQS event sources: six times the timeout, and the batching window
    rule: "a queue hides a message for at least six timeouts of its function, and the batching window",
    breaches: each(mapping, ({ EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds = 0 }, _id, template) => {
      const { VisibilityTimeout = 30 } = propertiesOf(template, idOf(EventSourceArn));
      const { Timeout = 3 } = propertiesOf(template, idOf(FunctionName));
      const needed = 6 * Timeout + MaximumBatchingWindowInSeconds;
      return VisibilityTimeout >= needed ? null : `${VisibilityTimeout} s of ${needed} s`;
    }),
  },
  {
    rule: "a batching window is on `events` only, where a burst waits for it",
    breaches: each(mapping, ({ EventSourceArn, MaximumBatchingWindowInSeconds: seconds = 0 }) => {
      const collects = idOf(EventSourceArn) === "EventsQueue";
      return seconds > 0 === collects ? null : `${seconds} s`;
    }),
  },
  {
    rule: "a FIFO queue hands over one message at a time: a batch's failure would hold back other groups",
    breaches: each(mapping, ({ EventSourceArn, BatchSize = 10 }, _id, template) =>
      propertiesOf(template, idOf(EventSourceArn)).FifoQueue !== true || BatchSize === 1
        ? null
        : `BatchSize ${BatchSize}`,
    ),
  },
  {
    rule: "how many run at once is bounded for each queue, and a batch fails in part",
    breaches: each(mapping, ({ ScalingConfig, FunctionResponseTypes = [] }) => {
      if (!Number.isInteger(ScalingConfig?.MaximumConcurrency)) return "no MaximumConcurrency";
      return FunctionResponseTypes.includes("ReportBatchItemFailures") ? null : "no ReportBatchItemFailures";
    }),
  },
  {
    rule: "a queue has a dead-letter queue of its own kind, which admits it and keeps messages for 14 days",
    breaches: (template) =>
      each("AWS::SQS::Queue", ({ RedrivePolicy, FifoQueue, QueueName }, id) => {
        if (deadLettersOf(template).has(id)) return null;
        const of = idOf(RedrivePolicy?.deadLetterTargetArn);
        const deadLetters = template.Resources[of]?.Properties;
        if (deadLetters === undefined) return "no dead-letter queue";
        if (deadLetters.FifoQueue !== FifoQueue) return `${of} is of another kind`;
        if (deadLetters.MessageRetentionPeriod !== 1_209_600)
          return `${of} keeps ${deadLetters.MessageRetentionPeriod} s`;
        const sources = JSON.stringify(deadLetters.RedriveAllowPolicy?.sourceQueueArns ?? []);
        return sources.includes(`:${QueueName}"`) ? null : `${of} doesn't admit it`;
      })(template),
  },
  {
    rule: "a dead-letter queue rings at its first message, and tells the topic",
    breaches: (template) =>
      [...deadLettersOf(template)].flatMap((queue) => {
        const alarm = ofType(template, "AWS::CloudWatch::Alarm").find(
          ([, { MetricName, Dimensions = [] }]) =>
            MetricName === "ApproximateNumberOfMessagesVisible" &&
            Dimensions.some(({ Value }: { Value: unknown }) => idOf(Value) === queue),
        )?.[1];
        if (alarm === undefined) return [`${queue}: no alarm`];
        const rings = alarm.Threshold === 0 && alarm.ComparisonOperator === "GreaterThanThreshold";
        const tells = (alarm.AlarmActions ?? []).some((action: unknown) => idOf(action) === "Topic");
        return rings && tells ? [] : [`${queue}: ${rings ? "tells nobody" : "rings late"}`];
      }),
  },
  {
    rule: "a queue is encrypted",
    breaches: each("AWS::SQS::Queue", ({ SqsManagedSseEnabled, KmsMasterKeyId }) =>
      SqsManagedSseEnabled === true || KmsMasterKeyId !== undefined ? null : "in the clear",
    ),
  },
];
