import { accountCalls } from "../../../shared/aws/audit/account-calls.ts";
import { onEverything, type RequestRules, request } from "../iam-request.ts";

/** What only the checklist calls: it looks at all of the account, and says itself which right each call takes. */
export const accountRequests: RequestRules = Object.fromEntries(
  Object.entries(accountCalls).map(([operation, action]) => [operation, onEverything(action)]),
);

/** @see Service Authorization Reference, Elastic Load Balancing V2 */
export const loadBalancingRequests: RequestRules = {
  ...Object.fromEntries(
    [
      "DescribeListeners",
      "DescribeLoadBalancerAttributes",
      "DescribeLoadBalancers",
      "DescribeRules",
      "DescribeTargetGroups",
      "DescribeTargetHealth",
    ].map((operation) => [operation, onEverything(`elasticloadbalancing:${operation}`)]),
  ),
  ModifyListener: ({ ListenerArn }) => [request("elasticloadbalancing:ModifyListener", ListenerArn)],
  ModifyRule: ({ RuleArn }) => [request("elasticloadbalancing:ModifyRule", RuleArn)],
};

/** IAM knows no resource for any of what we ask of EC2. */
export const ec2Requests: RequestRules = Object.fromEntries(
  ["DescribeInstanceTypes", "DescribeInstances", "DescribeNetworkInterfaces", "DescribeSubnets"].map((operation) => [
    operation,
    onEverything(`ec2:${operation}`),
  ]),
);
