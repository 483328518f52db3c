import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type Deployment as EcsDeployment,
  type Failure,
  ListTasksCommand,
  type Service,
  type Task,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Deployment, DeploymentStrategy, TaskCounts } from "../plan/readings/service-reading.ts";
import type { Reading, Unknown } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** DescribeServices takes 10 names, DescribeTasks 100. */
const servicesPerCall = 10;
const tasksPerCall = 100;

/**
 * Reads the task counts of services from ECS: counts and deployment by DescribeServices, stopping tasks and the latest
 * start and stop by ListTasks and DescribeTasks (for services with pools, and for those that `looked` names; nobody else
 * needs them).
 *
 * @param looked services whose healthy tasks are to be counted
 * @returns by service name; a call that fails makes the readings it would have brought unknown, no others
 * @throws never
 */
export const readTaskCounts = async (
  ecs: Ecs,
  services: readonly ServiceConfig[],
  describing: ReturnType<typeof describeServices> = describeServices(ecs, services),
  looked: LookedAt = { services: new Set(), nowMs: 0 },
): Promise<ReadonlyMap<string, Reading<TaskCounts>>> => {
  const described = await describing;
  const readings = await inParallel(services, async (service): Promise<readonly [string, Reading<TaskCounts>]> => {
    const reading = described.get(service.name);
    if (reading === undefined)
      return [service.name, { kind: "unknown", because: "failed", detail: "not answered by ECS" }];
    if (reading.kind === "unknown") return [service.name, reading];
    return [service.name, await withTasks(ecs, service, reading.value, looked)];
  });
  return new Map(readings);
};

export type LookedAt = { readonly services: ReadonlySet<string>; readonly nowMs: number };

/**
 * Services as ECS describes them, once for all who read from it.
 *
 * @returns by service name, every service answered
 * @throws never
 */
export const describeServices = async (
  ecs: Ecs,
  services: readonly ServiceConfig[],
): Promise<ReadonlyMap<string, Reading<Service>>> => {
  const byCluster = new Map<string, ServiceConfig[]>();
  for (const service of services) byCluster.set(service.cluster, [...(byCluster.get(service.cluster) ?? []), service]);
  const calls = [...byCluster.values()].flatMap((members) => chunksOf(members, servicesPerCall));
  const answers = await inParallel(
    calls,
    async (members): Promise<readonly (readonly [string, Reading<Service>])[]> => {
      const cluster = members[0]!.cluster;
      const names = members.map((service) => service.ecsService);
      try {
        const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: names }));
        const found = new Map((answer.services ?? []).map((service) => [service.serviceName, service]));
        const failures = answer.failures ?? [];
        return members.map((member) => [member.name, serviceReading(member, found.get(member.ecsService), failures)]);
      } catch (error) {
        const reading = unknownButThere(`ecs:DescribeServices ${cluster}/${names.join(",")}`, error);
        return members.map((member) => [member.name, reading]);
      }
    },
  );
  return new Map(answers.flat());
};

/** Only ECS's own word for it, MISSING or INACTIVE, says that a service holds nothing. */
const serviceReading = (
  { cluster, ecsService }: ServiceConfig,
  service: Service | undefined,
  failures: readonly Failure[],
): Reading<Service> => {
  if (service !== undefined && service.status !== "INACTIVE") return { kind: "known", value: service };
  const failure = failures.find(({ arn }) => arn === ecsService || arn?.endsWith(`/${ecsService}`));
  if (service === undefined && failure?.reason !== "MISSING") {
    const said = failure === undefined ? "no answer" : sayingOf(failure);
    return { kind: "unknown", because: "failed", detail: `ecs:DescribeServices ${cluster}/${ecsService}: ${said}` };
  }
  const detail = `ECS has no active service ${ecsService} in cluster ${cluster}`;
  return { kind: "unknown", because: "not-found", detail };
};

/** A cluster that doesn't exist is no proof that its services hold nothing: the name may be mistyped. */
export const unknownButThere = (call: string, error: unknown): Unknown => {
  const unknown = unknownBecause(call, error);
  return unknown.because === "not-found" ? { ...unknown, because: "failed" } : unknown;
};

const sayingOf = ({ reason, detail }: Failure): string => [reason, detail].filter(Boolean).join(": ");

const withTasks = async (
  ecs: Ecs,
  config: ServiceConfig,
  service: Service,
  looked: LookedAt,
): Promise<Reading<TaskCounts>> => {
  const counts = countsOf(config, service);
  const isLookedAt = looked.services.has(config.name);
  if (config.pools.length === 0 && !isLookedAt) return { kind: "known", value: counts };
  let call = "ecs:ListTasks";
  try {
    const [runningArns, stoppedArns] = await Promise.all([
      listTasks(ecs, config, "RUNNING"),
      listTasks(ecs, config, "STOPPED"),
    ]);
    call = "ecs:DescribeTasks";
    const [running, stopped] = await Promise.all([
      describeTasks(ecs, config, runningArns),
      describeTasks(ecs, config, stoppedArns),
    ]);
    const stopping = stopped.filter((task) => task.lastStatus !== "STOPPED");
    return {
      kind: "known",
      value: {
        ...counts,
        stopping: stopping.length,
        unhealthy: running.filter(isUnhealthy).length,
        ...(isLookedAt ? { healthy: running.filter((task) => isHealthy(task, config, looked.nowMs)).length } : {}),
        lastStartAtMs: latest([...running, ...stopped].flatMap((task) => [task.createdAt, task.startedAt])),
        lastStopAtMs: latest(stopped.flatMap((task) => [task.stoppingAt, task.stoppedAt])),
      },
    };
  } catch (error) {
    return unknownButThere(`${call} ${config.cluster}/${config.ecsService}`, error);
  }
};

