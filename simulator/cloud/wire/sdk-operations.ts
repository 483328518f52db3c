import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as performanceInsights from "@aws-sdk/client-pi";
import * as rds from "@aws-sdk/client-rds";
import * as serviceQuotas from "@aws-sdk/client-service-quotas";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { NormalizedSchema } from "@smithy/core/schema";

export type CloudService =
  | "ecs"
  | "application-autoscaling"
  | "cloudwatch"
  | "dynamodb"
  | "sqs"
  | "sns"
  | "rds"
  | "pi"
  | "ec2"
  | "service-quotas";

/** What a client speaks: `json` is AWS JSON 1.0 or 1.1, `query` a form that is answered in XML, `ec2` EC2's own of those. */
export type WireProtocol = "json" | "query" | "ec2";

/** An operation as the installed SDK itself describes it. */
export type SdkOperation = {
  readonly protocol: WireProtocol;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
};

type Client = { readonly service: CloudService; readonly protocol: WireProtocol; readonly exports: object };

/** Keyed by the signing name of the request, which is CloudWatch's old name `monitoring`. */
const clients: Readonly<Record<string, Client>> = {
  "application-autoscaling": {
    service: "application-autoscaling",
    protocol: "json",
    exports: applicationAutoScaling,
  },
  dynamodb: { service: "dynamodb", protocol: "json", exports: dynamoDb },
  ec2: { service: "ec2", protocol: "ec2", exports: ec2 },
  ecs: { service: "ecs", protocol: "json", exports: ecs },
  monitoring: { service: "cloudwatch", protocol: "json", exports: cloudWatch },
  pi: { service: "pi", protocol: "json", exports: performanceInsights },
  rds: { service: "rds", protocol: "query", exports: rds },
  servicequotas: { service: "service-quotas", protocol: "json", exports: serviceQuotas },
  sns: { service: "sns", protocol: "query", exports: sns },
  sqs: { service: "sqs", protocol: "json", exports: sqs },
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

/** The schema of a modelled error, so that its extra fields (a failed condition's item) travel too. */
export const findError = (client: Client, name: string): NormalizedSchema | undefined => {
  const schema = (client.exports as Record<string, unknown>)[`${name}$`];
  return Array.isArray(schema) ? NormalizedSchema.of(schema as never) : undefined;
};
