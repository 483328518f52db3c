import type { Resource, Template } from "../packaged-stack.ts";

export type PlantedBreach = {
  /** What is done to a copy of the template. */
  readonly when: string;
  /** How the rule that has to notice begins. */
  readonly rule: string;
  readonly plant: (resources: Record<string, Resource>) => void;
  /** What it says about which resource. */
  readonly found: string;
};

/** A copy of the template, with something wrong in it. */
export const planted = (template: Template, plant: PlantedBreach["plant"]): Template => {
  const copy = structuredClone(template);
  plant(copy.Resources as Record<string, Resource>);
  return copy;
};

const of = (resources: Record<string, Resource>, id: string): Resource["Properties"] => {
  const resource = resources[id];
  if (resource === undefined) throw new Error(`no resource ${id}`);
  return resource.Properties;
};
const set =
  (id: string, changes: object): PlantedBreach["plant"] =>
  (resources) =>
    Object.assign(of(resources, id), changes);
const remove =
  (...ids: readonly string[]): PlantedBreach["plant"] =>
  (resources) => {
    for (const id of ids) {
      of(resources, id);
      delete resources[id];
    }
  };
const add =
  (id: string, Type: string): PlantedBreach["plant"] =>
  (resources) => {
    resources[id] = { Type, Properties: {} };
  };

const eventsMapping = "RouterEventSourceMappingSQSEventsQueue";
const scalingMapping = "ScaleEventSourceMappingSQSScalingQueue";

