import type { UpdateServiceRequest } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { DeploymentSpec } from "../world/deployment-spec.ts";
import type { DeploymentView } from "../world/deployment-view.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";

/** A service as DescribeServices shows it. */
export const describeService = (
  world: World,
  config: ServiceConfig,
  clusterArn: string,
  taskDefinitionOf: (deploymentId: string) => string,
): object => {
  const counts = world.counts(config.name);
  const deployments = world.deployments(config.name);
  return {
    serviceName: config.ecsService,
    clusterArn,
    status: "ACTIVE",
    schedulingStrategy: "REPLICA",
    desiredCount: counts.desired,
    runningCount: counts.running,
    pendingCount: counts.pending,
    taskDefinition: taskDefinitionOf(deployments[0]!.id),
    deploymentController: { type: "ECS" },
    deploymentConfiguration: {
      ...world.deploymentLimits(config.name),
      ...strategyOf(deployments[0]!),
    },
    deployments: deployments.map((deployment) => ({
      ...describeDeployment(deployment),
      taskDefinition: taskDefinitionOf(deployment.id),
    })),
  };
};

const strategyOf = ({ strategy, bakeSeconds }: DeploymentView): object =>
  strategy === "rolling"
    ? { strategy: "ROLLING" }
    : {
        strategy: strategy === "canary" ? "CANARY" : "BLUE_GREEN",
        bakeTimeInMinutes: Math.ceil(bakeSeconds / 60),
      };

const describeDeployment = (deployment: DeploymentView): object => ({
  id: deployment.id,
  status: deployment.status,
  rolloutState: deployment.rolloutState,
  rolloutStateReason: reasonOf(deployment),
  desiredCount: deployment.desired,
  runningCount: deployment.running,
  pendingCount: deployment.pending,
  failedTasks: deployment.failedTasks,
  createdAt: new Date(deployment.createdAtMs),
  updatedAt: new Date(deployment.updatedAtMs),
});

/** As in the field and in the deployment's events. */
export const reasonOf = ({ id, rolloutState }: Pick<DeploymentView, "id" | "rolloutState">): string => {
  switch (rolloutState) {
    case "IN_PROGRESS":
      return `ECS deployment ${id} in progress.`;
    case "COMPLETED":
      return `ECS deployment ${id} completed.`;
    case "FAILED":
      return "ECS deployment circuit breaker: task failed to start.";
  }
};

/**
 * UpdateService as far as it is modelled: the desired count; maximumPercent and minimumHealthyPercent, which start no
 * deployment; forceNewDeployment and another task definition, which do.
 *
 * @param revision what tasks of the definition are like
 * @returns the id of the deployment that it has started, or `null`
 * @throws AwsError InvalidParameterException
 */
export const updateService = (
  world: World,
  config: ServiceConfig,
  input: UpdateServiceRequest,
  taskDefinition: string,
  revision: DeploymentSpec = {},
): string | null => {
  const { desiredCount, deploymentConfiguration } = input;
  checkWhole("desiredCount", desiredCount);
  checkWhole("maximumPercent", deploymentConfiguration?.maximumPercent);
  checkWhole("minimumHealthyPercent", deploymentConfiguration?.minimumHealthyPercent);
  if (desiredCount !== undefined) world.setDesiredCount(config.name, desiredCount, "answered");
  const { maximumPercent, minimumHealthyPercent } = deploymentConfiguration ?? {};
  world.setDeploymentLimits(config.name, {
    ...(maximumPercent === undefined ? {} : { maximumPercent }),
    ...(minimumHealthyPercent === undefined ? {} : { minimumHealthyPercent }),
  });
  const isNew = input.taskDefinition !== undefined && input.taskDefinition !== taskDefinition;
  return input.forceNewDeployment === true || isNew
    ? world.startDeployment(config.name, { ...shiftOf(input), ...revision })
    : null;
};

/** A linear shift is a canary of its first part that lasts as long as all of them. */
const shiftOf = ({ deploymentConfiguration: given }: UpdateServiceRequest): DeploymentSpec => {
  const bakeSeconds = (given?.bakeTimeInMinutes ?? 0) * 60;
  switch (given?.strategy) {
    case "CANARY": {
      const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = given.canaryConfiguration ?? {};
      return { strategy: "canary", canaryPercent, canarySeconds: canaryBakeTimeInMinutes * 60, bakeSeconds };
    }
    case "LINEAR": {
      const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = given.linearConfiguration ?? {};
      const steps = Math.ceil(100 / stepPercent) - 1;
      return {
        strategy: "canary",
        canaryPercent: stepPercent,
        canarySeconds: steps * stepBakeTimeInMinutes * 60,
        bakeSeconds,
      };
    }
    default:
      return {};
  }
};

const checkWhole = (name: string, value: number | undefined): void => {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return;
  throw new AwsError("InvalidParameterException", `${name} ${value} is not a whole number >= 0`);
};
