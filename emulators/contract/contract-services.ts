import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from "@aws-sdk/client-ecs";
import type { ContractClients, PlacedService } from "../../tests/contract/contract-bed.ts";
import type { Emulators } from "../start-emulators.ts";
import { defaultNetwork } from "./contract-network.ts";

type PlacingClients = Pick<ContractClients, "ecs" | "ec2">;

/** RunTask starts ten tasks at most. */
const startedAtOnce = 10;

const networkOf = async ({ ec2 }: PlacingClients) => {
  const { subnets, securityGroups } = await defaultNetwork(ec2);
  return { awsvpcConfiguration: { subnets: subnets.slice(0, 1), securityGroups: [...securityGroups] } };
};

/** Services in a cluster of their own; moto starts no task of a service. */
export const placeServices = async (
  clients: PlacingClients,
  cluster: string,
  desiredCounts: readonly number[],
): Promise<readonly PlacedService[]> => {
  const { ecs } = clients;
  const networkConfiguration = await networkOf(clients);
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: cluster,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      containerDefinitions: [{ name: "app", image: "app", essential: true, memory: 512 }],
    }),
  );
  const placed = desiredCounts.map((_, index) => ({
    cluster,
    service: `${cluster}-${String(index).padStart(2, "0")}`,
  }));
  for (const [index, { service }] of placed.entries()) {
    await ecs.send(
      new CreateServiceCommand({
        cluster,
        serviceName: service,
        taskDefinition: cluster,
        desiredCount: desiredCounts[index],
        launchType: "FARGATE",
        networkConfiguration,
      }),
    );
  }
  return placed;
};

/** moto moves a task on towards its end each time that it is described; here none moves by itself. */
export const holdTasks = async ({ moto }: Pick<Emulators, "moto">): Promise<void> => {
  const body = JSON.stringify({ model_name: "ecs::task", transition: { progression: "manual", times: 1_000_000 } });
  const url = `${moto.url}/moto-api/state-manager/set-transition`;
  const { ok, status } = await fetch(url, { method: "POST", body });
  if (!ok) throw new Error(`moto's tasks cannot be held: ${status}`);
};

/** What the ECS scheduler does for a service. @returns ARNs */
export const startTasks = async (
  clients: PlacingClients,
  { cluster, service }: PlacedService,
  count: number,
): Promise<readonly string[]> => {
  const networkConfiguration = await networkOf(clients);
  const arns: string[] = [];
  while (arns.length < count) {
    const { tasks = [] } = await clients.ecs.send(
      new RunTaskCommand({
        cluster,
        group: `service:${service}`,
        startedBy: service,
        taskDefinition: cluster,
        count: Math.min(startedAtOnce, count - arns.length),
        launchType: "FARGATE",
        networkConfiguration,
      }),
    );
    if (tasks.length === 0) throw new Error(`no task of ${service} was started`);
    arns.push(...tasks.map(({ taskArn }) => taskArn!));
  }
  return arns;
};
