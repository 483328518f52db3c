import type { DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import type { GetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { AuditClients } from "../../shared/aws/audit/audit-clients.ts";
import type { Clients, LimitsClients, RecordsClients, RunClients } from "../../shared/aws/clients.ts";
import type { Config } from "../../shared/config/config.ts";
import type { FunctionName } from "../../stack/functions.ts";
import type { ThrottledApi } from "../world/fault-spec.ts";
import type { World } from "../world/world.ts";
import { accountOperations } from "./account-operations.ts";
import { type AccountSpec, emptyAccount } from "./account-spec.ts";
import type { AlarmSpec } from "./alarm-spec.ts";
import { ApplicationAutoScaling } from "./application-autoscaling.ts";
import { AwsError } from "./aws-error.ts";
import type { CloudService } from "./cloud-service.ts";
import { CloudWatch } from "./cloudwatch.ts";
import { DynamoDbTable } from "./dynamodb.ts";
import { Ec2Network } from "./ec2-network.ts";
import { Ecs } from "./ecs.ts";
import { EcsCapacity } from "./ecs-capacity.ts";
import { estateOperations } from "./estate-operations.ts";
import { alarmStateChange, deploymentStateChange, taskStateChange, tick } from "./event-bridge.ts";
import { type FunctionCall, functionCalls } from "./function-calls.ts";
import { InjectedFailures } from "./injected-failures.ts";
import { LoadBalancing, loadBalancingOperations } from "./load-balancing.ts";
import { PriceList } from "./price-list.ts";
import { queueOperations } from "./queue-operations.ts";
import { Queues } from "./queues.ts";
import { emptyEstate, type RdsEstate } from "./rds-estate.ts";
import { recordsOperations } from "./records-operations.ts";
import { Route53 } from "./route53.ts";
import { S3 } from "./s3.ts";
import { ServiceDiscovery } from "./service-discovery.ts";
import { ServiceQueues } from "./service-queues.ts";
import { Topic } from "./sns.ts";
import { Ssm } from "./ssm.ts";
import { installDocumentOf, rendersBucketOf, type StackNames, topicArnOf } from "./stack-names.ts";

type Operation = (input: never) => object;

const isThrottledApi = (service: CloudService): service is ThrottledApi =>
  service === "ecs" || service === "application-autoscaling" || service === "cloudwatch";

/**
 * AWS as far as Headgate touches it, over a simulated world. It sits at the SDK command: what is above it is what is
 * deployed.
 */
export class EmbeddedCloud {
  readonly queues: Queues;
  readonly table: DynamoDbTable;
  readonly topic: Topic;
  readonly autoScaling: ApplicationAutoScaling;
  /** What tasks are placed on: Fargate, unless a test declares EC2 clusters. */
  readonly capacity: EcsCapacity;
  /** The zones of the configuration, and what a test declares. */
  readonly route53: Route53;
  /** The services that the configuration registers with, and what a test declares. */
  readonly serviceDiscovery: ServiceDiscovery;
  /** Listeners and target groups are declared by a test. */
  readonly loadBalancing = new LoadBalancing();
  /** With the stack's bucket for renders. */
  readonly s3: S3;
  /** With the stack's install document; instances are declared by a test. */
  readonly ssm: Ssm;
  /** Empty until a test declares products. */
  readonly priceList = new PriceList();
  /** What AWS answers instead, for the next calls of an operation. */
  readonly failures = new InjectedFailures();
  /** The account's databases; may be given another at any time, as people change them. */
  estate: RdsEstate = emptyEstate;
  /** What the account has besides: log groups, stacks, budgets, secrets. */
  account: AccountSpec = emptyAccount;
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
    this.capacity = new EcsCapacity(world, config.services, names);
    const nowMs = (): number => world.nowMs;
    this.route53 = new Route53(config.zones, nowMs);
    const registries = config.services.flatMap(({ publish }) => publish.cloudMap.map(({ serviceId }) => serviceId));
    this.serviceDiscovery = new ServiceDiscovery(registries, nowMs);
    this.s3 = new S3(nowMs);
    this.s3.declareBucket(rendersBucketOf(names));
    this.ssm = new Ssm(nowMs);
    this.ssm.declareDocument(installDocumentOf(names));
    this.#ecs = new Ecs(world, config.services, names, this.capacity);
    this.#cloudWatch = new CloudWatch(world, config, alarms);
    this.#operations = this.#operationTable();
  }

  /**
   * The clients that the adapters take.
   *
   * @param caller the function that sends with them; `null`: nobody of ours, such as a test that looks on
   */
  clients(caller: FunctionName | null = null): Clients {
    return {
      ecs: this.#client("ecs", caller),
      cloudWatch: this.#client("cloudwatch", caller),
      applicationAutoScaling: this.#client("application-autoscaling", caller),
      dynamoDb: this.#client("dynamodb", caller),
      sqs: this.#client("sqs", caller),
      sns: this.#client("sns", caller),
      // One cast at the border: the SDK's `send` is overloaded per command, and this one answers them all.
    } as unknown as Clients;
  }

  /** The clients that the function `limits` takes. */
  limitsClients(): LimitsClients {
    return {
      rds: this.#client("rds", "limits"),
      performanceInsights: this.#client("pi", "limits"),
      ec2: this.#client("ec2", "limits"),
      serviceQuotas: this.#client("service-quotas", "limits"),
      dynamoDb: this.#client("dynamodb", "limits"),
      sqs: this.#client("sqs", "limits"),
    } as unknown as LimitsClients;
  }

  /** The clients that the function `records` takes. */
  recordsClients(): RecordsClients {
    return {
      ecs: this.#client("ecs", "records"),
      ec2: this.#client("ec2", "records"),
      route53: this.#client("route53", "records"),
      serviceDiscovery: this.#client("servicediscovery", "records"),
      s3: this.#client("s3", "records"),
      ssm: this.#client("ssm", "records"),
      dynamoDb: this.#client("dynamodb", "records"),
      sqs: this.#client("sqs", "records"),
      sns: this.#client("sns", "records"),
    } as unknown as RecordsClients;
  }

  /** The clients that the function `runbook` takes. */
  runClients(): RunClients {
    return {
      ...this.clients("runbook"),
      rds: this.#client("rds", "runbook"),
      ec2: this.#client("ec2", "runbook"),
      route53: this.#client("route53", "runbook"),
      serviceDiscovery: this.#client("servicediscovery", "runbook"),
      s3: this.#client("s3", "runbook"),
      ssm: this.#client("ssm", "runbook"),
      elasticLoadBalancing: this.#client("elasticloadbalancing", "runbook"),
    } as unknown as RunClients;
  }

  /** The clients that the checklist takes. @param caller `null`: a person, with rights of their own */
  auditClients(caller: FunctionName | null = null): AuditClients {
    return {
      region: this.#names.region,
      sts: this.#client("sts", caller),
      applicationAutoScaling: this.#client("application-autoscaling", caller),
      budgets: this.#client("budgets", caller),
      cloudFormation: this.#client("cloudformation", caller),
      cloudWatch: this.#client("cloudwatch", caller),
      ec2: this.#client("ec2", caller),
      ecs: this.#client("ecs", caller),
      elasticLoadBalancing: this.#client("elasticloadbalancing", caller),
      guardDuty: this.#client("guardduty", caller),
      inspector: this.#client("inspector2", caller),
      logs: this.#client("logs", caller),
      rds: this.#client("rds", caller),
      secretsManager: this.#client("secretsmanager", caller),
      ssm: this.#client("ssm", caller),
      support: this.#client("support", caller),
    } as unknown as AuditClients;
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
    const failure = this.failures.take(`${service} ${operation}`);
    if (failure !== null) throw failure;
    if (isThrottledApi(service) && this.#world.faults.throttles(service, this.#world.nowSecond))
      throw new AwsError("ThrottlingException", "Rate exceeded");
    return run(input as never);
  }

  /** Sends what has happened in the world since the last call to the `events` queue. Called once a second. */
  publishEvents(): void {
    const { nowMs } = this.#world;
    this.autoScaling.fireScheduledActions();
    this.queues.moves.advance(nowMs);
    for (const event of this.#world.takeTaskEvents()) {
      this.#ecs.observe(event);
      const service = this.#config.services.find(({ name }) => name === event.service);
      if (service !== undefined) this.#emit(taskStateChange(event, service, this.#names, this.#nextId()), nowMs);
    }
    for (const event of this.#world.takeDeploymentEvents()) {
      const service = this.#config.services.find(({ name }) => name === event.service);
      if (service !== undefined) this.#emit(deploymentStateChange(event, service, this.#names, this.#nextId()), nowMs);
    }
    for (const transition of this.#cloudWatch.evaluate())
      this.#emit(alarmStateChange(transition, this.#names, this.#nextId()), nowMs);
    // From the Scheduler, not over EventBridge's bus.
    if (nowMs % 60_000 === 0) this.#send(tick(nowMs), nowMs);
  }

  #client(service: CloudService, caller: FunctionName | null) {
    return {
      send: (command: { readonly input: object; readonly constructor: { readonly name: string } }) => {
        const operation = command.constructor.name.replace(/Command$/, "");
        if (caller !== null && functionCalls.hasSubscribers) {
          const { input } = command;
          const call: FunctionCall = { caller, service, operation, input, config: this.#config, names: this.#names };
          functionCalls.publish(call);
        }
        return this.handle(service, operation, command.input);
      },
    };
  }

  /** Over EventBridge, which delivers at least once, or as a fault will have it. */
  #emit(event: object, nowMs: number): void {
    const copies = this.#world.faults.eventCopies(this.#world.nowSecond);
    for (let copy = 0; copy < copies; copy += 1) this.#send(event, nowMs);
  }

  #send(event: object, nowMs: number): void {
    this.queues.events.send({ body: JSON.stringify(event) }, nowMs);
  }

  #nextId(): string {
    this.#events += 1;
    return `00000000-0000-4000-8000-${this.#events.toString(16).padStart(12, "0")}`;
  }

  #operationTable(): Readonly<Record<string, Operation>> {
    const { queues, table, topic, autoScaling, capacity } = this;
    const ecs = this.#ecs;
    const cloudWatch = this.#cloudWatch;
    const serviceQueues = new ServiceQueues(this.#world, this.#config);
    const nowMs = (): number => this.#world.nowMs;
    return {
      // What the world has itself, it answers below.
      ...accountOperations(() => this.account),
      "ecs DescribeCapacityProviders": (input) => capacity.describeCapacityProviders(input),
      "ecs DescribeContainerInstances": (input) => capacity.describeContainerInstances(input),
      "ecs DescribeTaskDefinition": (input) => capacity.describeTaskDefinition(input),
      "ecs ListContainerInstances": (input) => capacity.listContainerInstances(input),
      "ecs DescribeServices": (input) => ecs.describeServices(input),
      "ecs ListClusters": (input) => ecs.listClusters(input),
      "ecs ListServices": (input) => ecs.listServices(input),
      "ecs DescribeServiceRevisions": (input) => ecs.describeServiceRevisions(input),
      "ecs ListServiceDeployments": (input) => ecs.listServiceDeployments(input),
      "ecs StopServiceDeployment": (input) => ecs.stopServiceDeployment(input),
      "ecs ListTasks": (input) => ecs.listTasks(input),
      "ecs DescribeTasks": (input) => ecs.describeTasks(input),
      "ecs GetTaskProtection": (input) => ecs.getTaskProtection(input),
      "ecs UpdateTaskProtection": (input) => ecs.updateTaskProtection(input),
      "ecs StopTask": (input) => ecs.stopTask(input),
      "ecs UpdateService": (input) => ecs.updateService(input),
      "cloudwatch GetMetricData": (input) => cloudWatch.getMetricData(input),
      "cloudwatch DescribeAlarms": (input) => cloudWatch.describeAlarms(input),
      "cloudwatch PutMetricAlarm": (input) => cloudWatch.put.put(input, nowMs()),
      "cloudwatch DeleteAlarms": (input: DeleteAlarmsInput) => cloudWatch.put.remove(input.AlarmNames ?? []),
      "cloudwatch SetAlarmState": (input) => cloudWatch.put.setState(input, nowMs()),
      "application-autoscaling DescribeScalableTargets": (input) => autoScaling.describeScalableTargets(input),
      "application-autoscaling RegisterScalableTarget": (input) => autoScaling.registerScalableTarget(input),
      "application-autoscaling DescribeScalingPolicies": (input) => autoScaling.describeScalingPolicies(input),
      "application-autoscaling PutScalingPolicy": (input) => autoScaling.putScalingPolicy(input),
      "application-autoscaling DescribeScheduledActions": (input) => autoScaling.describeScheduledActions(input),
      "application-autoscaling PutScheduledAction": (input) => autoScaling.putScheduledAction(input),
      "dynamodb GetItem": (input) => table.getItem(input),
      "dynamodb BatchGetItem": (input) => table.batchGetItem(input),
      "dynamodb PutItem": (input) => table.putItem(input),
      "dynamodb UpdateItem": (input) => table.updateItem(input),
      "dynamodb DeleteItem": (input) => table.deleteItem(input),
      "dynamodb Query": (input) => table.query(input),
      "dynamodb Scan": (input) => table.scan(input),
      "dynamodb TransactWriteItems": (input) => table.transactWriteItems(input),
      "sqs GetQueueAttributes": (input: GetQueueAttributesRequest) =>
        queues.has(input.QueueUrl)
          ? queues.getQueueAttributes(input, nowMs())
          : serviceQueues.getQueueAttributes(input),
      ...queueOperations(queues, nowMs),
      ...loadBalancingOperations(this.loadBalancing),
      "sqs SendMessage": (input) => queues.sendMessage(input, nowMs()),
      "sqs SendMessageBatch": (input) => queues.sendMessageBatch(input, nowMs()),
      "sns Publish": (input) => topic.publish(input, nowMs()),
      "pricing GetProducts": (input) => this.priceList.getProducts(input),
      ...estateOperations(this, nowMs),
      ...recordsOperations({
        ec2: new Ec2Network(ecs, capacity, this.#config.services, this.#names.region),
        route53: this.route53,
        serviceDiscovery: this.serviceDiscovery,
        s3: this.s3,
        ssm: this.ssm,
      }),
    };
  }
}