const countsOf = (config: ServiceConfig, service: Service): TaskCounts => {
  const primary = service.deployments?.find((deployment) => deployment.status === "PRIMARY");
  return {
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    stopping: 0,
    deployment: deploymentOf(service),
    maximumPercent: service.deploymentConfiguration?.maximumPercent ?? config.maximumPercent,
    minimumHealthyPercent: service.deploymentConfiguration?.minimumHealthyPercent ?? config.minimumHealthyPercent,
    scheduling: service.schedulingStrategy === "DAEMON" ? "DAEMON" : "REPLICA",
    strategy: strategyOf(service),
    bakeMinutes: service.deploymentConfiguration?.bakeTimeInMinutes ?? 0,
    unhealthy: 0,
    rebalancing: isRebalancing(service),
    revision: primary?.id ?? service.taskSets?.find((taskSet) => taskSet.status === "PRIMARY")?.id ?? "none",
    lastStartAtMs: null,
    lastStopAtMs: null,
  };
};

/** One that stops already is counted as stopping, and its replacement as pending. */
const isUnhealthy = (task: Task): boolean => task.healthStatus === "UNHEALTHY";

/**
 * UNKNOWN is said of a task without a health check of its container, and of one whose check was not answered yet; the
 * load balancer's word is not ECS's to tell. So such a task counts once it has had its time to start.
 *
 * @see AWS ECS API reference, Task (healthStatus)
 */
const isHealthy = ({ lastStatus, healthStatus, createdAt }: Task, config: ServiceConfig, nowMs: number): boolean => {
  if (lastStatus !== "RUNNING" || healthStatus === "UNHEALTHY") return false;
  if (healthStatus === "HEALTHY") return true;
  return createdAt !== undefined && nowMs - createdAt.getTime() >= config.startSeconds * 1000;
};

const strategyOf = ({ deploymentController, deploymentConfiguration }: Service): DeploymentStrategy => {
  const controller = deploymentController?.type ?? "ECS";
  return controller === "ECS" ? (deploymentConfiguration?.strategy ?? "ROLLING") : controller;
};

/**
 * ECS has no field for it: it says so in the service's events, the newest of which about balance tells.
 *
 * @see Amazon ECS Developer Guide, "Track Amazon ECS Availability Zone rebalancing"
 */
const isRebalancing = ({ availabilityZoneRebalancing, events = [] }: Service): boolean => {
  if (availabilityZoneRebalancing !== "ENABLED") return false;
  const aboutBalance = events.filter(({ message }) => message !== undefined && /is (?:not )?AZ balanced/.test(message));
  const newest = aboutBalance.sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))[0];
  return newest?.message?.includes("is not AZ balanced") ?? false;
};

/** Several deployments, or a primary one that is still IN_PROGRESS, are a rollout. */
const deploymentOf = (service: Service): Deployment => {
  const controller = service.deploymentController?.type ?? "ECS";
  if (controller !== "ECS") {
    const taskSets = service.taskSets ?? [];
    if (taskSets.length <= 1) return { kind: "none" };
    return { kind: "external", sinceMs: latest(taskSets.map((taskSet) => taskSet.createdAt)) ?? 0 };
  }
  const deployments = service.deployments ?? [];
  const unfinished = deployments.filter(isUnfinished);
  if (deployments.length <= 1 && unfinished.length === 0) return { kind: "none" };
  return { kind: "rolling", sinceMs: latest(deployments.map((deployment) => deployment.createdAt)) ?? 0 };
};

const isUnfinished = (deployment: EcsDeployment): boolean => deployment.rolloutState === "IN_PROGRESS";

/** ARNs of a service's tasks, all pages. @throws what ECS answers */
export const listTasks = async (
  ecs: Ecs,
  config: ServiceConfig,
  desiredStatus: "RUNNING" | "STOPPED",
): Promise<readonly string[]> => {
  const { cluster, ecsService: serviceName } = config;
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(new ListTasksCommand({ cluster, serviceName, desiredStatus, nextToken }));
    arns.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
};

/** Those that are still there, in no order. @throws what ECS answers, of the call or of one task */
export const describeTasks = async (
  ecs: Ecs,
  { cluster }: ServiceConfig,
  arns: readonly string[],
): Promise<readonly Task[]> => {
  const pages = await inParallel(chunksOf(arns, tasksPerCall), async (tasks) => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [...tasks] }));
    // MISSING: it has gone since it was listed. Anything else is a task that we know nothing of.
    const failure = answer.failures?.find(({ reason }) => reason !== "MISSING");
    if (failure !== undefined) throw new Error(`${failure.arn}: ${sayingOf(failure)}`);
    return answer.tasks ?? [];
  });
  return pages.flat();
};

const latest = (dates: readonly (Date | undefined)[]): number | null => {
  const times = dates.filter((date) => date !== undefined).map((date) => date.getTime());
  return times.length === 0 ? null : Math.max(...times);
};
