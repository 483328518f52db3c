import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { SQSBatchResponse } from "aws-lambda";
import { makePostTable } from "../../../shared/aws/post-table.ts";
import { makeRecordsTable } from "../../../shared/aws/records-table.ts";
import { compileNotices } from "../../../shared/config/compile-notices.ts";
import type { Config } from "../../../shared/config/config.ts";
import {
  type PublicationPolicy,
  publishesNothing,
  type RecordConfig,
  type UpstreamConfig,
} from "../../../shared/config/publication.ts";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import type { RecordsWakeUp } from "../../../shared/events/records-wake-up.ts";
import type { Notice } from "../../../shared/notices/notice.ts";
import type { DestinationState } from "../../../shared/records/destination-state.ts";
import { taskAddresses } from "../../../simulator/cloud/task-network.ts";
import { eventSources } from "../../../simulator/controllers/headgate.ts";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import { smallStack, sqsRecord } from "../../scale/small-stack.ts";
import { serviceConfig } from "../../scale/small-world.ts";
import { legalService, startMs } from "../../simulator/world/small-world.ts";

export const zoneId = "Z0SHOP";
export const zone = `zone/${zoneId}`;
export const recordName = "order.shop.internal";

export const recordOf = (changes: Partial<RecordConfig> = {}): RecordConfig => ({
  zone: "internal",
  name: recordName,
  kind: "simple",
  address: "private",
  family: "ipv4",
  ttlSeconds: 10,
  containerPort: null,
  weight: null,
  setIdentifier: null,
  regional: null,
  healthCheck: null,
  ...changes,
});

export const upstreamOf = (changes: Partial<UpstreamConfig> = {}): UpstreamConfig => ({
  fleet: "edge",
  upstream: "order",
  containerPort: null,
  address: "private",
  method: "least_conn",
  keepalive: 16,
  maxFails: 2,
  failTimeoutSeconds: 10,
  gate: null,
  ...changes,
});

/** Observed by `scale`, so that only the test moves its count. */
export const publishedService = (
  name: string,
  records: readonly RecordConfig[],
  upstreams: readonly UpstreamConfig[] = [],
): ServiceConfig =>
  serviceConfig({ name, ecsService: name, mode: "observe", publish: { ...publishesNothing, records, upstreams } });

export const recordsConfig = (
  services: readonly ServiceConfig[] = [publishedService("order", [recordOf()])],
  policy: PublicationPolicy = "sync",
  changes: Partial<Config> = {},
): Config => ({
  version: 1,
  name: "shop",
  services,
  databases: [],
  proxies: [],
  zones: [{ name: "internal", hostedZoneId: zoneId, domain: "shop.internal", policy }],
  nginxFleets: [],
  domains: services.map(({ name }) => ({ id: name, services: [name], databases: [] })),
  decisionRetentionDays: 14,
  dailyReadBudget: 5_000,
  runbooks: { allow: [], approval: [], approvalMinutes: 60 },
  notices: compileNotices(),
  ...changes,
});

/** Tasks that start and stop fast, without any traffic of weight. */
export const quickService = (name: string, changes: Partial<ServiceSpec> = {}): ServiceSpec =>
  legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [1] },
    initialTasks: 1,
    pendingSeconds: 3,
    bootSeconds: 2,
    drainSeconds: 5,
    ...changes,
  });

/** The deployed handlers on the embedded cloud, with a zone. */
export const recordsStack = (config: Config = recordsConfig(), services: Partial<ServiceSpec> = {}) => {
  const spec = { startMs, databases: [], services: config.services.map(({ name }) => quickService(name, services)) };
  const stack = smallStack(spec, config);
  const { world, cloud } = stack;
  const dynamoDb = cloud.clients().dynamoDb;
  const source = eventSources(cloud, config, () => world.nowMs).find(({ queue }) => queue === cloud.queues.records)!;
  const table = makeRecordsTable(dynamoDb, cloud.table.name);
  let sent = 0;
  /** Of destinations: `scale` tells of its own. */
  const notices = (): readonly Notice[] => stack.notices().filter(({ domain }) => domain.includes("/"));
  const setsOf = (id = zoneId): readonly ResourceRecordSet[] =>
    cloud.route53.recordSets(id).filter(({ Type }) => Type !== "SOA" && Type !== "NS");
  return {
    ...stack,
    posts: makePostTable(dynamoDb, cloud.table.name),
    table,
    /** One message of records.fifo, handed to the function. */
    wakeRecords: (wakeUp: Partial<RecordsWakeUp> | string = {}, sentAtMs = world.nowMs): Promise<SQSBatchResponse> => {
      sent += 1;
      const body = typeof wakeUp === "string" ? wakeUp : JSON.stringify(recordsWakeUpOf(wakeUp));
      return source.handler({ Records: [sqsRecord(`r-${sent}`, body, sentAtMs)] });
    },
    destinationState: async (id = zone): Promise<DestinationState> => (await table.read(id)).state,
    /** Time passes for the world alone: nobody is woken. */
    pass: (seconds: number): void => {
      for (let second = 0; second < seconds; second += 1) world.step();
    },
    setsOf,
    /** The values of a record, sorted; empty where there is none. */
    values: (name = recordName, type = "A", id = zoneId): readonly string[] =>
      setsOf(id)
        .filter((set) => set.Name === `${name}.` && set.Type === type)
        .flatMap((set) => (set.ResourceRecords ?? []).map(({ Value }) => Value!))
        .sort(),
    /** What the record should hold: the addresses of the tasks that RUN and are wanted. */
    running: (service = "order"): readonly string[] =>
      world
        .tasks(service)
        .filter(({ lastStatus, desiredStatus }) => lastStatus === "RUNNING" && desiredStatus === "RUNNING")
        .map(({ taskId }) => taskAddresses(taskId).privateIpv4)
        .sort(),
    batches: (id = zoneId): number => cloud.route53.changeBatches(id),
    notices,
    /** `code state` of what people were told of destinations, in order. */
    told: (): readonly string[] => notices().map(({ code, state }) => `${code} ${state}`),
    delayedRecords: () =>
      cloud.queues.events.messages
        .map((message) => ({
          wakeUp: JSON.parse(message.body) as RecordsWakeUp,
          delaySeconds: (message.visibleAtMs - message.sentAtMs) / 1000,
        }))
        .filter(({ wakeUp }) => wakeUp.kind === "records-wake-up"),
  };
};

export type RecordsStack = ReturnType<typeof recordsStack>;

export const recordsWakeUpOf = (changes: Partial<RecordsWakeUp> = {}): RecordsWakeUp => ({
  kind: "records-wake-up",
  version: 1,
  destination: zone,
  causes: ["task-state"],
  correlationId: "event-1",
  attempt: 0,
  loopToken: null,
  ...changes,
});
