import type { Instance, NetworkInterface } from "@aws-sdk/client-ec2";
import type { Task, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Ec2, Ecs } from "../../shared/aws/clients.ts";
import { answering, awsError } from "./answering.ts";

/** ECS and EC2 with what a test declares; small pages, so that every reader has to turn them. */
export type EcsWorld = {
  /** By ECS service name. */
  readonly tasks: Readonly<Record<string, readonly Task[]>>;
  readonly definitions?: Readonly<Record<string, TaskDefinition>>;
  /** EC2 instance ids by container instance ARN. */
  readonly containerInstances?: Readonly<Record<string, string>>;
  readonly instances?: readonly Instance[];
  readonly interfaces?: readonly NetworkInterface[];
  /** Thrown by an operation, where the input is the one meant. */
  readonly fails?: (operation: string, input: Readonly<Record<string, unknown>>) => string | null;
};

type Input = {
  readonly serviceName: string;
  readonly desiredStatus: string;
  readonly tasks: readonly string[];
  readonly taskDefinition: string;
  readonly containerInstances: readonly string[];
  readonly InstanceIds: readonly string[];
  readonly NetworkInterfaceIds: readonly string[];
  readonly nextToken?: string;
  readonly NextToken?: string;
};

const pageSize = 2;
const page = <Entry>(entries: readonly Entry[], token: string | undefined) => {
  const from = Number(token ?? 0);
  const next = from + pageSize < entries.length ? String(from + pageSize) : undefined;
  return { entries: entries.slice(from, from + pageSize), next };
};

export const ecsWorld = (world: EcsWorld) => {
  const all = Object.values(world.tasks).flat();
  const answer = (operation: string, given: Record<string, never>): unknown => {
    const input = given as unknown as Input;
    const error = world.fails?.(operation, given) ?? null;
    if (error !== null) throw awsError(error);
    switch (operation) {
      case "ListTasks": {
        const listed = (world.tasks[input.serviceName] ?? []).filter(
          (task) => task.desiredStatus === input.desiredStatus,
        );
        const { entries, next } = page(listed, input.nextToken);
        return { taskArns: entries.map(({ taskArn }) => taskArn), nextToken: next };
      }
      case "DescribeTasks":
        return { tasks: all.filter(({ taskArn }) => input.tasks.includes(taskArn!)), failures: [] };
      case "DescribeTaskDefinition":
        return { taskDefinition: world.definitions?.[input.taskDefinition] };
      case "DescribeContainerInstances": {
        const known = world.containerInstances ?? {};
        return {
          containerInstances: input.containerInstances
            .filter((arn) => arn in known)
            .map((arn) => ({ containerInstanceArn: arn, ec2InstanceId: known[arn] })),
          failures: input.containerInstances
            .filter((arn) => !(arn in known))
            .map((arn) => ({ arn, reason: "MISSING" })),
        };
      }
      case "DescribeInstances": {
        const found = describedById(
          world.instances ?? [],
          input.InstanceIds,
          (one) => one.InstanceId,
          "InvalidInstanceID.NotFound",
        );
        const { entries, next } = page(found, input.NextToken);
        return { Reservations: entries.map((one) => ({ Instances: [one] })), NextToken: next };
      }
      case "DescribeNetworkInterfaces": {
        const found = describedById(
          world.interfaces ?? [],
          input.NetworkInterfaceIds,
          (one) => one.NetworkInterfaceId,
          "InvalidNetworkInterfaceID.NotFound",
        );
        const { entries, next } = page(found, input.NextToken);
        return { NetworkInterfaces: entries, NextToken: next };
      }
      default:
        throw new Error(`unexpected ${operation}`);
    }
  };
  const ecs = answering<Ecs>(answer);
  const ec2 = answering<Ec2>(answer);
  return { ecs, ec2, clients: { ecs: ecs.client, ec2: ec2.client } };
};

/** EC2 refuses a whole call for one unknown id. */
const describedById = <Entry>(
  entries: readonly Entry[],
  ids: readonly string[],
  idOf: (entry: Entry) => string | undefined,
  error: string,
): readonly Entry[] => {
  const found = entries.filter((one) => ids.includes(idOf(one) ?? ""));
  if (found.length < ids.length) throw awsError(error, "does not exist");
  return found;
};

const running = { desiredStatus: "RUNNING", lastStatus: "RUNNING", healthStatus: "UNKNOWN" } as const;

/** A task on Fargate: an interface of its own. */
export const fargateTask = (id: string, n: number, changes: Partial<Task> = {}): Task => ({
  taskArn: `arn:aws:ecs:eu-central-1:1:task/shop/${id}`,
  taskDefinitionArn: "web:1",
  ...running,
  createdAt: new Date(n * 1000),
  attachments: [
    {
      type: "ElasticNetworkInterface",
      status: "ATTACHED",
      details: [
        { name: "networkInterfaceId", value: `eni-${n}` },
        { name: "privateIPv4Address", value: `10.0.0.${n}` },
      ],
    },
  ],
  ...changes,
});

/** A task on an EC2 instance, with Docker's bindings. */
export const bridgeTask = (
  id: string,
  containerInstanceArn: string,
  hostPort: number,
  changes: Partial<Task> = {},
): Task => ({
  taskArn: `arn:aws:ecs:eu-central-1:1:task/shop/${id}`,
  taskDefinitionArn: "web:2",
  containerInstanceArn,
  ...running,
  createdAt: new Date(1000),
  containers: [
    {
      name: "app",
      networkBindings: [
        { bindIP: "0.0.0.0", containerPort: 80, hostPort, protocol: "tcp" },
        { bindIP: "::", containerPort: 80, hostPort, protocol: "tcp" },
      ],
    },
  ],
  ...changes,
});
