import type { Resource, Template } from "../packaged-stack.ts";
import { each, type HygieneRule, idOf, ofType } from "./hygiene-rule.ts";

const deadLetterProblem = (target: Resource["Properties"], template: Template): string | null => {
  const of = idOf(target?.DeadLetterConfig?.Arn);
  if (template.Resources[of]?.Type !== "AWS::SQS::Queue") return "no dead-letter queue";
  const { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: retries } = target.RetryPolicy ?? {};
  return age > 0 && retries > 0 ? null : "no retry policy";
};

/**
 * Rules that match every event of their kind, because headgate.yml doesn't name what they are about: whose parameter
 * group, and which members a cluster has, is known only to RDS. The function drops what it has not read.
 */
const wideRules: ReadonlySet<string> = new Set(["RdsClusterRule", "RdsInstanceRule", "RdsParameterGroupRule"]);

/** Matchers that let anything through. */
const matchesAnything = (matcher: unknown): boolean => {
  if (typeof matcher !== "object" || matcher === null) return false;
  const text = JSON.stringify(matcher);
  return text === '{"prefix":""}' || text === '{"exists":true}' || /"wildcard":"\*"|"anything-but"/.test(text);
};

const patternProblem = (pattern: Resource["Properties"], id: string): string | null => {
  if (pattern?.source?.length !== 1) return "not of one source";
  if (!(pattern["detail-type"]?.length > 0)) return "of every detail type";
  const matchers = [...(pattern.resources ?? []), ...Object.values(pattern.detail ?? {}).flat()];
  if (matchers.length === 0) return wideRules.has(id) ? null : "of everything of its kind";
  return matchers.some(matchesAnything) ? "of anything by a matcher" : null;
};

export const eventSourceRules: readonly HygieneRule[] = [
  {
    rule: "a rule's target retries for a while and has a dead-letter queue",
    breaches: each("AWS::Events::Rule", ({ Targets = [] }, _id, template) => {
      if (Targets.length === 0) return "no target";
      return (Targets as readonly Resource["Properties"][]).reduce<string | null>(
        (found, target) => found ?? deadLetterProblem(target, template),
        null,
      );
    }),
  },
  {
    rule: "a schedule's target retries for a while and has a dead-letter queue",
    breaches: each("AWS::Scheduler::Schedule", ({ Target }, _id, template) => deadLetterProblem(Target, template)),
  },
  {
    rule: "a rule matches one source, its detail types, and what headgate.yml names",
    breaches: each("AWS::Events::Rule", ({ EventPattern }, id) => patternProblem(EventPattern, id)),
  },
  {
    rule: "a function may be invoked by a rule of the stack, and by no other",
    breaches: each("AWS::Lambda::Permission", ({ Principal, SourceArn }, _id, template) =>
      Principal === "events.amazonaws.com" && template.Resources[idOf(SourceArn)]?.Type === "AWS::Events::Rule"
        ? null
        : `${Principal} from ${JSON.stringify(SourceArn)}`,
    ),
  },
  {
    rule: "a role is assumed by one service, and by Scheduler and ECS for this account only",
    breaches: each("AWS::IAM::Role", ({ AssumeRolePolicyDocument: { Statement } }) => {
      const [statement, ...more] = Statement;
      const service = statement?.Principal?.Service;
      if (more.length > 0 || typeof service !== "string") return "more than one service";
      if (service === "lambda.amazonaws.com") return null;
      return statement.Condition?.StringEquals?.["aws:SourceAccount"] === undefined ? `any account's ${service}` : null;
    }),
  },
  {
    rule: "a dead-letter queue that AWS's services send to admits them by name",
    breaches: (template) => {
      const policies = ofType(template, "AWS::SQS::QueuePolicy");
      return ofType(template, "AWS::Events::Rule").flatMap(([id, { Name, Targets }]) =>
        (Targets as readonly Resource["Properties"][]).flatMap((target) => {
          const queue = idOf(target.DeadLetterConfig?.Arn);
          const admitted = policies.some(
            ([, { Queues, PolicyDocument }]) =>
              Queues.some((one: unknown) => idOf(one) === queue) &&
              JSON.stringify(PolicyDocument.Statement).includes(`rule/${Name}"`),
          );
          return admitted ? [] : [`${id}: ${queue} doesn't admit it`];
        }),
      );
    },
  },
];
