import { makeApplyRecordsAction } from "../../shared/aws/apply-records-action.ts";
import type { RecordsClients } from "../../shared/aws/clients.ts";
import { makePostTable } from "../../shared/aws/post-table.ts";
import { makePublishNotice } from "../../shared/aws/publish-notice.ts";
import { readCloudMap } from "../../shared/aws/read-cloud-map.ts";
import { readNginxCommands } from "../../shared/aws/read-nginx-commands.ts";
import { readTaskListings } from "../../shared/aws/read-task-listings.ts";
import { readZone } from "../../shared/aws/read-zone.ts";
import { isRefused, retrySoon } from "../../shared/aws/records-failure.ts";
import { makeRecordsTable } from "../../shared/aws/records-table.ts";
import { makePassOn, makeWakeLater } from "../../shared/aws/wake-later.ts";
import type { Config } from "../../shared/config/config.ts";
import { makeLinksOf } from "../../shared/notices/links/notice-links.ts";
import type { Reading } from "../../shared/reading.ts";
import { destinationsOf, isWritten } from "../../shared/records/destination.ts";
import { healthCheckPrefix } from "../../shared/records/dns/health-checks.ts";
import type { NginxReading } from "../../shared/records/nginx/nginx-reading.ts";
import { ownerNameOf } from "../../shared/records/owner-name.ts";
import { beforeDeadline } from "../before-deadline.ts";
import { type LambdaPlace, noticePlaces } from "../notice-places.ts";
import type { RecordsDeps } from "./records-deps.ts";

/** Names of the stack's own resources, and of the function itself. */
export type RecordsResources = LambdaPlace & {
  readonly TABLE_NAME: string;
  readonly EVENTS_QUEUE_URL: string;
  readonly TOPIC_ARN: string;
  /** Both only where nginx is written to. */
  readonly RENDER_BUCKET?: string;
  readonly INSTALL_DOCUMENT?: string;
};

/** The function's parts on a set of clients: AWS's own when deployed, the embedded cloud's in a rehearsal. */
export const recordsDeps = (
  clients: RecordsClients,
  resources: RecordsResources,
  config: Config,
  around: Pick<RecordsDeps, "nowMs" | "traceId" | "log" | "count">,
): RecordsDeps => {
  const { RENDER_BUCKET: bucketName, INSTALL_DOCUMENT: documentName } = resources;
  const renders = bucketName === undefined || documentName === undefined ? null : { bucketName, documentName };
  const owner = ownerNameOf(config.name, resources.AWS_REGION);
  const prefix = healthCheckPrefix(owner);
  return {
    config,
    owner,
    table: makeRecordsTable(clients.dynamoDb, resources.TABLE_NAME),
    posts: makePostTable(clients.dynamoDb, resources.TABLE_NAME),
    readListings: (services, needs, isOver) => {
      const ecs = beforeDeadline(clients.ecs, isOver);
      return readTaskListings({ ecs, ec2: beforeDeadline(clients.ec2, isOver) }, services, needs);
    },
    readZone: (hostedZoneId, withHealthChecks, isOver) =>
      readZone(beforeDeadline(clients.route53, isOver), hostedZoneId, prefix, withHealthChecks),
    readCloudMap: (serviceId, isOver) => readCloudMap(beforeDeadline(clients.serviceDiscovery, isOver), serviceId),
    readNginxCommands: async (fleet, nowMs, isOver) =>
      renders === null
        ? noCommands
        : readNginxCommands(beforeDeadline(clients.ssm, isOver), renders.documentName, fleet, nowMs),
    applyAction: destinationsOf(config).some(isWritten) ? makeApplyRecordsAction(clients, renders) : null,
    isRefused,
    retrySoon,
    publishNotice: makePublishNotice(clients.sns, resources.TOPIC_ARN, makeLinksOf(noticePlaces(resources, "records"))),
    wakeLater: makeWakeLater(clients.sqs, resources.EVENTS_QUEUE_URL),
    passOn: makePassOn(clients.sqs, resources.EVENTS_QUEUE_URL),
    ...around,
  };
};

/** Fleets that are only observed were never sent anything. */
const noCommands: Reading<NginxReading> = { kind: "known", value: { commands: [] } };
