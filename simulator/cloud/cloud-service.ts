import type { AccountService } from "./account-operations.ts";

/** The services that the embedded cloud answers for. */
export type CloudService =
  | "ecs"
  | "application-autoscaling"
  | "cloudwatch"
  | "dynamodb"
  | "sqs"
  | "sns"
  | "rds"
  | "pi"
  | "ec2"
  | "service-quotas"
  | "route53"
  | "servicediscovery"
  | "s3"
  | "ssm"
  | "iam"
  | "lambda"
  | "pricing"
  | AccountService;
