import type { RunStack } from "../../shared/runbooks/run-tools.ts";
import type { EmbeddedCloud } from "./embedded-cloud.ts";
import { rendersBucketOf, type StackNames } from "./stack-names.ts";

/** What the function `runbook` is told of a stack in an embedded cloud. @param installs a fleet of nginx instances is written */
export const runStackOf = (
  { table, topic, queues }: EmbeddedCloud,
  names: StackNames,
  installs: boolean,
): RunStack => ({
  prefix: names.prefix,
  region: names.region,
  tableName: table.name,
  topicArn: topic.arn,
  eventsQueueUrl: queues.url("events"),
  runsQueueUrl: queues.url("runs"),
  deadLetterQueueUrls: {
    events: queues.url("events-dlq"),
    scaling: queues.url("scaling-dlq.fifo"),
    records: queues.url("records-dlq.fifo"),
    runs: queues.url("runs-dlq"),
  },
  rendersBucket: installs ? rendersBucketOf(names) : null,
});
