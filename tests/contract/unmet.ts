/** A command that the functions send, or an error that they tell from others, and that no case can meet. */
export type Unmet = {
  /** `client CommandName`, or an error as the code writes it. */
  readonly what: readonly string[];
  readonly because: string;
};

/** Closed: one that a case meets after all goes from here. */
export const unmetCommands: readonly Unmet[] = [
  {
    what: [
      "budgets DescribeBudgetsCommand",
      "cloudformation DescribeStacksCommand",
      "cloudwatch ListMetricsCommand",
      "cloudwatch-logs DescribeLogGroupsCommand",
      "ec2 DescribeSubnetsCommand",
      "elastic-load-balancing-v2 DescribeLoadBalancerAttributesCommand",
      "elastic-load-balancing-v2 DescribeLoadBalancersCommand",
      "elastic-load-balancing-v2 DescribeTargetGroupsCommand",
      "guardduty GetDetectorCommand",
      "guardduty ListDetectorsCommand",
      "inspector2 BatchGetAccountStatusCommand",
      "secrets-manager ListSecretsCommand",
      "ssm DescribeInstanceInformationCommand",
      "sts GetCallerIdentityCommand",
      "support DescribeTrustedAdvisorCheckSummariesCommand",
      "support DescribeTrustedAdvisorChecksCommand",
    ],
    because:
      "the checklist of an account only lists with it; a reading that fails is told as unknown, and nothing is decided by one",
  },
  {
    what: ["pi GetResourceMetricsCommand", "pi ListAvailableResourceMetricsCommand"],
    because: "neither emulator has Performance Insights; where it says nothing the parameter group's value counts",
  },
  {
    what: ["ssm GetAutomationExecutionCommand"],
    because:
      "neither emulator runs automations; whatever it answers but an approval of the same request refuses the run",
  },
];

const busy = "AWS being busy cannot be asked for; the sweep of faults throws it at every command";
const forbidden = "neither the emulators nor the embedded cloud check IAM; the sweep of faults denies every command";

export const unmetErrors: readonly Unmet[] = [
  {
    what: [
      "(Request)?Timeout\\w*",
      "ConditionalRequestConflict",
      "InternalError",
      "InternalFailure",
      "InternalServer\\w*",
      "PriorRequestNotComplete",
      "RequestLimitExceeded",
      "RequestThrottled\\w*",
      "ResourceInUse",
      "ServiceUnavailable\\w*",
      "SlowDown",
      "Thrott\\w*",
      "TooManyRequests\\w*",
    ],
    because: busy,
  },
  {
    what: ["TimeoutError"],
    because: "It is the SDK's own: no service answers so. `npm run faults` plays it at every command.",
  },
  { what: ["AccessDenied", "AccessDeniedException", "NotAuthorized", "Unauthorized"], because: forbidden },
  {
    what: ["SubscriptionRequiredException"],
    because: "of an account without a support plan, which neither emulator has as a notion",
  },
  {
    what: ["UnsupportedFeatureException"],
    because: "of services whose deployments are not ECS's own, which Headgate's configuration refuses",
  },
];
