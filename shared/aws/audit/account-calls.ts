/**
 * Every call that the checklist makes, with the IAM action that allows it. All of them read.
 *
 * The operation and its action have one name nearly everywhere; where they have not, the Service Authorization Reference
 * says so.
 */
export const accountCalls = {
  DescribeScalableTargets: "application-autoscaling:DescribeScalableTargets",
  DescribeBudgets: "budgets:ViewBudget",
  DescribeStacks: "cloudformation:DescribeStacks",
  DescribeAlarms: "cloudwatch:DescribeAlarms",
  GetMetricData: "cloudwatch:GetMetricData",
  ListMetrics: "cloudwatch:ListMetrics",
  DescribeSubnets: "ec2:DescribeSubnets",
  DescribeContainerInstances: "ecs:DescribeContainerInstances",
  DescribeServices: "ecs:DescribeServices",
  DescribeTasks: "ecs:DescribeTasks",
  ListClusters: "ecs:ListClusters",
  ListContainerInstances: "ecs:ListContainerInstances",
  ListServices: "ecs:ListServices",
  ListTasks: "ecs:ListTasks",
  DescribeLoadBalancerAttributes: "elasticloadbalancing:DescribeLoadBalancerAttributes",
  DescribeLoadBalancers: "elasticloadbalancing:DescribeLoadBalancers",
  DescribeTargetGroups: "elasticloadbalancing:DescribeTargetGroups",
  GetDetector: "guardduty:GetDetector",
  ListDetectors: "guardduty:ListDetectors",
  BatchGetAccountStatus: "inspector2:BatchGetAccountStatus",
  DescribeLogGroups: "logs:DescribeLogGroups",
  DescribeDBClusters: "rds:DescribeDBClusters",
  DescribeDBInstances: "rds:DescribeDBInstances",
  ListSecrets: "secretsmanager:ListSecrets",
  DescribeInstanceInformation: "ssm:DescribeInstanceInformation",
  // Needs no permission; an explicit denial is possible.
  GetCallerIdentity: "sts:GetCallerIdentity",
  DescribeTrustedAdvisorCheckSummaries: "support:DescribeTrustedAdvisorCheckSummaries",
  DescribeTrustedAdvisorChecks: "support:DescribeTrustedAdvisorChecks",
} as const;

export type AccountCall = keyof typeof accountCalls;
