import { describeIssues } from "../../config/check-shape.ts";
import { type Problem, sortProblems } from "../../config/problems.ts";
import { readTree } from "../../config/read-tree.ts";
import type { CostPlan, PlannedService } from "../cost-plan.ts";
import { type PlanForm, planForm, planGuide } from "./plan-form.ts";

export type PlanReading =
  | { readonly kind: "ok"; readonly plan: CostPlan }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** Where neither the service nor the defaults say it: the smallest task that Fargate has, once. */
const standard = { tasks: 1, cpuUnits: 256, memoryMib: 512 } as const;

/**
 * Reads a plan file: YAML or JSON with `costPlan: 1`.
 *
 * @param fileName for messages
 * @returns the plan with every default filled in, its lists sorted by name; or every problem with line and fix
 * @throws never
 */
export const parsePlan = (text: string, fileName: string): PlanReading => {
  const reading = readTree(text, fileName);
  if (reading.kind === "refused") return reading;
  const { tree } = reading;
  const shape = planForm.safeParse(tree.value);
  const findings = shape.success ? [] : describeIssues(shape.error.issues, tree.value, planGuide);
  const problems = sortProblems([...tree.problems, ...tree.locate(findings)]);
  if (!shape.success || problems.length > 0) return { kind: "refused", problems };
  return { kind: "ok", plan: planOf(shape.data) };
};

/** Whether a file wants to be a plan and not a headgate.yml. */
export const looksLikePlan = (text: string): boolean => /(^|[{,])\s*["']?costPlan["']?\s*:/m.test(text);

const planOf = (form: PlanForm): CostPlan => ({
  name: form.name,
  region: form.region ?? "us-east-1",
  services: named(form.services).map(([name, entry]): PlannedService => {
    const {
      tasks = standard.tasks,
      cpuUnits = standard.cpuUnits,
      memoryMib = standard.memoryMib,
    } = {
      ...form.defaults,
      ...entry,
    };
    return { name, tasks, size: { cpuUnits, memoryMib } };
  }),
  databases: named(form.databases).map(([name, entry]) => ({
    name,
    engine: entry.engine,
    instanceClass: entry.class,
    multiAz: entry.multiAz ?? false,
    storageGb: entry.storageGb ?? 0,
  })),
  caches: named(form.caches).map(([name, { nodeType, nodes = 1 }]) => ({ name, nodeType, nodes })),
  kafka: named(form.kafka).map(([name, { brokerType, brokers, storageGb = 0 }]) => ({
    name,
    brokerType,
    brokers,
    storageGb,
  })),
  messageBrokers: named(form.messageBrokers).map(([name, { engine = "rabbitmq", instanceType, brokers = 1 }]) => ({
    name,
    engine,
    instanceType,
    brokers,
  })),
  loadBalancers: named(form.loadBalancers).map(([name, { capacityUnits = 0 }]) => ({ name, capacityUnits })),
  filesGb: form.filesGb ?? 0,
  customMetrics: form.customMetrics ?? 0,
  millionTraces: form.millionTraces ?? 0,
  secrets: form.secrets ?? 0,
});

const named = <Entry>(entries: Readonly<Record<string, Entry>> | undefined): readonly (readonly [string, Entry])[] =>
  Object.entries(entries ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
