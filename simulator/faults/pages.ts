/** Where an operation's list is, and how its next page is asked for. */
type Paging = {
  readonly list: string;
  /** Of the answer and of the next question. */
  readonly token: readonly [answered: string, asked: string];
};

const byToken = (list: string, token: string, asked = token): Paging => ({ list, token: [token, asked] });

/** Operations whose answer may come in pages of any size, whatever was asked for. */
const paging: Readonly<Record<string, Paging>> = {
  "ecs ListTasks": byToken("taskArns", "nextToken"),
  "ecs ListServices": byToken("serviceArns", "nextToken"),
  "ecs ListClusters": byToken("clusterArns", "nextToken"),
  "ecs ListContainerInstances": byToken("containerInstanceArns", "nextToken"),
  "ecs ListServiceDeployments": byToken("serviceDeployments", "nextToken"),
  "cloudwatch GetMetricData": byToken("MetricDataResults", "NextToken"),
  "cloudwatch ListMetrics": byToken("Metrics", "NextToken"),
  "cloudwatch DescribeAlarms": byToken("MetricAlarms", "NextToken"),
  "application-autoscaling DescribeScalableTargets": byToken("ScalableTargets", "NextToken"),
  "application-autoscaling DescribeScalingPolicies": byToken("ScalingPolicies", "NextToken"),
  "application-autoscaling DescribeScheduledActions": byToken("ScheduledActions", "NextToken"),
  "dynamodb Query": byToken("Items", "LastEvaluatedKey", "ExclusiveStartKey"),
  "ec2 DescribeNetworkInterfaces": byToken("NetworkInterfaces", "NextToken"),
  "ec2 DescribeInstanceTypes": byToken("InstanceTypes", "NextToken"),
  "rds DescribeDBInstances": byToken("DBInstances", "Marker"),
  "rds DescribeDBClusters": byToken("DBClusters", "Marker"),
  "rds DescribeDBParameters": byToken("Parameters", "Marker"),
  "rds DescribeDBClusterParameters": byToken("Parameters", "Marker"),
  "rds DescribeDBProxies": byToken("DBProxies", "Marker"),
  "rds DescribeDBProxyTargets": byToken("Targets", "Marker"),
  "rds DescribeOrderableDBInstanceOptions": byToken("OrderableDBInstanceOptions", "Marker"),
  "pi ListAvailableResourceMetrics": byToken("Metrics", "NextToken"),
  "servicediscovery ListInstances": byToken("Instances", "NextToken"),
  "ssm ListCommandInvocations": byToken("CommandInvocations", "NextToken"),
  "ssm ListCommands": byToken("Commands", "NextToken"),
  "ssm DescribeInstanceInformation": byToken("InstanceInformationList", "NextToken"),
  "logs DescribeLogGroups": byToken("logGroups", "nextToken"),
  "cloudformation DescribeStacks": byToken("Stacks", "NextToken"),
  "budgets DescribeBudgets": byToken("Budgets", "NextToken"),
  "guardduty ListDetectors": byToken("DetectorIds", "NextToken"),
  "secretsmanager ListSecrets": byToken("SecretList", "NextToken"),
  "elasticloadbalancing DescribeLoadBalancers": byToken("LoadBalancers", "NextMarker", "Marker"),
  "elasticloadbalancing DescribeTargetGroups": byToken("TargetGroups", "NextMarker", "Marker"),
};

type Answer = Readonly<Record<string, unknown>>;

export type Halves = { readonly first: Answer; readonly second: Answer };

/** What stands for the second half: no service gives out such a token. */
export const secondPageToken = "the-second-half";

/** @returns the answer in two pages; `null`: it has one only, or is a page already */
export const inTwoPages = (operation: string, input: object, answer: object): Halves | null => {
  const form = paging[operation];
  if (form === undefined || isSecondPage(operation, input)) return null;
  const [answered] = form.token;
  const whole = answer as Answer;
  const items = whole[form.list];
  // What goes on after the second half needs a token of its own, which is the one that was there.
  if (!Array.isArray(items) || items.length === 0) return null;
  const half = Math.ceil(items.length / 2) - (items.length === 1 ? 1 : 0);
  const token = operation === "dynamodb Query" ? { pk: { S: secondPageToken } } : secondPageToken;
  return {
    first: { ...whole, [form.list]: items.slice(0, half), [answered]: token },
    second: { ...whole, [form.list]: items.slice(half) },
  };
};

/** Whether a question asks for the half that was kept back. */
export const isSecondPage = (operation: string, input: object): boolean => {
  const form = paging[operation];
  if (form === undefined) return false;
  return JSON.stringify((input as Answer)[form.token[1]] ?? null).includes(secondPageToken);
};
