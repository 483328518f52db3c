import * as z from "zod";
import type { FormGuide } from "../../config/check-shape.ts";
import type { SchemaNode } from "../../config/form-schema.ts";
import { name, optional, required, whole } from "../../config/schema-key.ts";

const tasks = whole(0, 10_000);
/** 0.25 to 16 vCPU, and the memory of them. @see Amazon ECS Developer Guide, "Task CPU and memory" */
const cpuUnits = whole(256, 16_384);
const memoryMib = whole(512, 122_880);
const count = whole(1, 1_000);
const gigabytes = z.number().min(0).max(1_000_000);

const service = z.strictObject({
  tasks: optional(tasks, "Tasks that run all the time.", { examples: [3] }),
  cpuUnits: optional(cpuUnits, "Of a task; 1024 are a vCPU.", { examples: [256] }),
  memoryMib: optional(memoryMib, "Of a task.", { examples: [512] }),
});

/** What a plan file may hold. */
export const planForm = z.strictObject({
  costPlan: required(z.literal(1), "The form of the file.", { examples: [1] }),
  name: required(name, "Of the plan.", { examples: ["seven-services"] }),
  region: optional(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region looks like eu-central-1"), "Where it runs.", {
    default: "us-east-1",
  }),
  defaults: optional(service, "What a service has where it says nothing else."),
  services: required(z.record(name, service), "Services on Fargate by name."),
  databases: optional(
    z.record(
      name,
      z.strictObject({
        engine: required(z.enum(["postgres", "mysql", "mariadb"]), "Of the instance."),
        class: required(
          z.string().regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "a class looks like db.t3.medium"),
          "Of the instance.",
          {
            examples: ["db.t3.medium"],
          },
        ),
        multiAz: optional(z.boolean(), "With a standby in another zone.", { default: false }),
        storageGb: optional(gigabytes, "gp3.", { default: 0 }),
      }),
    ),
    "RDS instances by name.",
  ),
  caches: optional(
    z.record(
      name,
      z.strictObject({
        nodeType: required(
          z.string().regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "a type looks like cache.t3.micro"),
          "Of each node.",
          {
            examples: ["cache.t3.micro"],
          },
        ),
        nodes: optional(count, "How many.", { default: 1 }),
      }),
    ),
    "ElastiCache for Redis by name.",
  ),
  kafka: optional(
    z.record(
      name,
      z.strictObject({
        brokerType: required(
          z.string().regex(/^kafka\.[a-z0-9]+\.[a-z0-9]+$/, "a type looks like kafka.m5.large"),
          "Of each broker.",
          {
            examples: ["kafka.m5.large"],
          },
        ),
        brokers: required(count, "How many.", { examples: [3] }),
        storageGb: optional(gigabytes, "Of all brokers together.", { default: 0 }),
      }),
    ),
    "MSK clusters by name.",
  ),
  messageBrokers: optional(
    z.record(
      name,
      z.strictObject({
        engine: optional(z.enum(["rabbitmq", "activemq"]), "Of the broker.", { default: "rabbitmq" }),
        instanceType: required(
          z.string().regex(/^mq\.[a-z0-9]+\.[a-z0-9]+$/, "a type looks like mq.m5.large"),
          "Of each broker.",
          {
            examples: ["mq.m5.large"],
          },
        ),
        brokers: optional(count, "Single instances.", { default: 1 }),
      }),
    ),
    "Amazon MQ brokers by name.",
  ),
  loadBalancers: optional(
    z.record(
      name,
      z.strictObject({
        capacityUnits: optional(z.number().min(0).max(10_000), "Average over the month.", { default: 0 }),
      }),
    ),
    "Application Load Balancers by name.",
  ),
  filesGb: optional(gigabytes, "EFS, standard storage.", { default: 0 }),
  customMetrics: optional(whole(0, 1_000_000), "CloudWatch metrics of your own.", { default: 0 }),
  millionTraces: optional(z.number().min(0).max(1_000_000), "X-Ray traces in a month, in millions.", { default: 0 }),
  secrets: optional(whole(0, 1_000_000), "In Secrets Manager.", { default: 0 }),
});

export type PlanForm = z.infer<typeof planForm>;

export const planGuide: FormGuide = {
  schema: z.toJSONSchema(planForm, { target: "draft-2020-12", io: "input" }) as SchemaNode,
  misplacedKeys: new Map(
    Object.entries({
      version: "a plan begins with costPlan: 1",
      cpu: "write cpuUnits: 256 for a quarter of a vCPU",
      memory: "write memoryMib: 512",
      instanceClass: "write class: db.t3.medium",
      min: "write tasks: 3",
    }),
  ),
};
