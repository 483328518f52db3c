import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as budgets from "@aws-sdk/client-budgets";
import * as cloudFormation from "@aws-sdk/client-cloudformation";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as elasticLoadBalancing from "@aws-sdk/client-elastic-load-balancing-v2";
import * as guardDuty from "@aws-sdk/client-guardduty";
import * as iam from "@aws-sdk/client-iam";
import * as inspector from "@aws-sdk/client-inspector2";
import * as lambda from "@aws-sdk/client-lambda";
import * as performanceInsights from "@aws-sdk/client-pi";
import * as pricing from "@aws-sdk/client-pricing";
import * as rds from "@aws-sdk/client-rds";
import * as route53 from "@aws-sdk/client-route-53";
import * as s3 from "@aws-sdk/client-s3";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as serviceQuotas from "@aws-sdk/client-service-quotas";
import * as serviceDiscovery from "@aws-sdk/client-servicediscovery";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import * as support from "@aws-sdk/client-support";
import { NormalizedSchema } from "@smithy/core/schema";
import type { CloudService } from "../cloud-service.ts";

/**
 * What a client speaks: `json` is AWS JSON 1.0 or 1.1, `query` a form that is answered in XML, `ec2` EC2's own of those,
 * `rest` REST-XML, `rest-json` REST with JSON.
 */
export type WireProtocol = "json" | "query" | "ec2" | "rest" | "rest-json";

/** An operation as the installed SDK itself describes it. */
export type SdkOperation = {
  readonly protocol: WireProtocol;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
};

export type Client = { readonly service: CloudService; readonly protocol: WireProtocol; readonly exports: object };

/** Keyed by the signing name of the request, which is CloudWatch's old name `monitoring`. */
const clients: Readonly<Record<string, Client>> = {
  "application-autoscaling": {
    service: "application-autoscaling",
    protocol: "json",
    exports: applicationAutoScaling,
  },
  budgets: { service: "budgets", protocol: "json", exports: budgets },
  cloudformation: { service: "cloudformation", protocol: "query", exports: cloudFormation },
  dynamodb: { service: "dynamodb", protocol: "json", exports: dynamoDb },
  ec2: { service: "ec2", protocol: "ec2", exports: ec2 },
  elasticloadbalancing: { service: "elasticloadbalancing", protocol: "query", exports: elasticLoadBalancing },
  guardduty: { service: "guardduty", protocol: "rest-json", exports: guardDuty },
  inspector2: { service: "inspector2", protocol: "rest-json", exports: inspector },
  logs: { service: "logs", protocol: "json", exports: logs },
  ecs: { service: "ecs", protocol: "json", exports: ecs },
  iam: { service: "iam", protocol: "query", exports: iam },
  lambda: { service: "lambda", protocol: "rest-json", exports: lambda },
  monitoring: { service: "cloudwatch", protocol: "json", exports: cloudWatch },
  pi: { service: "pi", protocol: "json", exports: performanceInsights },
  pricing: { service: "pricing", protocol: "json", exports: pricing },
  rds: { service: "rds", protocol: "query", exports: rds },
  route53: { service: "route53", protocol: "rest", exports: route53 },
  s3: { service: "s3", protocol: "rest", exports: s3 },
  secretsmanager: { service: "secretsmanager", protocol: "json", exports: secretsManager },
  servicediscovery: { service: "servicediscovery", protocol: "json", exports: serviceDiscovery },
  servicequotas: { service: "service-quotas", protocol: "json", exports: serviceQuotas },
  sns: { service: "sns", protocol: "query", exports: sns },
  sqs: { service: "sqs", protocol: "json", exports: sqs },
  ssm: { service: "ssm", protocol: "json", exports: ssm },
  sts: { service: "sts", protocol: "query", exports: sts },
  support: { service: "support", protocol: "json", exports: support },
};

/** The client that signed a request, or `undefined` for a service that the front does not speak. */
export const findClient = (signingName: string): Client | undefined => clients[signingName];

/**
 * The schema of an operation, out of the SDK client that sends it: what is a date, a blob or a nested list is read
 * there and never repeated here.
 *
 * @returns `undefined` for an operation that the installed client doesn't have
 * @throws never
 */
export const findOperation = (client: Client, operation: string): SdkOperation | undefined => {
  const schema = (client.exports as Record<string, unknown>)[`${operation}$`];
  // A static operation schema: [9, namespace, name, traits, input, output].
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  return {
    protocol: client.protocol,
    input: NormalizedSchema.of(schema[4]),
    output: NormalizedSchema.of(schema[5]),
  };
};

export type RestOperation = {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly shapes: SdkOperation;
  readonly statusCode: number;
};

/**
 * The operation that a method and a path name, out of the paths that the SDK's schemas have.
 *
 * S3's endpoint on an address of the loopback interface puts the bucket first in the path, where no schema has it.
 */
export const findRestOperation = (client: Client, method: string, url: URL): RestOperation | undefined => {
  const [first = "", ...rest] = url.pathname.slice(1).split("/");
  const path = client.service === "s3" ? `/${rest.join("/")}` : url.pathname;
  for (const [name, schema] of Object.entries(client.exports)) {
    if (!Array.isArray(schema) || schema[0] !== 9 || !Array.isArray(schema[3]?.http)) continue;
    const [wanted, template, statusCode] = schema[3].http as readonly [string, string, number];
    const labels = wanted === method ? matchTemplate(template, path, url.searchParams) : undefined;
    if (labels === undefined) continue;
    const operation = name.slice(0, -1);
    const bucket: Record<string, string> = client.service === "s3" ? { Bucket: decodeURIComponent(first) } : {};
    return { operation, labels: { ...bucket, ...labels }, shapes: findOperation(client, operation)!, statusCode };
  }
  return undefined;
};

/** `/2013-04-01/hostedzone/{HostedZoneId}/rrset`, `/{Key+}?x-id=PutObject`. @returns what stands in its places */
const matchTemplate = (
  template: string,
  path: string,
  query: URLSearchParams,
): Readonly<Record<string, string>> | undefined => {
  const [pattern = "", fixed = ""] = template.split("?");
  for (const [key, value] of new URLSearchParams(fixed)) if (query.get(key) !== value) return undefined;
  const names: string[] = [];
  const expression = pattern
    .split("/")
    .map((segment) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
      if (name === undefined) return segment.replaceAll(".", "\\.");
      names.push(name);
      return greedy === "+" ? "(.+)" : "([^/]+)";
    })
    .join("/");
  const found = new RegExp(`^${expression}/?$`).exec(path);
  if (found === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
};

/** The schema of a modelled error, so that its extra fields (a failed condition's item) travel too. */
export const findError = (client: Client, name: string): NormalizedSchema | undefined => {
  const schema = (client.exports as Record<string, unknown>)[`${name}$`];
  return Array.isArray(schema) ? NormalizedSchema.of(schema as never) : undefined;
};
