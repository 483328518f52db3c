import { PutScalingPolicyCommand, RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import type { TestClients } from "../clients.ts";
import { type EstateService, estateServices, resourceIdOf } from "./estate-names.ts";
import { makeNetwork, type Network } from "./make-network.ts";
import { makeService } from "./make-service.ts";

/** A network, and in it every service with its cluster, task definition and scalable target. */
export const makeServices = async (clients: TestClients): Promise<Network> => {
  const network = await makeNetwork(clients);
  for (const service of estateServices) await makeEstateService(clients, service, network);
  return network;
};

const makeEstateService = async (clients: TestClients, service: EstateService, network: Network): Promise<void> => {
  await makeService(clients, service, network);
  const { name, target } = service;
  if (target === null) return;
  const of = {
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: resourceIdOf(service),
  } as const;
  await clients.applicationAutoScaling.send(
    new RegisterScalableTargetCommand({ ...of, MinCapacity: target.min, MaxCapacity: target.max }),
  );
  await clients.applicationAutoScaling.send(
    new PutScalingPolicyCommand({
      ...of,
      PolicyName: `${name}-cpu`,
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    }),
  );
};
