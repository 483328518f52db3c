import * as z from "zod";
import { name, optional, required, whole } from "../../shared/config/schema-key.ts";
import { amount, percent, positive } from "./form-key.ts";
import { poolForm } from "./form-pool.ts";
import { trafficForm } from "./form-traffic.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

const tasks = whole(0, 10_000);

const tasksForm = z.strictObject({
  initial: optional(
    tasks,
    "Ready at second 0, with their connections. What the load of second 0 needs at the target, within min and max, unless given.",
    { examples: [5] },
  ),
  min: optional(tasks, "MinCapacity, for every controller.", { default: scenarioDefaults.minTasks }),
  max: optional(
    whole(1, 10_000),
    "MaxCapacity as a team sets it that does not think of connections, for every controller.",
    { default: scenarioDefaults.maxTasks },
  ),
  targetPercent: optional(whole(1, 100), "Of the average CPU, for every controller.", {
    default: scenarioDefaults.targetPercent,
  }),
  cap: optional(
    tasks,
    "MaxCapacity as a careful team sets it, for the controllers whose name ends in -capped. Unless given: the largest share of max, the same for all services of a database, whose connections fit what is usable and not others', rounded down; at least min. With deployments in the scenario, tasks count times maximumPercent.",
    { examples: [9] },
  ),
});

const startForm = z.strictObject({
  pendingSeconds: optional(whole(1, 3_600), "From the order to start until RUNNING: placement and image pull.", {
    default: scenarioDefaults.pendingSeconds,
  }),
  jitterSeconds: optional(
    whole(0, 3_600),
    "Image pulls differ: a task is pending up to this much longer, evenly spread.",
    {
      default: scenarioDefaults.jitterSeconds,
    },
  ),
  bootSeconds: optional(whole(0, 3_600), "From RUNNING until traffic is taken.", {
    default: scenarioDefaults.bootSeconds,
  }),
  bootCpuPercent: optional(percent, "CPU of a booting task, of its vCPU; it shows in the metric.", { default: 100 }),
});

const clientForm = z.strictObject({
  timeoutSeconds: optional(whole(1, 900), "After which the caller gives up an attempt.", {
    default: scenarioDefaults.timeoutSeconds,
  }),
  retries: optional(whole(0, 20), "Most further attempts after a failed one.", { default: scenarioDefaults.retries }),
  retryPercent: optional(percent, "What of the failed attempts is tried again while retries are left.", {
    default: scenarioDefaults.retryPercent,
  }),
  backOffSeconds: optional(whole(1, 120), "Before the first retry; it doubles with each further one.", {
    default: scenarioDefaults.backOffSeconds,
  }),
});

const callForm = z.strictObject({
  service: required(name, "Who is called.", { examples: ["inventory"] }),
  requestsPerRequest: optional(amount(0, 1_000), "Requests sent to it per request served; 0.3 where 3 of 10 need it.", {
    default: scenarioDefaults.requestsPerRequest,
    examples: [2],
  }),
});

const healthCheckForm = z.strictObject({
  intervalSeconds: required(whole(1, 3_600), "Between two checks.", { examples: [10] }),
  timeoutSeconds: required(whole(1, 3_600), "A task that answers slower has failed the check.", { examples: [5] }),
  failuresToReplace: required(whole(1, 100), "Failures in a row after which a task is replaced.", { examples: [2] }),
});

const deploymentPercentsForm = z.strictObject({
  maximumPercent: optional(whole(100, 200), "The service's maximumPercent in ECS.", {
    default: scenarioDefaults.maximumPercent,
  }),
  minimumHealthyPercent: optional(whole(0, 100), "The service's minimumHealthyPercent in ECS.", { default: 100 }),
});

const memoryForm = z.strictObject({
  idlePercent: required(percent, "Of a task's memory, without requests.", { examples: [30] }),
  fullQueuePercent: required(percent, "With its queue full.", { examples: [90] }),
});

const placementForm = z.strictObject({
  tasksAtMost: required(
    whole(1, 10_000),
    "Tasks that the cluster's instances can hold at once, stopping ones included: instances x tasks per instance, which is 1 where the task has a fixed host port. Further ones stay pending until there is room.",
    { examples: [8] },
  ),
});

