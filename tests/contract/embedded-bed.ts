import type { Config } from "../../shared/config/config.ts";
import { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { pollOnce } from "../../simulator/cloud/event-source.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import {
  installDocumentOf,
  type QueueName,
  queueArnOf,
  rendersBucketOf,
  type StackNames,
} from "../../simulator/cloud/stack-names.ts";
import { startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { World } from "../../simulator/world/world.ts";
import { serviceConfig, stackConfig } from "../scale/small-world.ts";
import { legalService, startMs } from "../simulator/world/small-world.ts";
import type { Balancer, BatchHandler, ContractBed, PlacedService, QueuePair } from "./contract-bed.ts";
import { closeClients, contractAccount, contractClients, contractRegion } from "./contract-clients.ts";

const names: StackNames = { prefix: "contract", region: contractRegion, accountId: contractAccount };
const clusters = ["contract-1", "contract-2"];
const servicesPerCluster = 12;
/** Until tasks that are asked for run. */
const startSeconds = 60;
const zone = { id: "Z0CONTRACT", domain: "contract.example" };
const registry = "srv-contract";

/** The embedded cloud behind its front, with nobody's services, databases and records in it but a case's own. */
export const openEmbeddedBed = async (): Promise<{
  readonly bed: ContractBed;
  readonly close: () => Promise<void>;
}> => {
  const world = new World(worldSpec(), 1);
  const cloud = new EmbeddedCloud(world, config(), [], names);
  cloud.route53.declareZone(zone);
  cloud.serviceDiscovery.declareService(registry);
  const front = await startCloudFront(cloud);
  const clients = contractClients(front.url);
  const step = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      world.step();
      cloud.publishEvents();
    }
  };
  const newServices = placeServices(cloud);
  const declareEstate = (part: Partial<RdsEstate>): void => {
    cloud.estate = { ...cloud.estate, ...part };
  };
  const bed: ContractBed = {
    clients,
    pass: async (seconds) => step(Math.ceil(seconds)),
    nowMs: () => world.nowMs,
    newQueues: async (kind) => queuePair(front.url, kind),
    newTable: async () => cloud.table.name,
    newZone: async () => zone,
    newTopic: async () => cloud.topic.arn,
    newBucket: async () => rendersBucketOf(names),
    newServices,
    newTasks: async (count) => {
      const [placed] = await newServices([count]);
      step(startSeconds);
      const { taskArns } = (await cloud.handle("ecs", "ListTasks", {
        cluster: placed!.cluster,
        serviceName: placed!.service,
      })) as { taskArns: readonly string[] };
      return { ...placed!, taskArns };
    },
    newDatabases: async (count) => {
      const instances = Array.from({ length: count }, (_, index) => `contract-${String(index).padStart(3, "0")}`);
      declareEstate({ instances: instances.map(databaseOf) });
      return instances;
    },
    newParameterGroup: async (maxConnections) => {
      declareEstate({ parameterGroups: [{ kind: "instance", group: "contract", maxConnections }] });
      return "contract";
    },
    newProxy: async () => {
      declareEstate({ proxies: [{ proxy: "contract", targets: [] }] });
      return "contract";
    },
    newInterfaces: async (count) => {
      const { taskArns, cluster } = await bed.newTasks(count);
      const { tasks } = (await cloud.handle("ecs", "DescribeTasks", { cluster, tasks: taskArns })) as {
        tasks: { attachments: { details: { name: string; value: string }[] }[] }[];
      };
      return tasks.flatMap(({ attachments }) =>
        attachments[0]!.details.flatMap(({ name, value }) => (name === "networkInterfaceId" ? [value] : [])),
      );
    },
    newMetric: async (minutes) => {
      const { cluster, service } = await bed.newTasks(1);
      const fromMs = Math.ceil(world.nowMs / 60_000) * 60_000;
      // A period's datapoint comes a minute after its end.
      step((fromMs - world.nowMs) / 1000 + minutes * 60 + 60);
      return {
        namespace: "AWS/ECS",
        metricName: "CPUUtilization",
        dimensions: { ClusterName: cluster, ServiceName: service },
        fromMs,
        toMs: fromMs + minutes * 60_000,
        minutes,
      };
    },
    newDocument: async () => installDocumentOf(names),
    newBalancer: async () => placeBalancer(cloud),
    newRegistry: async () => registry,
    consume: (queue, batchSize, handler, calls) =>
      consume(cloud, step, () => world.nowMs, { queue, batchSize, handler, calls }),
  };
  return {
    bed,
    close: async () => {
      closeClients(clients);
      await front.close();
    },
  };
};

