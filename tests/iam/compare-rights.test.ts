import { describe, expect, it } from "@jest/globals";
import type { FunctionName } from "../../stack/functions.ts";
import { compareRights } from "../../stack/iam/compare-rights.ts";
import type { RecordedStack } from "../../stack/iam/recorded-calls.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";
import { usedRights } from "../../stack/iam/used-rights.ts";
import { arn } from "../../stack/intrinsics.ts";
import type { Statement } from "../../stack/statement.ts";
import { readFixture } from "../stack/packaged-fixtures.ts";
import { packagedNames } from "../stack/packaged-roles.ts";

const config = readFixture("widest");
const arnOfTable = "arn:aws:dynamodb:eu-central-1:123456789012:table/headgate-dev";
const arnOfQueue = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:headgate-dev-${name}`;

type Asked = RecordedStack["requests"][number];
const asks = (action: string, resource: string, caller: FunctionName = "router"): Asked => ({
  caller,
  action,
  resource,
  context: {},
});

/** All that `router` does: the smallest role, so that one case holds all of it. */
const everyRequest: readonly Asked[] = [
  asks("sqs:SendMessage", arnOfQueue("scaling.fifo")),
  asks("sqs:SendMessage", arnOfQueue("records.fifo")),
  asks("sqs:SendMessage", arnOfQueue("events-dlq")),
  asks("dynamodb:BatchGetItem", arnOfTable),
];
const role = roleStatements("router", config, packagedNames.prefix);

const platform = new Map(
  [
    "WriteLogs logs:CreateLogStream logs:log-group",
    "WriteLogs logs:PutLogEvents logs:log-group",
    "Trace xray:PutTelemetryRecords *",
    "Trace xray:PutTraceSegments *",
    "TakeEvents sqs:DeleteMessage EventsQueue",
    "TakeEvents sqs:GetQueueAttributes EventsQueue",
    "TakeEvents sqs:ReceiveMessage EventsQueue",
  ].map((key) => [`router ${key}`, { reason: "Lambda does" }]),
);

const problemsOf = async (
  requests: readonly Asked[],
  statements: readonly Statement[] = role,
  reasons: ReadonlyMap<string, { readonly reason: string }> = platform,
): Promise<readonly string[]> => {
  const used = usedRights([{ test: "a.test.ts", unknown: [], stacks: [{ config, names: packagedNames, requests }] }]);
  return (await compareRights(used, [{ stack: "widest", name: "router", statements }], packagedNames, reasons))
    .problems;
};

const granting = (Action: readonly string[], Resource: Statement["Resource"]): readonly Statement[] => [
  ...role,
  { Sid: "More", Effect: "Allow", Action, Resource },
];

describe("a role that is exactly enough", () => {
  it("has no problem", async () => {
    expect(await problemsOf(everyRequest)).toEqual([]);
  });

  it.each<{ when: string; found: () => Promise<readonly string[]>; problem: RegExp }>([
    {
      when: "a call that no statement allows",
      found: () => problemsOf([...everyRequest, asks("dynamodb:PutItem", arnOfTable)]),
      problem: /^missing: router dynamodb:PutItem: no statement has the action; such as .*\(a\.test\.ts\)$/,
    },
    {
      when: "a call on a resource that no statement names",
      found: () => problemsOf([...everyRequest, asks("sqs:SendMessage", arnOfQueue("runs"))]),
      problem: /^missing: router sqs:SendMessage: SendWakeUps have the action on other resources/,
    },
    {
      when: "a right that nothing uses",
      found: () => problemsOf(everyRequest.slice(1)),
      problem: /^unused: router SendWakeUps sqs:SendMessage ScalingQueue$/,
    },
    {
      when: "an action that IAM doesn't have",
      found: () => problemsOf(everyRequest, granting(["sqs:SendMessages"], [arn("sqs", "x")])),
      problem: /: IAM has no action sqs:SendMessages$/,
    },
    {
      when: "an action on a kind of resource that IAM doesn't know for it",
      found: () => problemsOf(everyRequest, granting(["ecs:StopTask"], [arn("ecs", "cluster/shop")])),
      problem: /: ecs:StopTask can be granted on none of the statement's resources$/,
    },
    {
      when: "an action with a wildcard",
      found: () => problemsOf(everyRequest, granting(["ecs:*"], "*")),
      problem: /: ecs:\* is more than one action$/,
    },
    {
      when: "a wildcard resource without a reason",
      found: () => problemsOf(everyRequest, granting(["ecs:StopTask"], "*")),
      problem: /: ecs:StopTask on everything has no reason$/,
    },
    {
      when: "a condition key that the action doesn't have",
      found: () => {
        const [more] = granting(["ecs:StopTask"], [arn("ecs", "task/shop/*")]).slice(-1);
        const Condition = { StringEquals: { "ecs:favourite-colour": "blue" } };
        return problemsOf(everyRequest, [...role, { ...more!, Condition }]);
      },
      problem: /: ecs:StopTask doesn't know the condition key ecs:favourite-colour$/,
    },
    {
      when: "a grant for AWS's own use that is in no role any more",
      found: () =>
        problemsOf(everyRequest, role, new Map([...platform, ["router Gone sns:Publish Topic", { reason: "of old" }]])),
      problem: /^router Gone sns:Publish Topic is granted no longer, although of old$/,
    },
    {
      when: "a grant for AWS's own use that a function calls itself",
      found: () => problemsOf([...everyRequest, asks("sqs:ReceiveMessage", arnOfQueue("events"))]),
      problem: /^router TakeEvents sqs:ReceiveMessage EventsQueue is called by a function/,
    },
  ])("is told from one with $when", async ({ found, problem }) => {
    expect(await found()).toContainEqual(expect.stringMatching(problem));
  });

  it("is asked for what a command means, and a command without a rule is a problem", () => {
    const { refused } = usedRights([{ test: "a.test.ts", stacks: [], unknown: ["ecs RunTask"] }]);
    expect(refused).toEqual(["no rule says what IAM is asked by ecs RunTask (a.test.ts)"]);
  });
});
