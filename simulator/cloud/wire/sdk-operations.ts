import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as ecs from "@aws-sdk/client-ecs";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { NormalizedSchema } from "@smithy/core/schema";

export type CloudService = "ecs" | "application-autoscaling" | "cloudwatch" | "dynamodb" | "sqs" | "sns";

/** What a client speaks: `json` is AWS JSON 1.0 or 1.1, `query` is a form that is answered in XML. */
export type WireProtocol = "json" | "query";

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
  ecs: { service: "ecs", protocol: "json", exports: ecs },
  monitoring: { service: "cloudwatch", protocol: "json", exports: cloudWatch },
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