const serviceNames = clusters.flatMap((cluster) =>
  Array.from({ length: servicesPerCluster }, (_, index) => `${cluster}-${String(index).padStart(2, "0")}`),
);

const worldSpec = () => ({
  startMs,
  databases: [],
  services: serviceNames.map((name) => legalService({ name, initialTasks: 0 })),
});

const config = (): Config =>
  stackConfig(
    {},
    {},
    {
      databases: [],
      domains: [],
      services: serviceNames.map((name) =>
        serviceConfig({ name, ecsService: name, cluster: name.slice(0, name.lastIndexOf("-")) }),
      ),
    },
  );

/** A cluster is taken once. */
const placeServices = (cloud: EmbeddedCloud): ContractBed["newServices"] => {
  const free = [...clusters];
  return async (desiredCounts) => {
    const cluster = free.shift();
    if (cluster === undefined || desiredCounts.length > servicesPerCluster)
      throw new RangeError(`${clusters.length} clusters of ${servicesPerCluster} services are all that there is`);
    const placed = desiredCounts.map((_, index): PlacedService => {
      return { cluster, service: `${cluster}-${String(index).padStart(2, "0")}` };
    });
    for (const [index, { service }] of placed.entries())
      await cloud.handle("ecs", "UpdateService", { cluster, service, desiredCount: desiredCounts[index] });
    return placed;
  };
};

const queuePair = (host: string, kind: "standard" | "fifo"): QueuePair => {
  // Not `events`: a tick a minute is sent there.
  const queue: QueueName = kind === "fifo" ? "scaling.fifo" : "runs";
  const deadLetter: QueueName = kind === "fifo" ? "scaling-dlq.fifo" : "runs-dlq";
  const urlOf = (name: QueueName): string => `${host}/${contractAccount}/${names.prefix}-${name}`;
  return {
    url: urlOf(queue),
    arn: queueArnOf(names, queue),
    deadLetterUrl: urlOf(deadLetter),
    deadLetterArn: queueArnOf(names, deadLetter),
  };
};

const placeBalancer = ({ loadBalancing }: EmbeddedCloud): Balancer => {
  const arnOf = (rest: string): string => `arn:aws:elasticloadbalancing:${contractRegion}:${contractAccount}:${rest}`;
  const listenerArn = arnOf("listener/app/contract/50dc6c495c0c9188/f2f7dc8efc522ab2");
  const ruleArn = arnOf("listener-rule/app/contract/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee");
  const targetGroupArns = ["73e2d6bc24d8a067", "73e2d6bc24d8a068"].map((id) => arnOf(`targetgroup/contract/${id}`));
  for (const arn of targetGroupArns) loadBalancing.declareTargets(arn, []);
  for (const arn of [listenerArn, ruleArn])
    loadBalancing.declareActions(arn, [{ Type: "forward", TargetGroupArn: targetGroupArns[0] }]);
  return { listenerArn, ruleArn, targetGroupArns };
};

const databaseOf = (instance: string): RdsEstate["instances"][number] => ({
  instance,
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: "db.t4g.medium",
});

type Consumption = {
  readonly queue: QueuePair;
  readonly batchSize: number;
  readonly handler: BatchHandler;
  readonly calls: number;
};

const mostPolls = 10;

/** @param step lets seconds pass @param nowMs the cloud's clock */
const consume = async (
  { queues }: EmbeddedCloud,
  step: (seconds: number) => void,
  nowMs: () => number,
  { queue: { arn }, batchSize, handler, calls }: Consumption,
): Promise<void> => {
  const queue = queues.all().find(({ spec }) => arn === queueArnOf(names, spec.name as QueueName));
  if (queue === undefined) throw new Error(`no queue ${arn}`);
  let made = 0;
  const called = async (event: Parameters<BatchHandler>[0]) => {
    made += 1;
    return { batchItemFailures: [...handler(event).batchItemFailures] };
  };
  for (let polls = 0; made < calls && polls < mostPolls && queue.messages.length > 0; polls += 1) {
    await pollOnce({ queue, queueArn: arn, region: names.region, batchSize, handler: called }, nowMs());
    // What was not deleted comes again after the visibility timeout.
    if (queue.nextVisibleAtMs() > nowMs()) step(queue.spec.visibilitySeconds);
  }
};
