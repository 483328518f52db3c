/**
 * Every action that is granted on all resources, and why none narrower is possible. The template's test holds the
 * roles to this list.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {
  "application-autoscaling:DescribeScalableTargets": "IAM knows no resource for it",
  "application-autoscaling:DescribeScalingPolicies": "IAM knows no resource for it",
  "application-autoscaling:DescribeScheduledActions": "IAM knows no resource for it",
  "cloudwatch:GetMetricData": "metrics are no IAM resource",
  "ec2:DescribeInstanceTypes": "IAM knows no resource for it",
  "ec2:DescribeInstances": "IAM knows no resource for it",
  "ec2:DescribeNetworkInterfaces": "IAM knows no resource for it",
  "ecs:DescribeTaskDefinition": "IAM knows no resource for it",
  "ecs:ListTasks":
    "without a container instance it is authorized on *; the condition ecs:cluster narrows it to the clusters",
  "route53:CreateHealthCheck": "IAM knows no resource for it",
  "route53:ListHealthChecks": "IAM knows no resource for it",
  "route53:ListHostedZonesByName": "IAM knows no resource for it",
  "ssm:ListCommandInvocations": "IAM knows no resource for it",
  "ssm:ListCommands": "IAM knows no resource for it",
  "xray:PutTelemetryRecords": "IAM knows no resource for it",
  "xray:PutTraceSegments": "IAM knows no resource for it",
};
