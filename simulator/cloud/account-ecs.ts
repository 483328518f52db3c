import type { DescribeScalableTargetsRequest } from "@aws-sdk/client-application-auto-scaling";
import type {
  DescribeContainerInstancesRequest,
  DescribeServicesRequest,
  DescribeTasksRequest,
  ListClustersRequest,
  ListContainerInstancesRequest,
  ListServicesRequest,
  ListTasksRequest,
} from "@aws-sdk/client-ecs";
import { accountPage } from "./account-pages.ts";
import type { AccountSpec, ClusterSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";

const hundred = { most: 100, otherwise: 100 };

/** ECS and its scaling targets. @see Amazon ECS API Reference: defaults and bounds of maxResults */
export const ecsAccountOperations = (account: () => AccountSpec) => ({
  "ecs ListClusters": ({ nextToken, maxResults }: ListClustersRequest) => {
    const { page, next } = accountPage(account(), account().clusters, nextToken, maxResults, hundred);
    return { clusterArns: page.map(({ cluster }) => arnOf(account(), `cluster/${cluster}`)), nextToken: next };
  },
  "ecs ListServices": ({ cluster, nextToken, maxResults }: ListServicesRequest) => {
    const { services } = find(account(), cluster);
    const { page, next } = accountPage(account(), services, nextToken, maxResults, { most: 100, otherwise: 10 });
    return {
      serviceArns: page.map((one) => arnOf(account(), `service/${cluster}/${one.serviceName}`)),
      nextToken: next,
    };
  },
  "ecs DescribeServices": ({ cluster, services = [] }: DescribeServicesRequest) => {
    if (services.length === 0 || services.length > 10)
      throw new AwsError("InvalidParameterException", "Between 1 and 10 services must be given");
    const names = new Set(services.map(nameOf));
    return { services: find(account(), cluster).services.filter(({ serviceName }) => names.has(serviceName ?? "")) };
  },
  "ecs ListTasks": ({ cluster, nextToken, maxResults, desiredStatus = "RUNNING" }: ListTasksRequest) => {
    const tasks = find(account(), cluster).tasks.filter((task) => task.desiredStatus === desiredStatus);
    const { page, next } = accountPage(account(), tasks, nextToken, maxResults, hundred);
    return { taskArns: page.map(({ taskArn }) => taskArn), nextToken: next };
  },
  "ecs DescribeTasks": ({ cluster, tasks = [] }: DescribeTasksRequest) => {
    if (tasks.length === 0 || tasks.length > 100)
      throw new AwsError("InvalidParameterException", "Between 1 and 100 tasks must be given");
    return { tasks: find(account(), cluster).tasks.filter(({ taskArn }) => tasks.includes(taskArn ?? "")) };
  },
  "ecs ListContainerInstances": ({ cluster, nextToken, maxResults }: ListContainerInstancesRequest) => {
    const { instances } = find(account(), cluster);
    const { page, next } = accountPage(account(), instances, nextToken, maxResults, hundred);
    return { containerInstanceArns: page.map((one) => one.containerInstanceArn), nextToken: next };
  },
  "ecs DescribeContainerInstances": ({ cluster, containerInstances = [] }: DescribeContainerInstancesRequest) => {
    if (containerInstances.length === 0 || containerInstances.length > 100)
      throw new AwsError("InvalidParameterException", "Between 1 and 100 container instances must be given");
    const wanted = new Set(containerInstances);
    return {
      containerInstances: find(account(), cluster).instances.filter((one) =>
        wanted.has(one.containerInstanceArn ?? ""),
      ),
    };
  },
  "application-autoscaling DescribeScalableTargets": (input: DescribeScalableTargetsRequest) => {
    const targets = account().scalableTargets.filter((one) => one.ServiceNamespace === input.ServiceNamespace);
    const { page, next } = accountPage(account(), targets, input.NextToken, input.MaxResults, {
      most: 50,
      otherwise: 50,
    });
    return { ScalableTargets: page, NextToken: next };
  },
});

const find = ({ clusters }: AccountSpec, name: string | undefined): ClusterSpec => {
  const found = clusters.find(({ cluster }) => cluster === nameOf(name ?? "default"));
  if (found === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  return found;
};

const nameOf = (arnOrName: string): string => arnOrName.slice(arnOrName.lastIndexOf("/") + 1);

const arnOf = ({ accountId }: AccountSpec, resource: string): string =>
  `arn:aws:ecs:eu-central-1:${accountId}:${resource}`;
