import type { LimitsClients } from "../../shared/aws/clients.ts";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { makeFactsTable } from "../../shared/aws/facts-table.ts";
import { readFargateQuota } from "../../shared/aws/read-quotas.ts";
import { makeWakeLater } from "../../shared/aws/wake-later.ts";
import type { Config } from "../../shared/config/config.ts";
import type { LimitsDeps } from "./limits-deps.ts";
import { makeReadDatabases } from "./read-databases.ts";

/** Names of the stack's own resources. */
export type LimitsResources = {
  readonly TABLE_NAME: string;
  readonly EVENTS_QUEUE_URL: string;
  readonly EVENTS_DLQ_URL: string;
};

/** The function's parts on a set of clients: AWS's own when deployed, the embedded cloud's in a rehearsal. */
export const limitsDeps = (
  clients: LimitsClients,
  resources: LimitsResources,
  config: Config,
  around: Pick<LimitsDeps, "nowMs" | "log" | "count">,
): LimitsDeps => ({
  config,
  facts: makeFactsTable(clients.dynamoDb, resources.TABLE_NAME),
  readDatabases: makeReadDatabases(clients, config, around.nowMs),
  readFargateQuota: () => readFargateQuota(clients.serviceQuotas),
  wakeLater: makeWakeLater(clients.sqs, resources.EVENTS_QUEUE_URL),
  deadLetter: makeDeadLetter(clients.sqs, resources.EVENTS_DLQ_URL),
  ...around,
});
