import {
  functionNameOf,
  installDocumentOf,
  queueArnOf,
  rendersBucketOf,
  type StackNames,
  topicArnOf,
} from "../../simulator/cloud/stack-names.ts";
import { functionNames } from "../functions.ts";

/** What CloudFormation puts in the place of `!GetAtt <id>.Arn`, of every resource that a role names. */
const arnsOf = (names: StackNames): Readonly<Record<string, string>> => ({
  Table: `arn:aws:dynamodb:${names.region}:${names.accountId}:table/${names.prefix}`,
  Topic: topicArnOf(names),
  EventsQueue: queueArnOf(names, "events"),
  EventsDeadLetterQueue: queueArnOf(names, "events-dlq"),
  ScalingQueue: queueArnOf(names, "scaling.fifo"),
  ScalingDeadLetterQueue: queueArnOf(names, "scaling-dlq.fifo"),
  RecordsQueue: queueArnOf(names, "records.fifo"),
  RecordsDeadLetterQueue: queueArnOf(names, "records-dlq.fifo"),
  RunsQueue: queueArnOf(names, "runs"),
  RunsDeadLetterQueue: queueArnOf(names, "runs-dlq"),
  RendersBucket: `arn:aws:s3:::${rendersBucketOf(names)}`,
  ScheduleGroup: `arn:aws:scheduler:${names.region}:${names.accountId}:schedule-group/${names.prefix}`,
  ...Object.fromEntries(
    functionNames.map((name) => [
      `${name.slice(0, 1).toUpperCase()}${name.slice(1)}LambdaFunction`,
      `arn:aws:lambda:${names.region}:${names.accountId}:function:${functionNameOf(names, name)}`,
    ]),
  ),
});

const refsOf = (names: StackNames): Readonly<Record<string, string>> => ({
  "AWS::Partition": "aws",
  "AWS::Region": names.region,
  "AWS::AccountId": names.accountId,
  "AWS::URLSuffix": "amazonaws.com",
  Topic: topicArnOf(names),
  InstallDocument: installDocumentOf(names),
  RendersBucket: rendersBucketOf(names),
});

const known = (texts: Readonly<Record<string, string>>, name: string): string => {
  const text = texts[name];
  if (text === undefined) throw new Error(`what CloudFormation makes of ${name} is not written down`);
  return text;
};

/**
 * A value of the template as CloudFormation fills it in, in one account and region.
 *
 * @throws Error for a reference that is not written down here
 */
export const fillIn = (value: unknown, names: StackNames): string => {
  if (typeof value === "string") return value;
  const [[kind, of]] = Object.entries(value as object) as [[string, unknown]];
  if (kind === "Ref") return known(refsOf(names), String(of));
  if (kind === "Fn::GetAtt") return known(arnsOf(names), (of as readonly string[])[0]!);
  if (kind !== "Fn::Sub") throw new Error(`no way to fill in ${kind}`);
  return String(of).replaceAll(/\$\{([^}]+)\}/g, (_match, name: string) =>
    name.endsWith(".Arn") ? known(arnsOf(names), name.slice(0, -".Arn".length)) : known(refsOf(names), name),
  );
};
