import type { RunStack } from "../../shared/runbooks/run-tools.ts";

/** Names of the stack's own resources, as serverless.yml gives them. */
export type RunbookResources = {
  readonly AWS_REGION: string;
  readonly STACK_PREFIX: string;
  readonly TABLE_NAME: string;
  readonly TOPIC_ARN: string;
  readonly EVENTS_QUEUE_URL: string;
  readonly RUNS_QUEUE_URL: string;
  readonly EVENTS_DLQ_URL: string;
  readonly SCALING_DLQ_URL: string;
  readonly RECORDS_DLQ_URL: string;
  readonly RUNS_DLQ_URL: string;
};

/**
 * @param environment where the SDK's own settings of an endpoint are, and the bucket that only some stacks have
 * @see AWS SDKs and tools reference guide, service-specific endpoints
 */
export const runStack = (
  resources: RunbookResources,
  environment: Readonly<Record<string, string | undefined>>,
): RunStack & { readonly stsEndpoint: string } => {
  const region = resources.AWS_REGION;
  return {
    prefix: resources.STACK_PREFIX,
    region,
    tableName: resources.TABLE_NAME,
    topicArn: resources.TOPIC_ARN,
    eventsQueueUrl: resources.EVENTS_QUEUE_URL,
    runsQueueUrl: resources.RUNS_QUEUE_URL,
    deadLetterQueueUrls: {
      events: resources.EVENTS_DLQ_URL,
      scaling: resources.SCALING_DLQ_URL,
      records: resources.RECORDS_DLQ_URL,
      runs: resources.RUNS_DLQ_URL,
    },
    rendersBucket: environment["RENDER_BUCKET"] ?? null,
    stsEndpoint:
      environment["AWS_ENDPOINT_URL_STS"] ??
      environment["AWS_ENDPOINT_URL"] ??
      `https://sts.${region}.${domainOf(region)}`,
  };
};

const domainOf = (region: string): string => (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
