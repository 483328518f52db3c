import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { sdkOptions } from "../../functions/sdk-options.ts";
import { type Emulators, functionsKey } from "../start-emulators.ts";

export type BurstClients = ReturnType<typeof clientsWith>;

const clientsWith = (options: object) => ({
  applicationAutoScaling: new ApplicationAutoScalingClient(options),
  cloudWatch: new CloudWatchClient(options),
  dynamoDb: new DynamoDBClient(options),
  ec2: new EC2Client(options),
  ecs: new ECSClient(options),
  route53: new Route53Client(options),
  s3: new S3Client(options),
  serviceDiscovery: new ServiceDiscoveryClient(options),
  sns: new SNSClient(options),
  sqs: new SQSClient(options),
  ssm: new SSMClient(options),
});

/** One SDK command, named as the embedded cloud names it. */
export type CountedCall = { readonly name: string };

/** As in a call's name, where it isn't the client's. */
const serviceNames: Partial<Record<keyof BurstClients, string>> = { applicationAutoScaling: "application-autoscaling" };

/** As the deployed functions have them, and signed as they sign. @param calls takes each command that is sent */
export const functionClients = (
  { clientOptions }: Pick<Emulators, "clientOptions">,
  calls: CountedCall[],
): BurstClients => {
  const credentials = { accessKeyId: functionsKey, secretAccessKey: functionsKey };
  const clients = clientsWith({ ...clientOptions, ...sdkOptions, credentials });
  for (const [key, client] of Object.entries(clients)) {
    const service = serviceNames[key as keyof BurstClients] ?? key.toLowerCase();
    const sender = client as { send: (command: object, ...rest: readonly unknown[]) => Promise<object> };
    const send = sender.send.bind(client);
    sender.send = (command, ...rest) => {
      calls.push({ name: `${service} ${command.constructor.name.replace(/Command$/, "")}` });
      return send(command, ...rest);
    };
  }
  return clients;
};

/** What plays AWS and looks at the result. */
export const outsideClients = ({ clientOptions }: Pick<Emulators, "clientOptions">): BurstClients =>
  clientsWith(clientOptions);
