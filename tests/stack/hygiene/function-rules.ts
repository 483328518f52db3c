import type { Template } from "../packaged-stack.ts";
import { each, type HygieneRule, idOf, ofType } from "./hygiene-rule.ts";

const lambda = "AWS::Lambda::Function";
const isQueue = (template: Template, id: string): boolean => template.Resources[id]?.Type === "AWS::SQS::Queue";

/** Functions that somebody starts without waiting: EventBridge's rules and Scheduler. */
const startedAsynchronously = (template: Template): ReadonlySet<string> =>
  new Set(
    [
      ...ofType(template, "AWS::Events::Rule").flatMap(([, { Targets }]) => Targets as readonly { Arn: unknown }[]),
      ...ofType(template, "AWS::Scheduler::Schedule").map(([, { Target }]) => Target as { Arn: unknown }),
    ]
      .map(({ Arn }) => idOf(Arn))
      .filter((id) => template.Resources[id]?.Type === lambda),
  );

/** A refusal of a runbook is an error of its function, and the person who asked has it before them. */
const without: ReadonlySet<string> = new Set(["RunbookLambdaFunction Errors"]);

export const functionRules: readonly HygieneRule[] = [
  {
    rule: "a function runs on arm64",
    breaches: each(lambda, ({ Architectures = ["x86_64"] }) =>
      String(Architectures) === "arm64" ? null : String(Architectures),
    ),
  },
  {
    rule: "a function is traced actively",
    breaches: each(lambda, ({ TracingConfig }) => (TracingConfig?.Mode === "Active" ? null : "not traced")),
  },
  {
    rule: "a function logs into a group of the stack",
    breaches: each(lambda, ({ FunctionName, LoggingConfig }, _id, template) => {
      const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
      const isOurs = ofType(template, "AWS::Logs::LogGroup").some(
        ([id, { LogGroupName }]) => id === idOf(group) || LogGroupName === group,
      );
      return isOurs ? null : `no log group ${JSON.stringify(group)}`;
    }),
  },
  {
    rule: "a log group forgets",
    breaches: each("AWS::Logs::LogGroup", ({ RetentionInDays }) => (RetentionInDays > 0 ? null : "keeps for ever")),
  },
  {
    rule: "what a function could not do when nobody waited for it is kept in a dead-letter queue",
    breaches: (template) =>
      [...startedAsynchronously(template)].flatMap((id) => {
        const config = ofType(template, "AWS::Lambda::EventInvokeConfig").find(
          ([, { FunctionName }]) => idOf(FunctionName) === id,
        )?.[1];
        const kept = idOf(config?.DestinationConfig?.OnFailure?.Destination);
        return isQueue(template, kept) ? [] : [`${id}: no destination for what fails`];
      }),
  },
  {
    rule: "a function's failures, throttles and slowness ring",
    breaches: (template) =>
      ofType(template, lambda).flatMap(([id]) => {
        const alarms = ofType(template, "AWS::CloudWatch::Alarm").map(([, alarm]) => JSON.stringify(alarm));
        return ["Errors", "Throttles", "Duration"].flatMap((metric) =>
          without.has(`${id} ${metric}`) ||
          alarms.some((alarm) => alarm.includes(`"${metric}"`) && alarm.includes(`{"Ref":"${id}"}`))
            ? []
            : [`${id}: no alarm on ${metric}`],
        );
      }),
  },
];
