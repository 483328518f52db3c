import { describe, expect, it } from "@jest/globals";
import { authorize } from "../../stack/iam/authorize.ts";
import { matchesPattern } from "../../stack/iam/iam-pattern.ts";
import { request } from "../../stack/iam/iam-request.ts";
import { arn } from "../../stack/intrinsics.ts";
import type { Statement } from "../../stack/statement.ts";
import { packagedNames } from "../stack/packaged-roles.ts";

const table = "arn:aws:dynamodb:eu-central-1:123456789012:table/headgate-dev";
const service = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:service/shop/${name}`;

const statements: readonly Statement[] = [
  {
    Sid: "KeepFacts",
    Effect: "Allow",
    Action: ["dynamodb:PutItem"],
    Resource: [{ "Fn::GetAtt": ["Table", "Arn"] }],
    Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["FACTS", "RECORDS#*"] } },
  },
  {
    Sid: "LetAutoScaling",
    Effect: "Allow",
    Action: ["ecs:UpdateService"],
    Resource: [arn("ecs", "service/shop/orders")],
    Condition: { Bool: { "aws:ViaAWSService": "true" } },
  },
  {
    Sid: "ListTasks",
    Effect: "Allow",
    Action: ["ecs:ListTasks"],
    Resource: "*",
    Condition: { ArnEquals: { "ecs:cluster": [arn("ecs", "cluster/shop")] } },
  },
];

const keys = (...leading: readonly string[]) => ({ "dynamodb:LeadingKeys": leading });
const cluster = (name: string) => ({ "ecs:cluster": [`arn:aws:ecs:eu-central-1:123456789012:cluster/${name}`] });

describe("IAM", () => {
  it.each([
    {
      when: "allows a key that the condition names",
      asked: request("dynamodb:PutItem", table, keys("FACTS")),
      is: "allowed",
    },
    {
      when: "allows keys that its patterns match",
      asked: request("dynamodb:PutItem", table, keys("FACTS", "RECORDS#x")),
      is: "allowed",
    },
    {
      when: "denies where one of the keys is another",
      asked: request("dynamodb:PutItem", table, keys("FACTS", "CONTROL")),
      is: "denied",
    },
    { when: "denies another table", asked: request("dynamodb:PutItem", `${table}-2`, keys("FACTS")), is: "denied" },
    { when: "denies an action that nothing names", asked: request("dynamodb:DeleteItem", table), is: "denied" },
    {
      when: "denies directly what is for AWS's services only",
      asked: request("ecs:UpdateService", service("orders")),
      is: "denied",
    },
    {
      when: "allows AWS's services what is for them",
      asked: request("ecs:UpdateService", service("orders"), { "aws:ViaAWSService": ["true"] }),
      is: "allowed",
    },
    {
      when: "and not on another service",
      asked: request("ecs:UpdateService", service("orders-2"), { "aws:ViaAWSService": ["true"] }),
      is: "denied",
    },
    {
      when: "allows a list of the cluster's tasks",
      asked: request("ecs:ListTasks", "*", cluster("shop")),
      is: "allowed",
    },
    { when: "denies another cluster's", asked: request("ecs:ListTasks", "*", cluster("bank")), is: "denied" },
    { when: "denies where the key of a condition is not there", asked: request("ecs:ListTasks", "*"), is: "denied" },
  ])("$when", ({ asked, is }) => {
    expect(authorize(statements, asked, packagedNames).kind).toBe(is);
  });

  it("throws at an operator that is not known here, instead of a yes", () => {
    const [first] = statements;
    const odd = [{ ...first!, Condition: { NumericLessThan: { "s3:max-keys": "10" } } }];
    expect(() => authorize(odd, request("dynamodb:PutItem", table), packagedNames)).toThrow("NumericLessThan");
  });

  it.each([
    { pattern: "alarm:headgate-svc-*", text: "alarm:headgate-svc-orders", is: true },
    { pattern: "alarm:headgate-svc-*", text: "alarm:headgate-orders", is: false },
    { pattern: "a.c", text: "abc", is: false },
    { pattern: "a?c", text: "abc", is: true },
  ])("$pattern and $text: $is", ({ pattern, text, is }) => {
    expect(matchesPattern(pattern, text)).toBe(is);
  });
});
