/** What the stack's resources are called: as serverless.yml names them, or a rehearsal's own. */
export type StackNames = {
  /** The table's name, and the beginning of every other. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
};

export const queueUrlOf = ({ prefix, region, accountId }: StackNames, queue: QueueName): string =>
  `https://sqs.${region}.amazonaws.com/${accountId}/${prefix}-${queue}`;

export const queueArnOf = ({ prefix, region, accountId }: StackNames, queue: QueueName): string =>
  `arn:aws:sqs:${region}:${accountId}:${prefix}-${queue}`;

export const topicArnOf = ({ prefix, region, accountId }: StackNames): string =>
  `arn:aws:sns:${region}:${accountId}:${prefix}-notices`;

/** As serverless.yml names functions, after the prefix. */
export const functionNameOf = ({ prefix }: StackNames, name: string): string => `${prefix}-${name}`;

/** CloudFormation makes up the bucket's name on AWS. */
export const rendersBucketOf = ({ prefix }: StackNames): string => `${prefix}-renders`;

export const installDocumentOf = ({ prefix }: StackNames): string => `${prefix}-nginx-install`;

/** As in stack/resources/queues.yml, after the prefix. */
export type QueueName =
  | "events"
  | "events-dlq"
  | "scaling.fifo"
  | "scaling-dlq.fifo"
  | "records.fifo"
  | "records-dlq.fifo"
  | "runs"
  | "runs-dlq";
