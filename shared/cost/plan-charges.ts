import type { Charge } from "./charge.ts";
import type { CostPlan } from "./cost-plan.ts";
import { cacheNode, databaseInstance, databaseStorage, items, kafkaBroker, messageBroker } from "./items.ts";
import type { Scenario } from "./scenario.ts";
import { taskCharges } from "./task-charges.ts";

/** Everything that a plan pays for, in the order of its parts. Pure. */
export const planCharges = (plan: CostPlan, scenario: Scenario): readonly Charge[] => [
  ...plan.services.flatMap(({ name, tasks, size }) => taskCharges(`service ${name}`, tasks, size, scenario)),
  ...plan.databases.flatMap(databaseCharges),
  ...plan.caches.map(({ name, nodeType, nodes }) =>
    hourly(`cache ${name}`, counted(nodes, nodeType), cacheNode(nodeType), nodes),
  ),
  ...plan.kafka.flatMap(({ name, brokerType, brokers, storageGb }) => [
    hourly(`kafka ${name}`, counted(brokers, brokerType), kafkaBroker(brokerType), brokers),
    ...monthly(`kafka ${name}`, `${storageGb} GB`, items.mskStorage, storageGb),
  ]),
  ...plan.messageBrokers.map(({ name, engine, instanceType, brokers }) =>
    hourly(
      `broker ${name}`,
      `${counted(brokers, instanceType)}, ${engine}`,
      messageBroker(engine, instanceType),
      brokers,
    ),
  ),
  ...plan.loadBalancers.flatMap(({ name, capacityUnits }) => [
    hourly(`load balancer ${name}`, "hours", items.albHour, 1),
    ...(capacityUnits === 0
      ? []
      : [hourly(`load balancer ${name}`, `${capacityUnits} capacity units`, items.albCapacityUnit, capacityUnits)]),
  ]),
  ...monthly("files", `${plan.filesGb} GB`, items.efsStandard, plan.filesGb),
  ...monthly("metrics", `${plan.customMetrics} metrics`, items.customMetric, plan.customMetrics),
  ...monthly("traces", `${plan.millionTraces} million`, items.trace, plan.millionTraces),
  ...monthly("secrets", `${plan.secrets} secrets`, items.secret, plan.secrets),
];

const databaseCharges = ({ name, engine, instanceClass, multiAz, storageGb }: CostPlan["databases"][number]) => {
  const deployment = multiAz ? "multi-az" : "single-az";
  const part = `database ${name}`;
  return [
    hourly(
      part,
      `${instanceClass}${multiAz ? " Multi-AZ" : ""}, ${engine}`,
      databaseInstance(engine, instanceClass, deployment),
      1,
    ),
    ...monthly(part, `${storageGb} GB`, databaseStorage(deployment), storageGb),
  ];
};

const hourly = (part: string, title: string, what: string, count: number): Charge => ({
  part,
  title,
  what,
  count,
  paid: "hours",
});

/** Nothing is no line. */
const monthly = (part: string, title: string, what: string, count: number): readonly Charge[] =>
  count === 0 ? [] : [{ part, title, what, count, paid: "month" }];

const counted = (count: number, what: string): string => `${count} x ${what}`;
