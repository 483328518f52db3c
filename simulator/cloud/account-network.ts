import type { DescribeSubnetsRequest } from "@aws-sdk/client-ec2";
import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancersInput,
  DescribeTargetGroupsInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { accountPage } from "./account-pages.ts";
import type { AccountSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";

/** @see Elastic Load Balancing API Reference: PageSize 1..400 */
const pageSize = { most: 400, otherwise: 400 };
const mostFilterValues = 200;

/** Subnets, load balancers and target groups. */
export const networkAccountOperations = (account: () => AccountSpec) => ({
  "ec2 DescribeSubnets": ({ Filters = [], NextToken, MaxResults }: DescribeSubnetsRequest) => {
    const [filter] = Filters;
    if (Filters.length > 1 || (filter !== undefined && filter.Name !== "subnet-id"))
      throw new AwsError("InvalidParameterValue", `The filter '${filter?.Name}' is not modelled`);
    const wanted = new Set(filter?.Values ?? []);
    if (wanted.size > mostFilterValues)
      throw new AwsError("FilterLimitExceeded", "The maximum length of a filter's values is 200");
    const found = account().subnets.filter(({ SubnetId = "" }) => filter === undefined || wanted.has(SubnetId));
    const { page, next } = accountPage(account(), found, NextToken, MaxResults, {
      least: 5,
      most: 1000,
      otherwise: 1000,
    });
    return { Subnets: page, NextToken: next };
  },
  "elasticloadbalancing DescribeLoadBalancers": ({ Marker, PageSize }: DescribeLoadBalancersInput) => {
    const { page, next } = accountPage(account(), account().balancers, Marker, PageSize, pageSize);
    return { LoadBalancers: page, NextMarker: next };
  },
  "elasticloadbalancing DescribeLoadBalancerAttributes": ({ LoadBalancerArn }: DescribeLoadBalancerAttributesInput) => {
    const found = account().balancers.find((balancer) => balancer.LoadBalancerArn === LoadBalancerArn);
    if (found === undefined)
      throw new AwsError("LoadBalancerNotFoundException", `Load balancer '${LoadBalancerArn}' not found`);
    return {
      Attributes: [
        { Key: "access_logs.s3.enabled", Value: "false" },
        { Key: "deletion_protection.enabled", Value: String(found.deletionProtection) },
      ],
    };
  },
  "elasticloadbalancing DescribeTargetGroups": ({ Marker, PageSize }: DescribeTargetGroupsInput) => {
    const { page, next } = accountPage(account(), account().targetGroups, Marker, PageSize, pageSize);
    return { TargetGroups: page, NextMarker: next };
  },
});
