import type { Config } from "../../config/config.ts";
import type { AccountMetrics } from "../account-metrics.ts";
import { serviceLabel, servicesOf } from "../account-parts.ts";
import type { AccountReading } from "../account-reading.ts";
import { elasticServices } from "../scaling-marks.ts";
import { awsCommand } from "../shell-command.ts";
import { busiest, type NextStep } from "./next-step.ts";

const busyServicePercent = 60;

export const singleTaskStep = (reading: AccountReading): NextStep | null => {
  const singles = servicesOf(reading)
    .services.filter(({ desired, targetGroups }) => desired === 1 && targetGroups.length > 0)
    .map((service) => ({ service, name: serviceLabel(service), weight: 0 }));
  const most = busiest(singles);
  if (most === null) return null;
  const { cluster, service } = most.service;
  return {
    code: "more-tasks",
    what: `Run two tasks of ${most.name}.`,
    because: `${most.name} is behind a balancer with one task.`,
    numbers: { desiredTasks: 1 },
    price: null,
    command: awsCommand("ecs update-service", { cluster, service, "desired-count": 2 }),
  };
};

export const elasticStep = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
): NextStep | null => {
  // Who has a scaling target is not known: then nobody is told to get one.
  if (reading.scalableTargets.kind === "unknown") return null;
  const elastic = new Set(elasticServices(reading, config));
  const desired = new Map(servicesOf(reading).services.map((service) => [serviceLabel(service), service.desired]));
  const fixed = metrics.services.flatMap((own) => {
    const name = serviceLabel(own);
    const { busyCpuPercent: cpu } = own;
    if (cpu.kind === "unknown" || cpu.value < busyServicePercent || elastic.has(name) || !desired.has(name)) return [];
    return [{ own, name, weight: cpu.value }];
  });
  const most = busiest(fixed);
  if (most === null) return null;
  const { own, name, weight } = most;
  const tasks = desired.get(name)!;
  return {
    code: "elastic-service",
    what: `Let the count of ${name} follow its load: add it to headgate.yml, which keeps it within its databases' budgets.`,
    because: `Its CPU is at ${round(weight)} % in busy hours, and its count is fixed at ${tasks}.`,
    numbers: { busyCpuPercent: round(weight), desiredTasks: tasks },
    price: null,
    command: awsCommand("application-autoscaling register-scalable-target", {
      "service-namespace": "ecs",
      "scalable-dimension": "ecs:service:DesiredCount",
      "resource-id": `service/${own.cluster}/${own.service}`,
      "min-capacity": Math.max(1, tasks),
      "max-capacity": Math.max(2, tasks * 2),
    }),
  };
};

const round = (value: number): number => Math.round(value);
