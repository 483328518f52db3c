import { expect, it } from "@jest/globals";
import { type IncomingCall, routeRequest } from "../../emulators/route-request.ts";

const signed = (service: string, key = "123456789012"): string =>
  `AWS4-HMAC-SHA256 Credential=${key}/20261121/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

type Row = {
  readonly when: string;
  readonly given: Partial<IncomingCall>;
  readonly expected: readonly [string, string, string, string];
};

it.each<Row>([
  {
    when: "ECS speaks JSON and goes to moto",
    given: {
      headers: {
        authorization: signed("ecs"),
        "x-amz-target": "AmazonEC2ContainerServiceV20141113.UpdateService",
      },
    },
    expected: ["moto", "ecs", "UpdateService", "123456789012"],
  },
  {
    when: "RDS speaks forms and goes to moto",
    given: {
      headers: { authorization: signed("rds", "outside"), "content-type": "application/x-www-form-urlencoded" },
      body: "Action=DescribeDBInstances&Version=2014-10-31",
    },
    expected: ["moto", "rds", "DescribeDBInstances", "outside"],
  },
  {
    when: "SQS goes to ministack",
    given: { headers: { authorization: signed("sqs"), "x-amz-target": "AmazonSQS.SendMessage" } },
    expected: ["ministack", "sqs", "SendMessage", "123456789012"],
  },
  {
    when: "an object of S3 has no name in what it is counted under",
    given: { method: "PUT", path: "/bucket/some/key.zip", headers: { authorization: signed("s3") } },
    expected: ["ministack", "s3", "PUT object", "123456789012"],
  },
  {
    when: "a URL that was signed beforehand says it in its query",
    given: { path: "/?Action=GetCallerIdentity&X-Amz-Credential=me%2F20261121%2Feu-central-1%2Fsts%2Faws4_request" },
    expected: ["ministack", "sts", "GetCallerIdentity", "me"],
  },
  {
    when: "a request that nobody has signed goes to ministack",
    given: { path: "/_ministack/health" },
    expected: ["ministack", "unsigned", "GET health", ""],
  },
])("$when", ({ given, expected }) => {
  const { emulator, service, operation, accessKeyId } = routeRequest({
    method: "GET",
    path: "/",
    headers: {},
    body: "",
    ...given,
  });
  expect([emulator, service, operation, accessKeyId]).toEqual(expected);
});