/** What the defaults block may hold. */
const sharedKeys = {
  tasks: optional(tasksForm, "How many, and by what they are scaled.", { examples: [{ min: 2, max: 20 }] }),
  start: optional(startForm, "How long a task takes to come up.", {
    examples: [{ pendingSeconds: 30, bootSeconds: 20 }],
  }),
  drainSeconds: optional(
    whole(0, 3_600),
    "From the order to stop until the last connection is gone: deregistration delay and stopTimeout.",
    { default: scenarioDefaults.drainSeconds },
  ),
  cpuSecondsPerRequest: optional(
    positive(3_600),
    "CPU of the service per request. Needed, here or in the defaults block.",
    {
      examples: [0.02],
    },
  ),
  cpuSecondsPerRefusal: optional(
    amount(0, 3_600),
    "CPU of a request that is refused: shed, or failed for lack of a connection.",
    {
      default: 0,
    },
  ),
  idleCpuPercent: optional(percent, "CPU of a running task without work, of its vCPU.", { default: 2 }),
  vcpu: optional(positive(192), "vCPU of a task.", { default: scenarioDefaults.vcpu }),
  requestsPerTask: optional(
    positive(1_000_000),
    "Requests a second that one task serves at the target, for controllers that count requests. vcpu x targetPercent / cpuSecondsPerRequest unless given.",
    { examples: [30] },
  ),
  concurrency: optional(
    whole(1, 100_000),
    "Requests that one task works on at a time, waiting for its database and its callees included. Unlimited unless given.",
    { examples: [50] },
  ),
  queueLimitPerTask: optional(
    whole(1, 1_000_000),
    "Requests that one task holds at most, abandoned ones included; the next one is shed.",
    {
      default: scenarioDefaults.queueLimitPerTask,
    },
  ),
  queueOrder: optional(
    z.enum(["fifo", "shared"]),
    "`fifo`: oldest first. `shared`: all accepted requests progress at one pace, as in event loops and thread pools.",
    { default: "fifo" },
  ),
  client: optional(clientForm, "Who waits for the answer: users of an entry service, callers of the others.", {
    examples: [{ timeoutSeconds: 30, retries: 2 }],
  }),
  pool: optional(
    poolForm,
    "Connections to a database. In the defaults block it holds for the services that have a pool of their own.",
    { examples: [{ database: "orders", connectionsPerTask: 20 }] },
  ),
  healthCheck: optional(healthCheckForm, "The load balancer's, without a database call. None unless given.", {
    examples: [{ intervalSeconds: 10, timeoutSeconds: 5, failuresToReplace: 2 }],
  }),
  deployment: optional(deploymentPercentsForm, "The service's deploymentConfiguration in ECS.", {
    examples: [{ maximumPercent: 134 }],
  }),
  memory: optional(memoryForm, "Memory in use, for the metric. None unless given.", {
    examples: [{ idlePercent: 30, fullQueuePercent: 90 }],
  }),
  placement: optional(
    placementForm,
    "Room on the cluster's EC2 instances. Without it there is always room, as on Fargate.",
    {
      examples: [{ tasksAtMost: 8 }],
    },
  ),
  sloSeconds: optional(
    positive(900),
    "A second violates the objective when more than 1 % of the requests fail or p99 is above this. slo.seconds unless given.",
    { examples: [0.5] },
  ),
} as const;

export const sharedForm = z.strictObject(sharedKeys);

export const serviceForm = z.strictObject({
  traffic: optional(
    trafficForm,
    "Users' requests; exactly one of its keys. A service has users, callers or a queue, not several of them.",
    {
      examples: [{ requestsPerSecond: 120 }],
    },
  ),
  calls: optional(
    z.array(callForm),
    "Services that are called while a request is served. Calls in a circle are refused.",
    {
      examples: [[{ service: "inventory", requestsPerRequest: 2 }]],
    },
  ),
  ...sharedKeys,
});

export type ServiceForm = z.infer<typeof serviceForm>;
export type SharedForm = z.infer<typeof sharedForm>;
