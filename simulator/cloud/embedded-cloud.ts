import type { Clients } from "../../shared/aws/clients.ts";
import type { Config } from "../../shared/config/config.ts";
import type { World } from "../world/world.ts";
import type { AlarmSpec } from "./alarm-spec.ts";
import { ApplicationAutoScaling } from "./application-autoscaling.ts";
import { AwsError } from "./aws-error.ts";
import { CloudWatch } from "./cloudwatch.ts";
import { DynamoDbTable } from "./dynamodb.ts";
import { Ecs } from "./ecs.ts";
import { alarmStateChange, taskStateChange, tick } from "./event-bridge.ts";
import { Queues } from "./queues.ts";
import { Topic } from "./sns.ts";
import { type StackNames, topicArnOf } from "./stack-names.ts";

export type CloudService = "ecs" | "application-autoscaling" | "cloudwatch" | "dynamodb" | "sqs" | "sns";

type Operation = (input: never) => object;

/**
 * AWS as far as Headgate touches it, over a simulated world. It sits at the SDK command: what is above it is what is
 * deployed.
 */
export class EmbeddedCloud {
  readonly queues: Queues;
  readonly table: DynamoDbTable;
  readonly topic: Topic;
  readonly autoScaling: ApplicationAutoScaling;
  readonly #world: World;
  readonly #config: Config;
  readonly #names: StackNames;
  readonly #ecs: Ecs;
  readonly #cloudWatch: CloudWatch;
  readonly #operations: Readonly<Record<string, Operation>>;
  #events = 0;

  constructor(world: World, config: Config, alarms: readonly AlarmSpec[], names: StackNames) {
    this.#world = world;
    this.#config = config;
    this.#names = names;
    this.queues = new Queues(names);
    this.table = new DynamoDbTable(names.prefix);
    this.topic = new Topic(topicArnOf(names));
    this.autoScaling = new ApplicationAutoScaling(world, config.services);
    this.#ecs = new Ecs(world, config.services, names);
    this.#cloudWatch = new CloudWatch(world, config, alarms);
    this.#operations = this.#operationTable();
  }

  /** The clients that the adapters take. */
  clients(): Clients {
    const client = (service: CloudService) => ({
      send: (command: { readonly input: object; readonly constructor: { readonly name: string } }) =>
        this.handle(service, command.constructor.name.replace(/Command$/, ""), command.input),
    });
    return {
      ecs: client("ecs"),
      cloudWatch: client("cloudwatch"),
      applicationAutoScaling: client("application-autoscaling"),
      dynamoDb: client("dynamodb"),
      sqs: client("sqs"),
      sns: client("sns"),
      // One cast at the border: the SDK's `send` is overloaded per command, and this one answers them all.
    } as unknown as Clients;
  }

  /**
   * Answers one SDK command.
   *
   * @throws AwsError under the name that AWS uses; NotImplemented for an operation that isn't modelled
   */
  async handle(service: CloudService, operation: string, input: object): Promise<object> {
    const run = this.#operations[`${service} ${operation}`];
    if (run === undefined)
      throw new AwsError("NotImplemented", `the embedded cloud has no ${service} ${operation}`, 501);
    return run(input as never);
  }

  /** Sends what has happened in the world since the last call to the `events` queue. Called once a second. */
  publishEvents(): void {
    const { nowMs } = this.#world;
    for (const event of this.#world.takeTaskEvents()) {
      this.#ecs.observe(event);
      const service = this.#config.services.find(({ name }) => name === event.service);
      if (service !== undefined) this.#emit(taskStateChange(event, service, this.#names, this.#nextId()), nowMs);
    }
    for (const transition of this.#cloudWatch.evaluate())
      this.#emit(alarmStateChange(transition, this.#names, this.#nextId()), nowMs);
    if (nowMs % 60_000 === 0) this.#emit(tick(nowMs), nowMs);
  }

  #emit(event: object, nowMs: number): void {
    this.queues.events.send({ body: JSON.stringify(event) }, nowMs);
  }

  #nextId(): string {
    this.#events += 1;
    return `00000000-0000-4000-8000-${this.#events.toString(16).padStart(12, "0")}`;
  }

  #operationTable(): Readonly<Record<string, Operation>> {
    const { queues, table, topic, autoScaling } = this;
    const ecs = this.#ecs;
    const cloudWatch = this.#cloudWatch;
    const nowMs = (): number => this.#world.nowMs;
    return {
      "ecs DescribeServices": (input) => ecs.describeServices(input),
      "ecs ListTasks": (input) => ecs.listTasks(input),
      "ecs DescribeTasks": (input) => ecs.describeTasks(input),
      "ecs UpdateService": (input) => ecs.updateService(input),
      "cloudwatch GetMetricData": (input) => cloudWatch.getMetricData(input),
      "cloudwatch DescribeAlarms": (input) => cloudWatch.describeAlarms(input),
      "application-autoscaling DescribeScalableTargets": (input) => autoScaling.describeScalableTargets(input),
      "application-autoscaling RegisterScalableTarget": (input) => autoScaling.registerScalableTarget(input),
      "dynamodb GetItem": (input) => table.getItem(input),
      "dynamodb BatchGetItem": (input) => table.batchGetItem(input),
      "dynamodb PutItem": (input) => table.putItem(input),
      "dynamodb UpdateItem": (input) => table.updateItem(input),
      "dynamodb TransactWriteItems": (input) => table.transactWriteItems(input),
      "sqs SendMessage": (input) => queues.sendMessage(input, nowMs()),
      "sqs SendMessageBatch": (input) => queues.sendMessageBatch(input, nowMs()),
      "sns Publish": (input) => topic.publish(input, nowMs()),
    };
  }
}
