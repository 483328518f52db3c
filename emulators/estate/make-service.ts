import {
  CreateClusterCommand,
  CreateServiceCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { type Network, networkConfiguration } from "./make-network.ts";

export type ServiceToMake = { readonly name: string; readonly cluster: string; readonly tasks: number };

/** A service with its cluster and its task definition, which wants so many tasks and has none. @throws what moto answers */
export const makeService = async (
  { ecs }: { readonly ecs: ECSClient },
  { name, cluster, tasks }: ServiceToMake,
  network: Network,
): Promise<void> => {
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      containerDefinitions: [
        { name, image: "shop", essential: true, memory: 512, portMappings: [{ containerPort: 8080 }] },
      ],
    }),
  );
  // Begun without a task: moto calls a deployment finished when what runs is what was wanted at its beginning.
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: name,
      taskDefinition: name,
      desiredCount: 0,
      launchType: "FARGATE",
      networkConfiguration: networkConfiguration(network),
    }),
  );
  await ecs.send(new UpdateServiceCommand({ cluster, service: name, desiredCount: tasks }));
};
