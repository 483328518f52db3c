import type {
  DescribeServiceRevisionsRequest,
  ListServiceDeploymentsRequest,
  ServiceDeploymentStatus,
} from "@aws-sdk/client-ecs";
import type { PastDeployment } from "../world/deployment-view.ts";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";

const mostRevisions = 20;
const defaultPage = 20;
const largestPage = 100;

/** A service's deployments, newest first, with what each deployed. */
export type ServiceHistory = {
  readonly cluster: string;
  readonly service: string;
  readonly serviceArn: string;
  readonly deployments: readonly (PastDeployment & { readonly taskDefinition: string })[];
};

/** @see Amazon ECS API reference, ListServiceDeployments */
export const listServiceDeployments = (history: ServiceHistory, input: ListServiceDeploymentsRequest): object => {
  const size = input.maxResults ?? defaultPage;
  if (size < 1 || size > largestPage) throw new AwsError("InvalidParameterException", "maxResults must be 1 to 100");
  const wanted = new Set<string>(input.status ?? []);
  const listed = history.deployments.flatMap((deployment, index) => {
    const status = statusOf(deployment, index === 0);
    if (wanted.size > 0 && !wanted.has(status)) return [];
    const ended = status === "IN_PROGRESS" ? {} : { finishedAt: new Date(deployment.updatedAtMs) };
    return [
      {
        serviceDeploymentArn: arnOf(history, "service-deployment", deployment.id),
        serviceArn: history.serviceArn,
        createdAt: new Date(deployment.createdAtMs),
        startedAt: new Date(deployment.createdAtMs),
        ...ended,
        targetServiceRevisionArn: arnOf(history, "service-revision", deployment.id),
        status,
      },
    ];
  });
  const { page, next } = pageOf(listed, input.nextToken, size);
  return { serviceDeployments: page, ...(next === undefined ? {} : { nextToken: next }) };
};

/** @see Amazon ECS API reference, DescribeServiceRevisions */
export const describeServiceRevisions = (
  histories: readonly ServiceHistory[],
  { serviceRevisionArns = [] }: DescribeServiceRevisionsRequest,
): object => {
  if (serviceRevisionArns.length === 0 || serviceRevisionArns.length > mostRevisions)
    throw new AwsError("InvalidParameterException", "serviceRevisionArns must have 1 to 20 members");
  const known = new Map(
    histories.flatMap((history) =>
      history.deployments.map(
        ({ id, taskDefinition }) => [arnOf(history, "service-revision", id), { history, taskDefinition }] as const,
      ),
    ),
  );
  return {
    serviceRevisions: serviceRevisionArns.flatMap((serviceRevisionArn) => {
      const found = known.get(serviceRevisionArn);
      if (found === undefined) return [];
      return [{ serviceRevisionArn, serviceArn: found.history.serviceArn, taskDefinition: found.taskDefinition }];
    }),
    failures: serviceRevisionArns.flatMap((arn) => (known.has(arn) ? [] : [{ arn, reason: "MISSING" }])),
  };
};

/** One that was replaced before its end was stopped by that. */
const statusOf = ({ rolloutState }: PastDeployment, isNewest: boolean): ServiceDeploymentStatus => {
  switch (rolloutState) {
    case "COMPLETED":
      return "SUCCESSFUL";
    case "FAILED":
      return "STOPPED";
    case "IN_PROGRESS":
      return isNewest ? "IN_PROGRESS" : "STOPPED";
  }
};

/** arn:aws:ecs:<region>:<account>:service-deployment/<cluster>/<service>/<id> */
const arnOf = ({ serviceArn, cluster, service }: ServiceHistory, kind: string, id: string): string =>
  `${serviceArn.slice(0, serviceArn.indexOf(":service/"))}:${kind}/${cluster}/${service}/${id.split("/").at(-1)}`;

export const deploymentArn = (history: ServiceHistory, id: string): string => arnOf(history, "service-deployment", id);
