import {
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  type Resource,
  type Task,
} from "@aws-sdk/client-ecs";
import type { InstanceReading, InstanceResources, InstanceTasks } from "../plan/readings/capacity-reading.ts";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** DescribeContainerInstances and DescribeTasks take 100 entries. */
const entriesPerCall = 100;

/**
 * Reads the container instances of a cluster, with the tasks that are on them.
 *
 * @returns sorted by instance id; unknown as a whole where one call fails, with the call that did
 * @throws never
 */
export const readContainerInstances = async (
  ecs: Ecs,
  cluster: string,
): Promise<Reading<readonly InstanceReading[]>> => {
  let call = "ecs:ListContainerInstances";
  try {
    const arns = await listInstances(ecs, cluster);
    call = "ecs:DescribeContainerInstances";
    const pages = await inParallel(chunksOf(arns, entriesPerCall), async (containerInstances) => {
      const answer = await ecs.send(
        new DescribeContainerInstancesCommand({ cluster, containerInstances: [...containerInstances] }),
      );
      const failure = answer.failures?.find(({ reason }) => reason !== "MISSING");
      if (failure !== undefined) throw new Error(`${failure.arn}: ${failure.reason}`);
      return answer.containerInstances ?? [];
    });
    call = "ecs:ListTasks";
    const taskArns = pages.flat().length === 0 ? [] : await listTasks(ecs, cluster);
    call = "ecs:DescribeTasks";
    const tasks = await describeTasks(ecs, cluster, taskArns);
    const byInstance = Map.groupBy(tasks, ({ containerInstanceArn }) => containerInstanceArn ?? "");
    const instances = pages
      .flat()
      .map((instance) => instanceReading(instance, byInstance.get(instance.containerInstanceArn ?? "") ?? []))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return { kind: "known", value: instances };
  } catch (error) {
    const unknown = unknownBecause(`${call} ${cluster}`, error);
    // A cluster that isn't found is no proof that it has no instance: the name may be mistyped.
    return unknown.because === "not-found" ? { ...unknown, because: "failed" } : unknown;
  }
};

const listInstances = async (ecs: Ecs, cluster: string): Promise<readonly string[]> => {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(new ListContainerInstancesCommand({ cluster, nextToken }));
    arns.push(...(page.containerInstanceArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
};

/** Every task on EC2 of the cluster, whoever started it. */
const listTasks = async (ecs: Ecs, cluster: string): Promise<readonly string[]> => {
  const listed = await inParallel(["RUNNING", "STOPPED"] as const, async (desiredStatus) => {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await ecs.send(new ListTasksCommand({ cluster, launchType: "EC2", desiredStatus, nextToken }));
      arns.push(...(page.taskArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return arns;
  });
  return listed.flat();
};

/** Those of them that are not STOPPED. */
const describeTasks = async (ecs: Ecs, cluster: string, arns: readonly string[]): Promise<readonly Task[]> => {
  const pages = await inParallel(chunksOf(arns, entriesPerCall), async (tasks) => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }));
    const failure = answer.failures?.find(({ reason }) => reason !== "MISSING");
    if (failure !== undefined) throw new Error(`${failure.arn}: ${failure.reason}`);
    return answer.tasks ?? [];
  });
  return pages.flat().filter(({ lastStatus }) => lastStatus !== "STOPPED");
};

const instanceReading = (instance: ContainerInstance, tasks: readonly Task[]): InstanceReading => ({
  id: instance.ec2InstanceId ?? instance.containerInstanceArn ?? "",
  takesTasks: instance.status === "ACTIVE" && instance.agentConnected === true,
  provider: instance.capacityProviderName ?? null,
  registered: resourcesOf(instance.registeredResources ?? []),
  remaining: resourcesOf(instance.remainingResources ?? []),
  trunked: instance.attributes?.some(({ name }) => name === "ecs.awsvpc-trunk-id") ?? false,
  tasks: tasksOf(tasks),
});

const resourcesOf = (resources: readonly Resource[]): InstanceResources => {
  const whole = (name: string): number => resources.find((resource) => resource.name === name)?.integerValue ?? 0;
  const ports = (name: string): readonly number[] =>
    (resources.find((resource) => resource.name === name)?.stringSetValue ?? []).map(Number).sort((a, b) => a - b);
  return {
    cpuUnits: whole("CPU"),
    memoryMib: whole("MEMORY"),
    tcpPorts: ports("PORTS"),
    udpPorts: ports("PORTS_UDP"),
  };
};

const tasksOf = (tasks: readonly Task[]): readonly InstanceTasks[] => {
  const byService = Map.groupBy(tasks, ({ group }) => (group?.startsWith("service:") ? group.slice(8) : ""));
  return [...byService]
    .map(([ecsService, members]) => {
      const running = members.filter(({ desiredStatus }) => desiredStatus === "RUNNING").length;
      const interfaces = members.reduce((total, task) => total + interfacesOf(task), 0);
      return { ecsService, running, stopping: members.length - running, interfaces };
    })
    .sort((a, b) => (a.ecsService < b.ecsService ? -1 : 1));
};

const interfacesOf = ({ attachments }: Task): number =>
  (attachments ?? []).filter(({ type, status }) => type === "ElasticNetworkInterface" && status !== "DELETED").length;
