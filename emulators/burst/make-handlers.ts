import { makeHandler as makeRecordsHandler } from "../../functions/records/handler.ts";
import { recordsDeps } from "../../functions/records/wiring.ts";
import { makeHandler as makeRouterHandler } from "../../functions/router/handler.ts";
import { makeHandler as makeScaleHandler } from "../../functions/scale/handler.ts";
import { scaleDeps } from "../../functions/scale/wiring.ts";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { readDueDomains } from "../../shared/aws/domain-table.ts";
import { makeSendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import type { Config } from "../../shared/config/config.ts";
import type { Handler } from "../../simulator/cloud/event-source.ts";
import { functionNameOf } from "../../simulator/cloud/stack-names.ts";
import type { BurstClients } from "./burst-clients.ts";
import { type BurstResources, stackNames } from "./make-stack.ts";

/** Metrics of the functions' own that are added up. */
export type Told = { dropped: number; retries: number };

/** The deployed functions' handlers on real clients, by the queue that each of them reads. */
export const makeHandlers = (
  clients: BurstClients,
  { tableName, topicArn, queueUrls }: BurstResources,
  config: Config,
  told: Told,
): Readonly<Record<"events" | "scaling.fifo" | "records.fifo", Handler>> => {
  const log = { info: () => {}, warn: () => {} };
  const count = (metricName: string, value: number): void => {
    if (metricName === "Dropped") told.dropped += value;
    if (metricName === "Retries" || metricName === "RecordsRetries") told.retries += value;
  };
  const nowMs = (): number => Date.now();
  const around = { nowMs, traceId: () => null, log, count };
  const resourcesOf = (name: string) => ({
    TABLE_NAME: tableName,
    EVENTS_QUEUE_URL: queueUrls.events,
    TOPIC_ARN: topicArn,
    AWS_REGION: stackNames.region,
    AWS_LAMBDA_FUNCTION_NAME: functionNameOf(stackNames, name),
  });
  return {
    events: makeRouterHandler({
      config,
      nowMs,
      dueDomains: (atMs) => readDueDomains(clients.dynamoDb, tableName, config, atMs),
      sendWakeUps: makeSendWakeUps(clients.sqs, queueUrls["scaling.fifo"]),
      sendRecordsWakeUps: makeSendWakeUps(clients.sqs, queueUrls["records.fifo"]),
      deadLetter: makeDeadLetter(clients.sqs, queueUrls["events-dlq"]),
      log,
      count,
    }),
    "scaling.fifo": makeScaleHandler(scaleDeps(clients, resourcesOf("scale"), config, "burst", around)),
    "records.fifo": makeRecordsHandler(recordsDeps(clients, resourcesOf("records"), config, around)),
  };
};