export const plantedBreaches: readonly PlantedBreach[] = [
  {
    when: "a shorter visibility timeout",
    rule: "a queue hides",
    plant: set("EventsQueue", { VisibilityTimeout: 60 }),
    found: `${eventsMapping}: 60 s of 61 s`,
  },
  {
    when: "a longer timeout of the function",
    rule: "a queue hides",
    plant: set("ScaleLambdaFunction", { Timeout: 21 }),
    found: `${scalingMapping}: 120 s of 126 s`,
  },
  {
    when: "a window on a FIFO queue",
    rule: "a batching window",
    plant: set(scalingMapping, { MaximumBatchingWindowInSeconds: 1 }),
    found: `${scalingMapping}: 1 s`,
  },
  {
    when: "no window on `events`",
    rule: "a batching window",
    plant: set(eventsMapping, { MaximumBatchingWindowInSeconds: 0 }),
    found: `${eventsMapping}: 0 s`,
  },
  {
    when: "batches of a FIFO queue",
    rule: "a FIFO queue hands over",
    plant: set(scalingMapping, { BatchSize: 10 }),
    found: `${scalingMapping}: BatchSize 10`,
  },
  {
    when: "no maximum concurrency",
    rule: "how many run at once",
    plant: set(scalingMapping, { ScalingConfig: {} }),
    found: `${scalingMapping}: no MaximumConcurrency`,
  },
  {
    when: "whole batches that fail",
    rule: "how many run at once",
    plant: set(eventsMapping, { FunctionResponseTypes: [] }),
    found: `${eventsMapping}: no ReportBatchItemFailures`,
  },
  {
    when: "a queue without a dead-letter queue",
    rule: "a queue has a dead-letter queue",
    plant: set("RunsQueue", { RedrivePolicy: undefined }),
    found: "RunsQueue: no dead-letter queue",
  },
  {
    when: "a dead-letter queue that forgets",
    rule: "a queue has a dead-letter queue",
    plant: set("RunsDeadLetterQueue", { MessageRetentionPeriod: 345_600 }),
    found: "RunsQueue: RunsDeadLetterQueue keeps 345600 s",
  },
  {
    when: "a dead-letter queue of another kind",
    rule: "a queue has a dead-letter queue",
    plant: set("ScalingDeadLetterQueue", { FifoQueue: undefined }),
    found: "ScalingQueue: ScalingDeadLetterQueue is of another kind",
  },
  {
    when: "a dead-letter queue that admits others",
    rule: "a queue has a dead-letter queue",
    plant: set("EventsDeadLetterQueue", { RedriveAllowPolicy: {} }),
    found: "EventsQueue: EventsDeadLetterQueue doesn't admit it",
  },
  {
    when: "no alarm on a dead-letter queue",
    rule: "a dead-letter queue rings",
    plant: remove("RecordsDeadLettersAlarm"),
    found: "RecordsDeadLetterQueue: no alarm",
  },
  {
    when: "an alarm that waits for ten",
    rule: "a dead-letter queue rings",
    plant: set("RunsDeadLettersAlarm", { Threshold: 10 }),
    found: "RunsDeadLetterQueue: rings late",
  },
  {
    when: "an alarm that tells nobody",
    rule: "a dead-letter queue rings",
    plant: set("RunsDeadLettersAlarm", { AlarmActions: [] }),
    found: "RunsDeadLetterQueue: tells nobody",
  },
  {
    when: "a queue in the clear",
    rule: "a queue is encrypted",
    plant: set("EventsQueue", { SqsManagedSseEnabled: false }),
    found: "EventsQueue: in the clear",
  },
  {
    when: "a function on Intel",
    rule: "a function runs on arm64",
    plant: set("HookLambdaFunction", { Architectures: ["x86_64"] }),
    found: "HookLambdaFunction: x86_64",
  },
  {
    when: "a function that is not traced",
    rule: "a function is traced",
    plant: set("HookLambdaFunction", { TracingConfig: { Mode: "PassThrough" } }),
    found: "HookLambdaFunction: not traced",
  },
  {
    when: "a function without a log group",
    rule: "a function logs",
    plant: remove("HookLogGroup"),
    found: "HookLambdaFunction: no log group",
  },
  {
    when: "a log for ever",
    rule: "a log group forgets",
    plant: set("HookLogGroup", { RetentionInDays: undefined }),
    found: "HookLogGroup: keeps for ever",
  },
  {
    when: "an asynchronous function without a destination",
    rule: "what a function could not do",
    plant: (resources) => {
      for (const [id, { Type, Properties }] of Object.entries(resources))
        if (Type === "AWS::Lambda::EventInvokeConfig" && JSON.stringify(Properties.FunctionName).includes("Limits"))
          delete resources[id];
    },
    found: "LimitsLambdaFunction: no destination",
  },
  {
    when: "no alarm on throttles",
    rule: "a function's failures",
    plant: remove("HookThrottlesAlarm"),
    found: "HookLambdaFunction: no alarm on Throttles",
  },
  {
    when: "a rule without a dead-letter queue",
    rule: "a rule's target",
    plant: (resources) => {
      delete of(resources, "TaskStateRule").Targets[0].DeadLetterConfig;
    },
    found: "TaskStateRule: no dead-letter queue",
  },
  {
    when: "a rule that never tries again",
    rule: "a rule's target",
    plant: (resources) => {
      of(resources, "TaskStateRule").Targets[0].RetryPolicy.MaximumRetryAttempts = 0;
    },
    found: "TaskStateRule: no retry policy",
  },
  {
    when: "a schedule without a dead-letter queue",
    rule: "a schedule's target",
    plant: (resources) => {
      delete of(resources, "DigestSchedule").Target.DeadLetterConfig;
    },
    found: "DigestSchedule: no dead-letter queue",
  },
  {
    when: "a rule for every task of the account",
    rule: "a rule matches one source",
    plant: (resources) => {
      delete of(resources, "TaskStateRule").EventPattern.detail;
    },
    found: "TaskStateRule: of everything of its kind",
  },
  {
    when: "a rule for every alarm of the account",
    rule: "a rule matches one source",
    plant: (resources) => {
      of(resources, "AlarmStateRule").EventPattern.detail.alarmName = [{ prefix: "" }];
    },
    found: "AlarmStateRule: of anything by a matcher",
  },
  {
    when: "a rule for everything of a source",
    rule: "a rule matches one source",
    plant: (resources) => {
      delete of(resources, "ServiceStateRule").EventPattern["detail-type"];
    },
    found: "ServiceStateRule: of every detail type",
  },
  {
    when: "a function that anybody's rule may invoke",
    rule: "a function may be invoked",
    plant: (resources) => {
      delete of(resources, "RdsInstanceRulePermission").SourceArn;
    },
    found: "RdsInstanceRulePermission: events.amazonaws.com from undefined",
  },
  {
    when: "a role for any account's schedules",
    rule: "a role is assumed",
    plant: (resources) => {
      delete of(resources, "ScheduleRole").AssumeRolePolicyDocument.Statement[0].Condition;
    },
    found: "ScheduleRole: any account's scheduler.amazonaws.com",
  },
  {
    when: "a rule that its dead-letter queue turns away",
    rule: "a dead-letter queue that AWS's services",
    plant: (resources) => {
      of(resources, "EventsDeadLetterQueuePolicy").PolicyDocument.Statement[0].Condition.ArnEquals[
        "aws:SourceArn"
      ].pop();
    },
    found: "EventsDeadLetterQueue doesn't admit it",
  },
  {
    when: "a queue without a policy",
    rule: "what can be reached over HTTP",
    plant: remove("RunsQueuePolicy"),
    found: "RunsQueue: no policy denies plain HTTP",
  },
  {
    when: "a topic that answers plain HTTP",
    rule: "what can be reached over HTTP",
    plant: (resources) => {
      of(resources, "TopicPolicy").PolicyDocument.Statement.pop();
    },
    found: "Topic: no policy denies plain HTTP",
  },
  {
    when: "a bucket that answers plain HTTP",
    rule: "what can be reached over HTTP",
    plant: remove("RendersBucketPolicy"),
    found: "RendersBucket: no policy denies plain HTTP",
  },
  {
    when: "a table without a key",
    rule: "the table is encrypted",
    plant: set("Table", { SSESpecification: undefined }),
    found: "Table: not encrypted with a key of KMS",
  },
  {
    when: "a table that can't be restored",
    rule: "the table is encrypted",
    plant: set("Table", { PointInTimeRecoverySpecification: undefined }),
    found: "Table: no point-in-time recovery",
  },
  {
    when: "a bucket that may be made public",
    rule: "a bucket is encrypted",
    plant: (resources) => {
      of(resources, "RendersBucket").PublicAccessBlockConfiguration.BlockPublicPolicy = false;
    },
    found: "RendersBucket: BlockPublicPolicy",
  },
  {
    when: "a bucket in the clear",
    rule: "a bucket is encrypted",
    plant: set("RendersBucket", { BucketEncryption: undefined }),
    found: "RendersBucket: not encrypted",
  },
  {
    when: "a gateway that is billed by the hour",
    rule: "nothing costs money",
    plant: add("Gateway", "AWS::EC2::NatGateway"),
    found: "Gateway: nobody has said what AWS::EC2::NatGateway costs",
  },
  { when: "a key", rule: "nothing costs money", plant: add("Key", "AWS::KMS::Key"), found: "Key: nobody has said" },
  {
    when: "provisioned capacity of the table",
    rule: "nothing costs money",
    plant: set("Table", { BillingMode: "PROVISIONED" }),
    found: "Table: costs by the hour",
  },
  {
    when: "two more alarms",
    rule: "nothing costs money",
    plant: (resources) => {
      for (const id of ["One", "Two"]) add(id, "AWS::CloudWatch::Alarm")(resources);
    },
    found: "alarms: 3.1 dollars",
  },
];
