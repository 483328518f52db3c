import type {
  DescribeScalableTargetsRequest,
  DescribeScalingPoliciesRequest,
} from "@aws-sdk/client-application-auto-scaling";
import type { DescribeAlarmsInput } from "@aws-sdk/client-cloudwatch";
import type { DescribeTargetGroupAttributesInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListSubscriptionsByTopicInput } from "@aws-sdk/client-sns";
import { checkNamespace, pageOf } from "../autoscaling-page.ts";
import { AwsError } from "../aws-error.ts";
import type { AccountSpec } from "./account-spec.ts";
import { tokenPage } from "./token-page.ts";

const targetsPerPage = 50;
const policiesPerPage = 10;
const alarmsPerPage = 50;
const mostAlarmsPerPage = 100;
const subscriptionsPerPage = 100;

/** What other services list of an account: targets and policies, target groups, alarms, subscriptions. */
export const accountListings = (spec: AccountSpec) =>
  ({
    "application-autoscaling DescribeScalableTargets": (input: DescribeScalableTargetsRequest) => {
      checkNamespace(input);
      const found = spec.targets.filter(({ ResourceId }) => input.ResourceIds?.includes(ResourceId ?? "") ?? true);
      const { page, next } = pageOf(found, input, targetsPerPage);
      return { ScalableTargets: page, ...next };
    },
    "application-autoscaling DescribeScalingPolicies": (input: DescribeScalingPoliciesRequest) => {
      checkNamespace(input);
      const found = spec.policies.filter(
        ({ ResourceId }) => input.ResourceId === undefined || ResourceId === input.ResourceId,
      );
      const { page, next } = pageOf(found, input, policiesPerPage);
      return { ScalingPolicies: page, ...next };
    },
    "elasticloadbalancing DescribeTargetGroupAttributes": ({
      TargetGroupArn = "",
    }: DescribeTargetGroupAttributesInput) => {
      const delaySeconds = spec.targetGroups.get(TargetGroupArn);
      if (delaySeconds === undefined)
        throw new AwsError("TargetGroupNotFound", `Target groups '${TargetGroupArn}' not found`);
      return {
        Attributes: [
          { Key: "stickiness.enabled", Value: "false" },
          { Key: "deregistration_delay.timeout_seconds", Value: String(delaySeconds) },
        ],
      };
    },
    "cloudwatch DescribeAlarms": (input: DescribeAlarmsInput) => {
      const size = input.MaxRecords ?? alarmsPerPage;
      if (size < 1 || size > mostAlarmsPerPage)
        throw new AwsError("ValidationError", `MaxRecords must be between 1 and ${mostAlarmsPerPage}`);
      const found = spec.alarms.filter(
        ({ AlarmName = "", StateValue }) =>
          AlarmName.startsWith(input.AlarmNamePrefix ?? "") &&
          (input.StateValue === undefined || StateValue === input.StateValue),
      );
      const refuse = () => new AwsError("InvalidNextToken", "The next token is not valid");
      const { page, next } = tokenPage(found, input.NextToken, size, refuse);
      return { MetricAlarms: page, CompositeAlarms: [], NextToken: next };
    },
    "sns ListSubscriptionsByTopic": ({ TopicArn, NextToken }: ListSubscriptionsByTopicInput) => {
      const found = spec.subscriptions.filter((subscription) => subscription.TopicArn === TopicArn);
      const refuse = () => new AwsError("InvalidParameter", "Invalid parameter: NextToken");
      const { page, next } = tokenPage(found, NextToken, subscriptionsPerPage, refuse);
      return { Subscriptions: page, NextToken: next };
    },
  }) satisfies Readonly<Record<string, (input: never) => object>>;
