import { applicationAutoScalingCases } from "./cases/application-autoscaling.ts";
import { cloudWatchCases } from "./cases/cloudwatch.ts";
import { dynamoDbCases } from "./cases/dynamodb.ts";
import { ec2Cases } from "./cases/ec2.ts";
import { ecsCases } from "./cases/ecs.ts";
import { elasticLoadBalancingCases } from "./cases/elasticloadbalancing.ts";
import { lambdaCases } from "./cases/lambda.ts";
import { rdsCases } from "./cases/rds.ts";
import { route53Cases } from "./cases/route53.ts";
import { s3Cases } from "./cases/s3.ts";
import { serviceDiscoveryCases } from "./cases/servicediscovery.ts";
import { serviceQuotasCases } from "./cases/servicequotas.ts";
import { snsCases } from "./cases/sns.ts";
import { sqsCases } from "./cases/sqs.ts";
import { ssmCases } from "./cases/ssm.ts";
import type { ContractCase } from "./contract-case.ts";

/** Every case, in the order of the services' names. */
export const contractCases: readonly ContractCase[] = [
  ...applicationAutoScalingCases,
  ...cloudWatchCases,
  ...dynamoDbCases,
  ...ec2Cases,
  ...ecsCases,
  ...elasticLoadBalancingCases,
  ...lambdaCases,
  ...rdsCases,
  ...route53Cases,
  ...s3Cases,
  ...serviceDiscoveryCases,
  ...serviceQuotasCases,
  ...snsCases,
  ...sqsCases,
  ...ssmCases,
];
