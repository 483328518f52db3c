import { RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { alarmNames, initialTasks } from "../../tests/bursts/burst-estate.ts";
import { makeAlarm } from "../estate/make-alarm.ts";
import { makeNetwork, type Network } from "../estate/make-network.ts";
import { makeService } from "../estate/make-service.ts";
import type { BurstClients } from "./burst-clients.ts";
import type { HostedZoneIds } from "./emulated-config.ts";
import { makeTasks } from "./make-tasks.ts";

/** So far back a plan looks for a stable minute. */
const minutes = 15;
/** Half of what a service's tasks are asked to stay at, and connections far below the budget. */
const cpuPercent = 25;
const connections = 300;

/** One for each zone of the configuration. */
export const makeZones = async ({ route53 }: BurstClients, { zones }: Config): Promise<HostedZoneIds> => {
  const ids: Record<string, string> = {};
  for (const { name, domain } of zones) {
    const made = await route53.send(new CreateHostedZoneCommand({ Name: domain, CallerReference: name }));
    ids[name] = made.HostedZone!.Id!.replace("/hostedzone/", "");
  }
  return ids;
};

/** Services with their tasks, alarms that are OK, and a quarter of an hour of metrics. @throws what an emulator answers */
export const makeBurstEstate = async (clients: BurstClients, config: Config): Promise<Network> => {
  const network = await makeNetwork(clients);
  for (const service of config.services) await makeBurstService(clients, service, network);
  for (const name of alarmNames) await makeAlarm(clients, name);
  await putMetrics(clients, config);
  return network;
};

const makeBurstService = async (clients: BurstClients, service: ServiceConfig, network: Network): Promise<void> => {
  const { cluster, ecsService, mode } = service;
  await makeService(clients, { name: ecsService, cluster, tasks: initialTasks }, network);
  await makeTasks(clients, service, network, initialTasks);
  if (mode !== "govern") return;
  await clients.applicationAutoScaling.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: `service/${cluster}/${ecsService}`,
      MinCapacity: 2,
      MaxCapacity: 60,
    }),
  );
};

/** As AWS would have measured it so far, minute by minute. */
export const putMetrics = async (clients: BurstClients, { services, databases }: Config): Promise<void> => {
  for (const { signals } of services) {
    for (const signal of signals) {
      // One sample of each task a minute, which is how ECS counts them.
      if (signal.kind === "target") await putEachMinute(clients, signal.metric, cpuPercent, initialTasks);
    }
  }
  for (const { name } of databases) {
    const of = (metricName: string) => ({
      namespace: "AWS/RDS",
      metricName,
      dimensions: { DBInstanceIdentifier: name },
    });
    await putEachMinute(clients, of("DatabaseConnections"), connections, 1);
    await putEachMinute(clients, of("CPUUtilization"), cpuPercent, 1);
  }
};

const putEachMinute = async (
  { cloudWatch }: BurstClients,
  metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
  },
  value: number,
  samples: number,
): Promise<void> => {
  const nowMs = Date.now();
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: metric.namespace,
      MetricData: Array.from({ length: minutes }, (_, minute) => ({
        MetricName: metric.metricName,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
        Timestamp: new Date(nowMs - minute * 60_000),
        StatisticValues: { Minimum: value, Maximum: value, Sum: value * samples, SampleCount: samples },
      })),
    }),
  );
};
