import type { Clients } from "../../shared/aws/clients.ts";
import { makeDomainTable } from "../../shared/aws/domain-table.ts";
import { makeGraphTable } from "../../shared/aws/graph-table.ts";
import { makePostTable } from "../../shared/aws/post-table.ts";
import { makePublishNotice } from "../../shared/aws/publish-notice.ts";
import { readFronts } from "../../shared/aws/read-fronts.ts";
import { readSnapshot } from "../../shared/aws/read-snapshot.ts";
import { makePassOn, makeWakeLater } from "../../shared/aws/wake-later.ts";
import { makeWriteAction } from "../../shared/aws/write-actions.ts";
import type { Config } from "../../shared/config/config.ts";
import { makeLinksOf } from "../../shared/notices/links/notice-links.ts";
import { configHash } from "../../shared/state/config-hash.ts";
import { type LambdaPlace, noticePlaces } from "../notice-places.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/** Names of the stack's own resources, and of the function itself. */
export type ScaleResources = LambdaPlace & {
  readonly TABLE_NAME: string;
  readonly EVENTS_QUEUE_URL: string;
  readonly TOPIC_ARN: string;
};

/**
 * The function's parts on a set of clients: AWS's own when deployed, the embedded cloud's in a rehearsal.
 *
 * @param release Headgate's version
 */
export const scaleDeps = (
  clients: Clients,
  resources: ScaleResources,
  config: Config,
  release: string,
  around: Pick<ScaleDeps, "nowMs" | "traceId" | "log" | "count">,
): ScaleDeps => ({
  config,
  plannedBy: { release, configHash: configHash(config) },
  table: makeDomainTable(clients.dynamoDb, resources.TABLE_NAME),
  graph: makeGraphTable(clients.dynamoDb, resources.TABLE_NAME),
  posts: makePostTable(clients.dynamoDb, resources.TABLE_NAME),
  readSnapshot: (domain, nowMs, memory) =>
    readSnapshot(clients, config, domain, nowMs, resources.EVENTS_QUEUE_URL, resources.TABLE_NAME, (services) =>
      readFronts(clients, resources.TABLE_NAME, services, config, memory),
    ),
  writeAction: makeWriteAction(clients, config),
  publishNotice: makePublishNotice(clients.sns, resources.TOPIC_ARN, makeLinksOf(noticePlaces(resources, "scale"))),
  wakeLater: makeWakeLater(clients.sqs, resources.EVENTS_QUEUE_URL),
  passOn: makePassOn(clients.sqs, resources.EVENTS_QUEUE_URL),
  ...around,
});
