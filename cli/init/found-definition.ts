import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { FoundContainer, FoundDefinition } from "../../shared/discovery/account-readings.ts";

/** A task definition as ECS describes it, as far as a draft is made of it. */
export const foundDefinition = ({ family, containerDefinitions = [] }: TaskDefinition): FoundDefinition => {
  // Whoever waits for SUCCESS or COMPLETE waits for its end.
  const awaited = new Set(
    containerDefinitions
      .flatMap(({ dependsOn }) => dependsOn ?? [])
      .filter(({ condition }) => condition === "SUCCESS" || condition === "COMPLETE")
      .map(({ containerName }) => containerName),
  );
  return { family: family ?? "", containers: containerDefinitions.map((one) => foundContainer(one, awaited)) };
};

const foundContainer = (container: ContainerDefinition, awaited: ReadonlySet<string | undefined>): FoundContainer => ({
  name: container.name ?? "",
  image: container.image ?? "",
  command: [...(container.entryPoint ?? []), ...(container.command ?? [])],
  variables: (container.environment ?? []).flatMap(({ name, value }) =>
    name === undefined || value === undefined ? [] : [{ name, value }],
  ),
  secrets: (container.secrets ?? []).flatMap(({ name, valueFrom }) =>
    name === undefined ? [] : [{ name, from: valueFrom ?? "" }],
  ),
  hasEnvironmentFiles: (container.environmentFiles ?? []).length > 0,
  ports: (container.portMappings ?? []).flatMap(({ containerPort, hostPort, protocol }) =>
    containerPort === undefined ? [] : [{ containerPort, hostPort: hostPort ?? null, protocol: protocol ?? "tcp" }],
  ),
  stopTimeoutSeconds: container.stopTimeout ?? null,
  startPeriodSeconds: container.healthCheck?.startPeriod ?? null,
  runsOnce: awaited.has(container.name),
});
