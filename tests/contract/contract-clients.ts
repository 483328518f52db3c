import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { ContractClients } from "./contract-bed.ts";

export const contractRegion = "eu-central-1";
export const contractAccount = "123456789012";

/** @param endpoint one for all, of a front or a router @returns every client, each of one attempt */
export const contractClients = (endpoint: string): ContractClients => {
  const options = {
    endpoint,
    region: contractRegion,
    credentials: { accessKeyId: "contract", secretAccessKey: "contract" },
    maxAttempts: 1,
  };
  return {
    applicationAutoScaling: new ApplicationAutoScalingClient(options),
    cloudWatch: new CloudWatchClient(options),
    dynamoDb: new DynamoDBClient(options),
    ec2: new EC2Client(options),
    ecs: new ECSClient(options),
    elasticLoadBalancing: new ElasticLoadBalancingV2Client(options),
    rds: new RDSClient(options),
    route53: new Route53Client(options),
    // Bucket names in the path: no name below an address resolves.
    s3: new S3Client({ ...options, forcePathStyle: true }),
    // Cloud Map puts `data-` before the host of some operations, which no address has.
    serviceDiscovery: new ServiceDiscoveryClient({ ...options, disableHostPrefix: true }),
    serviceQuotas: new ServiceQuotasClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    ssm: new SSMClient(options),
  };
};

export const closeClients = (clients: ContractClients): void => {
  for (const client of Object.values(clients)) client.destroy();
};
