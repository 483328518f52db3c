import { makeHandler as makeRecordsHandler } from "../../functions/records/handler.ts";
import { recordsDeps } from "../../functions/records/wiring.ts";
import { makeHandler as makeRouterHandler } from "../../functions/router/handler.ts";
import { makeHandler as makeScaleHandler } from "../../functions/scale/handler.ts";
import { scaleDeps } from "../../functions/scale/wiring.ts";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { readDueDomains } from "../../shared/aws/domain-table.ts";
import { makeSendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import type { Config } from "../../shared/config/config.ts";
import { destinationsOf, installsNginx } from "../../shared/records/destination.ts";
import type { AlarmSpec } from "../cloud/alarm-spec.ts";
import { EmbeddedCloud } from "../cloud/embedded-cloud.ts";
import { type EventSourceSpec, pollOnce } from "../cloud/event-source.ts";
import {
  functionNameOf,
  installDocumentOf,
  queueArnOf,
  rendersBucketOf,
  type StackNames,
  topicArnOf,
} from "../cloud/stack-names.ts";
import type { ReplayNotice } from "../report/replay.ts";
import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";

/** Of the stack in a rehearsal. */
export const rehearsalNames: StackNames = { prefix: "rehearsal", region: "eu-central-1", accountId: "123456789012" };

/** What decisions of a rehearsal say instead of a version: nobody has released it. */
const rehearsedRelease = "rehearsed";

const silent = { info: () => {}, warn: () => {} };

/** What the functions tell beside their work: log lines, and metrics of the stack's own. */
export type Telling = {
  readonly log: {
    readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
    readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  };
  /** @param of the dimension that the metric has: a domain, a destination, the code of what was dropped; "" without one */
  readonly count: (metricName: string, value: number, of: string) => void;
};

const tellsNobody: Telling = { log: silent, count: () => {} };

/** As in serverless.yml. */
const routerBatchSize = 100;
const scaleBatchSize = 1;
const recordsBatchSize = 1;

export type HeadgateController = Controller & {
  readonly cloud: EmbeddedCloud;
  readonly notices: () => readonly ReplayNotice[];
};

/**
 * Headgate itself: the deployed handlers in the embedded cloud, woken by its queues, alarms and schedule.
 *
 * @param alarms the CloudWatch alarms that exist in the account
 */
export const makeHeadgateController = (
  world: World,
  config: Config,
  alarms: readonly AlarmSpec[] = [],
): HeadgateController => {
  const cloud = new EmbeddedCloud(world, config, alarms, rehearsalNames);
  const sources = eventSources(cloud, config, () => world.nowMs);
  const deliver = async (): Promise<void> => {
    for (let handed = 1; handed > 0; ) {
      handed = 0;
      for (const source of sources) handed += await pollOnce(source, world.nowMs);
    }
  };
  return {
    name: "Headgate",
    cloud,
    step: () => {
      cloud.publishEvents();
      const nothingToDo = sources.every(({ queue }) => queue.nextVisibleAtMs() > world.nowMs);
      return nothingToDo ? undefined : deliver();
    },
    notices: () =>
      cloud.topic.published.map(({ atMs, subject, messages, attributes }) => ({
        atSeconds: (atMs - world.spec.startMs) / 1000,
        code: attributes["code"]?.StringValue ?? "",
        subject,
        text: messages["default"] ?? "",
      })),
  };
};

/** The functions behind their queues; `records` only where something is published. */
export const eventSources = (
  cloud: EmbeddedCloud,
  config: Config,
  nowMs: () => number,
  { log, count }: Telling = tellsNobody,
): readonly EventSourceSpec[] => {
  const routing = cloud.clients("router");
  const { queues } = cloud;
  const { region } = rehearsalNames;
  const router = makeRouterHandler({
    config,
    nowMs,
    dueDomains: (atMs) => readDueDomains(routing.dynamoDb, cloud.table.name, config, atMs),
    sendWakeUps: makeSendWakeUps(routing.sqs, queues.url("scaling.fifo")),
    sendRecordsWakeUps: makeSendWakeUps(routing.sqs, queues.url("records.fifo")),
    deadLetter: makeDeadLetter(routing.sqs, queues.url("events-dlq")),
    log,
    count: (metricName, value, dimensions = {}) => count(metricName, value, Object.values(dimensions).join(" ")),
  });
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: queues.url("events"),
    TOPIC_ARN: topicArnOf(rehearsalNames),
    AWS_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: functionNameOf(rehearsalNames, "scale"),
  };
  const around = { nowMs, traceId: () => null, log, count };
  const scale = makeScaleHandler(scaleDeps(cloud.clients("scale"), resources, config, rehearsedRelease, around));
  return [
    {
      queue: queues.events,
      queueArn: queueArnOf(rehearsalNames, "events"),
      region,
      batchSize: routerBatchSize,
      handler: router,
    },
    {
      queue: queues.scaling,
      queueArn: queueArnOf(rehearsalNames, "scaling.fifo"),
      region,
      batchSize: scaleBatchSize,
      handler: scale,
    },
    ...(destinationsOf(config).length === 0 ? [] : [recordsSource(cloud, config, nowMs, { log, count })]),
  ];
};

const recordsSource = (
  cloud: EmbeddedCloud,
  config: Config,
  nowMs: () => number,
  telling: Telling,
): EventSourceSpec => {
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: cloud.queues.url("events"),
    TOPIC_ARN: topicArnOf(rehearsalNames),
    AWS_REGION: rehearsalNames.region,
    AWS_LAMBDA_FUNCTION_NAME: functionNameOf(rehearsalNames, "records"),
    ...(installsNginx(config)
      ? { RENDER_BUCKET: rendersBucketOf(rehearsalNames), INSTALL_DOCUMENT: installDocumentOf(rehearsalNames) }
      : {}),
  };
  const around = { nowMs, traceId: () => null, ...telling };
  return {
    queue: cloud.queues.records,
    queueArn: queueArnOf(rehearsalNames, "records.fifo"),
    region: rehearsalNames.region,
    batchSize: recordsBatchSize,
    handler: makeRecordsHandler(recordsDeps(cloud.recordsClients(), resources, config, around)),
  };
};
