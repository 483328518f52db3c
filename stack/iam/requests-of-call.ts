import type { CloudService } from "../../simulator/cloud/cloud-service.ts";
import type { FunctionCall } from "../../simulator/cloud/function-calls.ts";
import { type IamRequest, type RequestRules, request } from "./iam-request.ts";
import { accountRequests, ec2Requests, loadBalancingRequests } from "./requests/account-requests.ts";
import { databaseRequests } from "./requests/database-requests.ts";
import { ecsRequests } from "./requests/ecs-requests.ts";
import { insightsRequests, metricRequests, quotaRequests, scalingRequests } from "./requests/metric-requests.ts";
import { cloudMapRequests, route53Requests, s3Requests, ssmRequests } from "./requests/publication-requests.ts";
import { queueRequests } from "./requests/queue-requests.ts";
import { tableRequests } from "./requests/table-requests.ts";

const rulesOf: { readonly [Service in CloudService]?: RequestRules } = {
  "application-autoscaling": scalingRequests,
  cloudwatch: metricRequests,
  dynamodb: tableRequests,
  ec2: ec2Requests,
  ecs: ecsRequests,
  elasticloadbalancing: loadBalancingRequests,
  pi: insightsRequests,
  rds: databaseRequests,
  route53: route53Requests,
  s3: s3Requests,
  "service-quotas": quotaRequests,
  servicediscovery: cloudMapRequests,
  sns: { Publish: ({ TopicArn }) => [request("sns:Publish", TopicArn)] },
  sqs: queueRequests,
  ssm: ssmRequests,
};

/**
 * What IAM is asked about a call.
 *
 * @returns one request per action and resource; `null` where no rule knows the operation, which is never nothing to grant
 */
export const requestsOfCall = ({
  service,
  operation,
  input,
  names,
}: Pick<FunctionCall, "service" | "operation" | "input" | "names">): readonly IamRequest[] | null => {
  const rule = rulesOf[service]?.[operation] ?? (service in rulesOf ? undefined : accountRequests[operation]);
  return rule === undefined ? null : rule(input, names);
};
