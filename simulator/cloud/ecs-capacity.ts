import type {
  DescribeCapacityProvidersRequest,
  DescribeContainerInstancesRequest,
  DescribeTaskDefinitionRequest,
  ListContainerInstancesRequest,
  TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";
import {
  Ec2Cluster,
  type Ec2ClusterSpec,
  type Ec2ServiceSpec,
  type InstanceSpec,
  type PlacedTask,
} from "./ec2-cluster.ts";
import { EcsRevisions } from "./ecs-revisions.ts";
import type { TaskPlace } from "./ecs-task.ts";
import type { StackNames } from "./stack-names.ts";
import { defaultPorts, instanceAddresses, type NetworkAddresses, type TaskSpec, zoneOf } from "./task-network.ts";

const instancesPerPage = 100;

/**
 * Container instances, capacity providers and task definitions of the embedded cloud, as far as a test declares them;
 * what it doesn't declare runs on Fargate.
 *
 * ECS's placement is followed for what DescribeContainerInstances shows. The world itself runs a task whether or not it
 * has found a place.
 */
export class EcsCapacity {
  readonly #world: World;
  readonly #configs: readonly ServiceConfig[];
  readonly #names: StackNames;
  readonly #services = new Map<string, Ec2ServiceSpec>();
  readonly #clusters = new Map<string, Ec2Cluster>();
  readonly #tasks = new Map<string, TaskSpec>();
  /** Revisions of task definitions that differ from what a service has. */
  readonly revisions = new EcsRevisions();
  /** Tasks, by id, whose container health check fails. */
  readonly unhealthy = new Set<string>();
  #settledAt: { readonly atMs: number; readonly clusters: Set<Ec2Cluster> } = { atMs: -1, clusters: new Set() };

  constructor(world: World, configs: readonly ServiceConfig[], names: StackNames) {
    this.#world = world;
    this.#configs = configs;
    this.#names = names;
  }

  declareCluster(cluster: string, spec: Ec2ClusterSpec): void {
    this.#clusters.set(cluster, new Ec2Cluster(spec, this.#services));
  }

  /** @param service name of the service in the configuration; its cluster is one that is declared */
  declareService(service: string, spec: Ec2ServiceSpec): void {
    this.#services.set(service, spec);
    this.#settledAt.clusters.clear();
  }

  /** @param service name in the configuration; on EC2 the task definition has its ports and health check */
  declareTasks(service: string, spec: TaskSpec): void {
    this.#tasks.set(service, spec);
  }

  tasksOf(service: string): TaskSpec {
    return this.#tasks.get(service) ?? {};
  }

  /** What DescribeServices says of how the service is placed. */
  serviceFields(config: ServiceConfig): object {
    const spec = this.#services.get(config.name);
    if (spec === undefined) return { launchType: "FARGATE" };
    const strategy = spec.providers?.map((capacityProvider) => ({ capacityProvider, weight: 1 }));
    return {
      ...(strategy === undefined ? { launchType: "EC2" } : { capacityProviderStrategy: strategy }),
      placementConstraints: spec.placementConstraints ?? [],
    };
  }

  isOnEc2(config: ServiceConfig): boolean {
    return this.#services.has(config.name);
  }

  /** What a task runs on now. */
  placeOf(config: ServiceConfig, taskId: string): TaskPlace {
    const spec = this.#services.get(config.name);
    const ipv6 = this.tasksOf(config.name).ipv6 === true;
    if (spec === undefined) return { definition: this.#onFargate(config), ipv6, on: { kind: "fargate" } };
    const cluster = this.#settled(config.cluster);
    const index = cluster.instances.findIndex(({ id }) => id === cluster.hostOf(taskId));
    const instance = cluster.instances[index];
    return {
      definition: spec.definition,
      ipv6,
      on: {
        kind: "ec2",
        host:
          instance === undefined
            ? null
            : {
                instance,
                instanceArn: this.#instanceArn(config.cluster, instance.id),
                zone: zoneOf(this.#names.region, index),
                dynamicPorts: cluster.dynamicPortsOf(taskId),
              },
      },
    };
  }

  /** The task has an interface of its own: on Fargate always, on EC2 with a place and the mode awsvpc. */
  hasInterface(config: ServiceConfig, taskId: string): boolean {
    const spec = this.#services.get(config.name);
    if (spec === undefined) return true;
    return spec.definition.networkMode === "awsvpc" && this.#settled(config.cluster).hostOf(taskId) !== undefined;
  }

  /** Every declared instance, with its addresses. */
  hosts(): readonly (InstanceSpec & { readonly addresses: NetworkAddresses; readonly zone: string })[] {
    return [...this.#clusters.keys()].flatMap((cluster, order) =>
      this.#settled(cluster).instances.map((instance, index) => ({
        ...instance,
        addresses: instanceAddresses(order, index),
        zone: zoneOf(this.#names.region, index),
      })),
    );
  }

  describeTaskDefinition({ taskDefinition = "" }: DescribeTaskDefinitionRequest): object {
    const family = /(?:^|\/)([A-Za-z0-9_-]+)(?::\d+)?$/.exec(taskDefinition)?.[1];
    const config = this.#configs.find(({ ecsService }) => ecsService === family);
    if (config === undefined) throw new AwsError("ClientException", "Unable to describe task definition.");
    const ofService = this.#services.get(config.name)?.definition ?? this.#onFargate(config);
    const { region, accountId } = this.#names;
    const arn = taskDefinition.startsWith("arn:")
      ? taskDefinition
      : `arn:aws:ecs:${region}:${accountId}:task-definition/${taskDefinition}`;
    return { taskDefinition: this.revisions.describe(arn, ofService) };
  }

  listContainerInstances(input: ListContainerInstancesRequest): object {
    const { instances } = this.#settled(input.cluster);
    const from = Number(input.nextToken ?? "0");
    const page = instances.slice(from, from + instancesPerPage);
    const next = from + page.length;
    return {
      containerInstanceArns: page.map(({ id }) => this.#instanceArn(input.cluster ?? "", id)),
      ...(next < instances.length ? { nextToken: String(next) } : {}),
    };
  }

  describeContainerInstances(input: DescribeContainerInstancesRequest): object {
    const arns = input.containerInstances ?? [];
    if (arns.length === 0 || arns.length > 100) {
      throw new AwsError("InvalidParameterException", "Container instances cannot be empty or over 100.");
    }
    const cluster = this.#settled(input.cluster);
    const found = cluster.instances.filter(({ id }) => arns.includes(this.#instanceArn(input.cluster ?? "", id)));
    return {
      containerInstances: found.map((instance) => this.#describeInstance(input.cluster ?? "", cluster, instance)),
      failures: arns
        .filter((arn) => !found.some(({ id }) => arn === this.#instanceArn(input.cluster ?? "", id)))
        .map((arn) => ({ arn, reason: "MISSING" })),
    };
  }

  describeCapacityProviders({ capacityProviders = [] }: DescribeCapacityProvidersRequest): object {
    const groups = new Map([...this.#clusters.values()].flatMap(({ spec }) => Object.entries(spec.groups ?? {})));
    return {
      capacityProviders: capacityProviders
        .filter((name) => groups.has(name))
        .map((name) => ({
          name,
          status: "ACTIVE",
          autoScalingGroupProvider: {
            autoScalingGroupArn: `arn:aws:autoscaling:${this.#names.region}:${this.#names.accountId}:autoScalingGroup:1:autoScalingGroupName/${name}`,
            managedScaling: { status: "ENABLED", targetCapacity: 100 },
          },
        })),
      failures: capacityProviders.filter((name) => !groups.has(name)).map((arn) => ({ arn, reason: "MISSING" })),
    };
  }

  #describeInstance(cluster: string, placed: Ec2Cluster, instance: InstanceSpec): object {
    const tasks = placed.tasksOn(instance.id);
    return {
      containerInstanceArn: this.#instanceArn(cluster, instance.id),
      ec2InstanceId: instance.id,
      ...(instance.provider === undefined ? {} : { capacityProviderName: instance.provider }),
      status: instance.status ?? "ACTIVE",
      agentConnected: instance.agentConnected ?? true,
      registeredResources: placed.registered(instance),
      remainingResources: placed.remaining(instance),
      runningTasksCount: tasks.filter(({ running }) => running).length,
      pendingTasksCount: 0,
      attributes: instance.trunked === true ? [{ name: "ecs.awsvpc-trunk-id", value: "trunk" }] : [],
    };
  }

  /** The cluster with every task that the world has now. */
  #settled(cluster: string | undefined): Ec2Cluster {
    const placed = this.#clusters.get(cluster ?? "") ?? this.#withoutInstances(cluster);
    if (placed === null) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    const { nowMs } = this.#world;
    if (this.#settledAt.atMs !== nowMs) this.#settledAt = { atMs: nowMs, clusters: new Set() };
    if (this.#settledAt.clusters.has(placed)) return placed;
    this.#settledAt.clusters.add(placed);
    const tasks = this.#configs
      .filter((config) => config.cluster === cluster && this.#services.has(config.name))
      .flatMap(({ name }) =>
        this.#world.tasks(name).map(
          ({ taskId, desiredStatus }): PlacedTask => ({
            taskId,
            service: name,
            running: desiredStatus === "RUNNING",
          }),
        ),
      );
    placed.settle(tasks, nowMs);
    return placed;
  }

  /** A cluster of the configuration that nobody has declared. */
  #withoutInstances(cluster: string | undefined): Ec2Cluster | null {
    if (!this.#configs.some((config) => config.cluster === cluster)) return null;
    return new Ec2Cluster({ instances: [] }, this.#services);
  }

  #onFargate({ name }: ServiceConfig): TaskDefinition {
    const vcpu = this.#world.spec.services.find((service) => service.name === name)?.vcpuPerTask ?? 1;
    const { ports = defaultPorts, healthCheck } = this.tasksOf(name);
    return {
      cpu: String(vcpu * 1024),
      memory: "2048",
      networkMode: "awsvpc",
      containerDefinitions: [
        {
          name: "app",
          portMappings: ports.map(({ containerPort, protocol = "tcp" }) => ({
            containerPort,
            hostPort: containerPort,
            protocol,
          })),
          ...(healthCheck === true ? { healthCheck: { command: ["CMD-SHELL", "curl -f http://localhost/"] } } : {}),
        },
      ],
    };
  }

  #instanceArn(cluster: string, id: string): string {
    const { region, accountId } = this.#names;
    return `arn:aws:ecs:${region}:${accountId}:container-instance/${cluster}/${id}`;
  }
}
