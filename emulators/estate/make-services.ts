import { PutScalingPolicyCommand, RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { TestClients } from "../clients.ts";
import { type EstateService, estateServices, resourceIdOf } from "./estate-names.ts";

/** Where tasks get their interfaces. */
export type Network = { readonly subnet: string; readonly securityGroup: string };

/** A network, and in it every service with its cluster, task definition and scalable target. */
export const makeServices = async (clients: TestClients): Promise<Network> => {
  const network = await makeNetwork(clients);
  for (const service of estateServices) await makeService(clients, service, network);
  return network;
};

const makeNetwork = async ({ ec2 }: TestClients): Promise<Network> => {
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = vpc.Vpc!.VpcId!;
  // Without them moto's RunTask fails.
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const subnet = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/20" }));
  const group = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: "tasks", Description: "tasks" }));
  return { subnet: subnet.Subnet!.SubnetId!, securityGroup: group.GroupId! };
};

export const networkConfiguration = ({ subnet, securityGroup }: Network) => ({
  awsvpcConfiguration: { subnets: [subnet], securityGroups: [securityGroup] },
});

const makeService = async (clients: TestClients, service: EstateService, network: Network): Promise<void> => {
  const { ecs } = clients;
  const { name, cluster, tasks, target } = service;
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
