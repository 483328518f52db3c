import type {
  DescribeServiceRevisionsRequest,
  DescribeServicesRequest,
  DescribeTasksRequest,
  GetTaskProtectionRequest,
  ListClustersRequest,
  ListServiceDeploymentsRequest,
  ListServicesRequest,
  ListTasksRequest,
  StopServiceDeploymentRequest,
  StopTaskRequest,
  UpdateServiceRequest,
  UpdateTaskProtectionRequest,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { TaskEvent } from "../world/task-events.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";
import type { EcsCapacity } from "./ecs-capacity.ts";
import {
  deploymentArn,
  describeServiceRevisions,
  listServiceDeployments,
  type ServiceHistory,
} from "./ecs-deployment-history.ts";
import { type FoundTask, getTaskProtection, updateTaskProtection } from "./ecs-protection.ts";
import { describeService, updateService } from "./ecs-service.ts";
import { placeFields, type Task } from "./ecs-task.ts";
import { pageOf } from "./pages.ts";
import type { StackNames } from "./stack-names.ts";

/** ECS lists stopped tasks for about an hour. */
const stoppedListedMs = 3600_000;
const tasksPerPage = 100;
const clustersPerPage = 100;
const servicesPerPage = 10;

/** What was looked up at one moment of the world. */
type Listing = {
  readonly atMs: number;
  readonly byService: Map<string, readonly Task[]>;
  readonly byArn: Map<string, ReadonlyMap<string, ConfiguredTask>>;
};

type ConfiguredTask = { readonly task: Task; readonly config: ServiceConfig };

/** ECS over a simulated world: services by configuration, tasks by the world. */
export class Ecs {
  readonly #world: World;
  readonly #capacity: EcsCapacity;
  readonly #services: ReadonlyMap<string, ServiceConfig>;
  readonly #names: StackNames;
  /** Tasks that have stopped, by service: the world forgets them, ECS lists them for a while. */
  readonly #stopped = new Map<string, Task[]>();
  /** Task definitions that somebody has named, by the deployment that they started. */
  readonly #taskDefinitions = new Map<string, string>();
  readonly #starts = new Map<string, Pick<Task, "createdAtMs" | "startedAtMs" | "stoppingAtMs">>();
  #listing: Listing = { atMs: -1, byService: new Map(), byArn: new Map() };

  constructor(world: World, services: readonly ServiceConfig[], names: StackNames, capacity: EcsCapacity) {
    this.#world = world;
    this.#capacity = capacity;
    this.#services = new Map(services.map((service) => [`${service.cluster}/${service.ecsService}`, service]));
    this.#names = names;
    for (const { name, maximumPercent, minimumHealthyPercent } of services) {
      const spec = world.spec.services.find((service) => service.name === name);
      // What the world leaves open is as the configuration has it, so that one figure is written down.
      if (spec?.maximumPercent === undefined) world.setDeploymentLimits(name, { maximumPercent });
      if (spec?.minimumHealthyPercent === undefined) world.setDeploymentLimits(name, { minimumHealthyPercent });
    }
  }

  taskArn(cluster: string, taskId: string): string {
    return `arn:aws:ecs:${this.#names.region}:${this.#names.accountId}:task/${cluster}/${taskId}`;
  }

  clusterArn(cluster: string): string {
    return `arn:aws:ecs:${this.#names.region}:${this.#names.accountId}:cluster/${cluster}`;
  }

  /** Follows a task through its life. */
  observe({ service, taskId, lastStatus, deploymentId, atMs }: TaskEvent): void {
    const before = this.#starts.get(taskId) ?? { createdAtMs: atMs, startedAtMs: null, stoppingAtMs: null };
    if (lastStatus === "RUNNING") this.#starts.set(taskId, { ...before, startedAtMs: atMs });
    else if (lastStatus === "DEACTIVATING") this.#starts.set(taskId, { ...before, stoppingAtMs: atMs });
    else if (lastStatus === "PENDING") this.#starts.set(taskId, before);
    else {
      this.#starts.delete(taskId);
      const kept = (this.#stopped.get(service) ?? []).filter(
        ({ stoppedAtMs }) => atMs - (stoppedAtMs ?? 0) < stoppedListedMs,
      );
      this.#stopped.set(service, [
        ...kept,
        {
          taskId,
          lastStatus,
          desiredStatus: "STOPPED",
          healthy: false,
          deploymentId,
          protectedUntilMs: null,
          ...before,
          stoppedAtMs: atMs,
        },
      ]);
    }
  }

  describeServices(input: DescribeServicesRequest): object {
    const names = input.services ?? [];
    if (names.length === 0 || names.length > 10) {
      throw new AwsError("InvalidParameterException", "services must have 1 to 10 members");
    }
    this.#checkCluster(input.cluster);
    const services: object[] = [];
    const failures: object[] = [];
    for (const name of names) {
      // A name, or an ARN as ListServices gives it.
      const config = this.#services.get(`${input.cluster}/${name.split("/").at(-1)}`);
      if (config === undefined) failures.push({ arn: name, reason: "MISSING" });
      else services.push(this.#service(config));
    }
    return { services, failures };
  }

  listClusters({ nextToken, maxResults = clustersPerPage }: ListClustersRequest): object {
    const clusters = [...new Set([...this.#services.values()].map(({ cluster }) => cluster))].sort();
    const { page, next } = pageOf(clusters, nextToken, maxResults);
    return { clusterArns: page.map((cluster) => this.clusterArn(cluster)), nextToken: next };
  }

  listServices({ cluster, nextToken, maxResults = servicesPerPage }: ListServicesRequest): object {
    this.#checkCluster(cluster);
    const services = [...this.#services.values()].filter((service) => service.cluster === cluster);
    const { page, next } = pageOf(services, nextToken, maxResults);
    const { region, accountId } = this.#names;
    const arnOf = ({ ecsService }: ServiceConfig): string =>
      `arn:aws:ecs:${region}:${accountId}:service/${cluster}/${ecsService}`;
    return { serviceArns: page.map(arnOf), nextToken: next };
  }

  listTasks(input: ListTasksRequest): object {
    this.#checkCluster(input.cluster);
    const services =
      input.serviceName === undefined
        ? [...this.#services.values()].filter((service) => service.cluster === input.cluster)
        : [this.#find(input.cluster, input.serviceName)];
    const wantsEc2 = input.launchType === "EC2";
    const tasks = services
      .filter((service) => input.launchType === undefined || this.#capacity.isOnEc2(service) === wantsEc2)
      .flatMap((service) => this.tasks(service))
      .filter((task) => task.desiredStatus === (input.desiredStatus ?? "RUNNING"));
    const from = Number(input.nextToken ?? "0");
    const page = tasks.slice(from, from + tasksPerPage);
    const next = from + page.length;
    return {
      taskArns: page.map((task) => this.taskArn(input.cluster ?? "", task.taskId)),
      ...(next < tasks.length ? { nextToken: String(next) } : {}),
    };
  }

  describeTasks(input: DescribeTasksRequest): object {
    const arns = input.tasks ?? [];
    if (arns.length === 0 || arns.length > 100)
      throw new AwsError("InvalidParameterException", "Tasks cannot be empty or over 100.");
    this.#checkCluster(input.cluster);
    const wanted = [...new Set(arns)].map((arn) => ({ arn, found: this.#findTask(input.cluster ?? "", arn) }));
    return {
      tasks: wanted.flatMap(({ found }) => (found === undefined ? [] : this.#describeTask(found))),
      failures: wanted.filter(({ found }) => found === undefined).map(({ arn }) => ({ arn, reason: "MISSING" })),
    };
  }

  /** One that is stopping already is answered as it is. @see Amazon ECS API reference, StopTask */
  stopTask(input: StopTaskRequest): object {
    this.#checkCluster(input.cluster);
    const found = this.#findTask(input.cluster ?? "", input.task ?? "");
    if (found === undefined) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
    this.#world.stopTask(found.config.name, found.task.taskId);
    this.#forget();
    return { task: this.#describeTask(this.#findTask(input.cluster ?? "", found.arn) ?? found) };
  }

  updateTaskProtection(input: UpdateTaskProtectionRequest): object {
    this.#checkCluster(input.cluster);
    const answer = updateTaskProtection(this.#world, (named) => this.#findTask(input.cluster ?? "", named), input);
    this.#forget();
    return answer;
  }

  getTaskProtection(input: GetTaskProtectionRequest): object {
    this.#checkCluster(input.cluster);
    return getTaskProtection((named) => this.#findTask(input.cluster ?? "", named), input);
  }

  updateService(input: UpdateServiceRequest): object {
    this.#checkCluster(input.cluster);
    const config = this.#find(input.cluster, input.service);
    const before = this.#taskDefinition(config, this.#world.deployments(config.name)[0]!.id);
    const revision = this.#capacity.revisions.deploymentOf(input.taskDefinition ?? before);
    const started = updateService(this.#world, config, input, before, revision);
    if (started !== null) this.#taskDefinitions.set(started, this.#definitionArn(input.taskDefinition ?? before));
    return { service: this.#service(config) };
  }

  listServiceDeployments(input: ListServiceDeploymentsRequest): object {
    this.#checkCluster(input.cluster);
    return listServiceDeployments(this.#history(this.#find(input.cluster, input.service)), input);
  }

  /** ROLLBACK: what ran before is deployed again. */
  stopServiceDeployment({ serviceDeploymentArn = "" }: StopServiceDeploymentRequest): object {
    for (const config of this.#services.values()) {
      const history = this.#history(config);
      const [newest, before] = history.deployments;
      if (newest === undefined || serviceDeploymentArn !== deploymentArn(history, newest.id)) continue;
      if (newest.rolloutState !== "IN_PROGRESS" || before === undefined)
        throw new AwsError("ConflictException", "The service deployment is not in progress");
      this.#taskDefinitions.set(this.#world.startDeployment(config.name), before.taskDefinition);
      return { serviceDeploymentArn };
    }
    throw new AwsError("ServiceDeploymentNotFoundException", "The service deployment does not exist");
  }

  describeServiceRevisions(input: DescribeServiceRevisionsRequest): object {
    const histories = [...this.#services.values()].map((config) => this.#history(config));
    return describeServiceRevisions(histories, input);
  }

  /** Those that exist, and those that have stopped within the hour. */
  tasks(config: ServiceConfig): readonly Task[] {
    const { nowMs } = this.#world;
    const { byService } = this.#listed();
    const listed = byService.get(config.name);
    if (listed !== undefined) return listed;
    const live = this.#world.tasks(config.name).map((task) => ({ ...task, stoppedAtMs: null }));
    const stopped = (this.#stopped.get(config.name) ?? []).filter(
      ({ stoppedAtMs }) => nowMs - (stoppedAtMs ?? 0) < stoppedListedMs,
    );
    const tasks = [...live, ...stopped];
    byService.set(config.name, tasks);
    return tasks;
  }

  #listed(): Listing {
    if (this.#listing.atMs !== this.#world.nowMs) this.#forget();
    return this.#listing;
  }

  #forget(): void {
    this.#listing = { atMs: this.#world.nowMs, byService: new Map(), byArn: new Map() };
  }

  /** @param named a task's id or ARN */
  #findTask(cluster: string, named: string): FoundTask | undefined {
    const arn = named.includes("/") ? named : this.taskArn(cluster, named);
    const found = this.#tasksByArn(cluster).get(arn);
    return found === undefined ? undefined : { arn, ...found };
  }

  #tasksByArn(cluster: string): ReadonlyMap<string, ConfiguredTask> {
    const { byArn } = this.#listed();
    const listed = byArn.get(cluster);
    if (listed !== undefined) return listed;
    const tasks = new Map(
      [...this.#services.values()]
        .filter((config) => config.cluster === cluster)
        .flatMap((config) =>
          this.tasks(config).map((task) => [this.taskArn(cluster, task.taskId), { task, config }] as const),
        ),
    );
    byArn.set(cluster, tasks);
    return tasks;
  }

  #describeTask({ arn: taskArn, task, config }: FoundTask): object {
    const place = this.#capacity.placeOf(config, task.taskId);
    return {
      taskArn,
      clusterArn: this.clusterArn(config.cluster),
      taskDefinitionArn: this.#taskDefinition(config, task.deploymentId),
      group: `service:${config.ecsService}`,
      lastStatus: task.lastStatus,
      desiredStatus: task.desiredStatus,
      ...placeFields(task, place, this.#capacity.unhealthy.has(task.taskId), this.#names.region),
      createdAt: new Date(task.createdAtMs),
      ...dateOf("startedAt", task.startedAtMs),
      ...dateOf("stoppingAt", task.stoppingAtMs),
      ...dateOf("stoppedAt", task.stoppedAtMs),
    };
  }

  #service(config: ServiceConfig): object {
    const arn = this.clusterArn(config.cluster);
    return {
      ...describeService(this.#world, config, arn, (deployment) => this.#taskDefinition(config, deployment)),
      ...this.#capacity.serviceFields(config),
    };
  }

  #history(config: ServiceConfig): ServiceHistory {
    const { region, accountId } = this.#names;
    const { cluster, ecsService: service } = config;
    return {
      cluster,
      service,
      serviceArn: `arn:aws:ecs:${region}:${accountId}:service/${cluster}/${service}`,
      deployments: this.#world
        .deploymentHistory(config.name)
        .map((deployment) => ({ ...deployment, taskDefinition: this.#taskDefinition(config, deployment.id) })),
    };
  }

  #taskDefinition({ ecsService }: ServiceConfig, deployment: string): string {
    return this.#taskDefinitions.get(deployment) ?? this.#definitionArn(`${ecsService}:1`);
  }

  #definitionArn(named: string): string {
    const { region, accountId } = this.#names;
    return named.startsWith("arn:") ? named : `arn:aws:ecs:${region}:${accountId}:task-definition/${named}`;
  }

  #checkCluster(cluster: string | undefined): void {
    if ([...this.#services.values()].some((service) => service.cluster === cluster)) return;
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  }

  #find(cluster: string | undefined, service: string | undefined): ServiceConfig {
    const config = this.#services.get(`${cluster}/${service}`);
    if (config === undefined) throw new AwsError("ServiceNotFoundException", "Service not found.");
    return config;
  }
}

const dateOf = (name: string, atMs: number | null): Record<string, Date> =>
  atMs === null ? {} : { [name]: new Date(atMs) };
