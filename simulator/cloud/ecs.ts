import type {
  DescribeServicesRequest,
  DescribeTasksRequest,
  ListTasksRequest,
  UpdateServiceRequest,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/config.ts";
import type { TaskEvent } from "../world/task-events.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";
import type { EcsCapacity } from "./ecs-capacity.ts";
import { describeService, updateService } from "./ecs-service.ts";
import type { StackNames } from "./stack-names.ts";

/** ECS lists stopped tasks for about an hour. */
const stoppedListedMs = 3600_000;
const tasksPerPage = 100;

/** A task as DescribeTasks shows it. */
type Task = {
  readonly taskId: string;
  readonly lastStatus: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly stoppingAtMs: number | null;
  readonly stoppedAtMs: number | null;
};

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
  #listing: { readonly atMs: number; readonly tasks: Map<string, Task[]> } = { atMs: -1, tasks: new Map() };

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
  observe({ service, taskId, lastStatus, atMs }: TaskEvent): void {
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
        { taskId, lastStatus, desiredStatus: "STOPPED", ...before, stoppedAtMs: atMs },
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
      const config = this.#services.get(`${input.cluster}/${name}`);
      if (config === undefined) failures.push({ arn: name, reason: "MISSING" });
      else services.push(this.#service(config));
    }
    return { services, failures };
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
      .flatMap((service) => this.#tasks(service))
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
    const wanted = new Set(arns);
    const found = [...this.#services.values()]
      .filter((config) => config.cluster === input.cluster)
      .flatMap((config) =>
        this.#tasks(config)
          .filter((task) => wanted.has(this.taskArn(config.cluster, task.taskId)))
          .map((task) => ({ ...task, config })),
      );
    const foundArns = new Set(found.map((task) => this.taskArn(input.cluster ?? "", task.taskId)));
    return {
      tasks: found.map((task) => ({
        taskArn: this.taskArn(input.cluster ?? "", task.taskId),
        lastStatus: task.lastStatus,
        desiredStatus: task.desiredStatus,
        ...this.#capacity.taskFields(task.config, task.taskId),
        createdAt: new Date(task.createdAtMs),
        ...dateOf("startedAt", task.startedAtMs),
        ...dateOf("stoppingAt", task.stoppingAtMs),
        ...dateOf("stoppedAt", task.stoppedAtMs),
      })),
      failures: arns.filter((arn) => !foundArns.has(arn)).map((arn) => ({ arn, reason: "MISSING" })),
    };
  }

  updateService(input: UpdateServiceRequest): object {
    this.#checkCluster(input.cluster);
    const config = this.#find(input.cluster, input.service);
    const before = this.#taskDefinition(config, this.#world.deployments(config.name)[0]!.id);
    const started = updateService(this.#world, config, input, before);
    if (started !== null) this.#taskDefinitions.set(started, input.taskDefinition ?? before);
    return { service: this.#service(config) };
  }

  #tasks(config: ServiceConfig): readonly Task[] {
    const { nowMs } = this.#world;
    if (this.#listing.atMs !== nowMs) this.#listing = { atMs: nowMs, tasks: new Map() };
    const listed = this.#listing.tasks.get(config.name);
    if (listed !== undefined) return listed;
    const live = this.#world.tasks(config.name).map((task) => ({ ...task, stoppedAtMs: null }));
    const stopped = (this.#stopped.get(config.name) ?? []).filter(
      ({ stoppedAtMs }) => nowMs - (stoppedAtMs ?? 0) < stoppedListedMs,
    );
    const tasks = [...live, ...stopped];
    this.#listing.tasks.set(config.name, tasks);
    return tasks;
  }

  #service(config: ServiceConfig): object {
    const arn = this.clusterArn(config.cluster);
    return {
      ...describeService(this.#world, config, arn, (deployment) => this.#taskDefinition(config, deployment)),
      ...this.#capacity.serviceFields(config),
    };
  }

  #taskDefinition({ ecsService }: ServiceConfig, deployment: string): string {
    const { region, accountId } = this.#names;
    const named = this.#taskDefinitions.get(deployment);
    return named ?? `arn:aws:ecs:${region}:${accountId}:task-definition/${ecsService}:1`;
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
