import {
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeploymentBrief,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { nameAndMessage } from "./failure.ts";

/** A deployment of the last 90 days. */
export type PastDeployment = {
  readonly arn: string;
  /** SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, IN_PROGRESS ... as ECS says. */
  readonly status: string;
  readonly createdAtMs: number;
  /** What it deployed; `null`: its service revision can't be described any more. */
  readonly taskDefinition: string | null;
};

const perPage = 100;
const mostListed = 1_000;
const mostDescribed = 60;
const revisionsPerCall = 20;

/** Answers that no second try changes. */
const lasting: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "ClientException",
  "InvalidParameterException",
  "UnsupportedFeatureException",
]);

/**
 * The service's deployments of the last 90 days, newest first, at most 60. ECS keeps those since 25 October 2024.
 *
 * @returns unknown where the account doesn't let it be read
 * @throws what passes, such as throttling
 * @see Amazon ECS developer guide, "View service history using Amazon ECS service deployments"
 */
export const readDeploymentHistory = async (
  ecs: Ecs,
  service: Pick<ServiceConfig, "cluster" | "ecsService">,
): Promise<Reading<readonly PastDeployment[]>> => {
  try {
    const listed = (await listDeployments(ecs, service))
      .sort((a, b) => createdAtMs(b) - createdAtMs(a))
      .slice(0, mostDescribed);
    const definitions = await readDefinitions(
      ecs,
      listed.flatMap(({ targetServiceRevisionArn: arn }) => (arn === undefined ? [] : [arn])),
    );
    const value = listed.map((deployment) => ({
      arn: deployment.serviceDeploymentArn ?? "",
      status: deployment.status ?? "UNKNOWN",
      createdAtMs: createdAtMs(deployment),
      taskDefinition: definitions.get(deployment.targetServiceRevisionArn ?? "") ?? null,
    }));
    return { kind: "known", value };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    if (!lasting.has(name)) throw error;
    const because = name === "AccessDeniedException" ? "access-denied" : "failed";
    return { kind: "unknown", because, detail: `${name}: ${message}` };
  }
};

const listDeployments = async (
  ecs: Ecs,
  { cluster, ecsService }: Pick<ServiceConfig, "cluster" | "ecsService">,
): Promise<ServiceDeploymentBrief[]> => {
  const found: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await ecs.send(
      new ListServiceDeploymentsCommand({
        cluster,
        service: ecsService,
        maxResults: perPage,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    found.push(...(answer.serviceDeployments ?? []));
    nextToken = answer.nextToken;
  } while (nextToken !== undefined && found.length < mostListed);
  return found;
};

/** Task definitions by service revision; what ECS doesn't have any more is left out. */
const readDefinitions = async (ecs: Ecs, arns: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const unique = [...new Set(arns)];
  const definitions = new Map<string, string>();
  for (let from = 0; from < unique.length; from += revisionsPerCall) {
    const serviceRevisionArns = unique.slice(from, from + revisionsPerCall);
    const { serviceRevisions = [] } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
    for (const { serviceRevisionArn, taskDefinition } of serviceRevisions)
      if (serviceRevisionArn !== undefined && taskDefinition !== undefined)
        definitions.set(serviceRevisionArn, taskDefinition);
  }
  return definitions;
};

const createdAtMs = ({ createdAt }: ServiceDeploymentBrief): number => createdAt?.getTime() ?? 0;
