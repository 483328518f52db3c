import { setTimeout as pause } from "node:timers/promises";
import {
  ListHealthChecksCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type ListResourceRecordSetsResponse,
} from "@aws-sdk/client-route-53";
import type { Reading } from "../reading.ts";
import type { OwnedHealthCheck, RecordSet, ZoneReading } from "../records/dns/record-set.ts";
import type { Route53 } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { recordSetOf } from "./route53-record-set.ts";

/** Nobody notices three requests at once. */
const pagesAtOnce = 3;

/** With the time of an answer that makes four requests a second, of the five that Route 53 gives an account. */
const betweenPagesMs = 200;

/**
 * Reads a hosted zone, every page of it; a large one slowly, for Route 53's requests are the whole account's.
 *
 *
 * @param callerReferencePrefix of the stack's own health checks
 * @param withHealthChecks false: none is asked for, and the reading has none. Route 53 lists those of the whole account
 * @param wait what passes the time between two pages, in ms
 * @returns unknown as a whole where one page fails
 * @throws never
 * @see Amazon Route 53 developer guide, quotas on API requests
 */
export const readZone = async (
  route53: Route53,
  hostedZoneId: string,
  callerReferencePrefix: string,
  withHealthChecks: boolean,
  wait: (ms: number) => Promise<unknown> = pause,
): Promise<Reading<ZoneReading>> => {
  let pages = 0;
  const turn = async (): Promise<void> => {
    pages += 1;
    if (pages > pagesAtOnce) await wait(betweenPagesMs);
  };
  let call = `route53:ListResourceRecordSets ${hostedZoneId}`;
  try {
    const recordSets = await listRecordSets(route53, hostedZoneId, turn);
    call = "route53:ListHealthChecks";
    const healthChecks = withHealthChecks ? await listHealthChecks(route53, callerReferencePrefix, turn) : [];
    return { kind: "known", value: { recordSets, healthChecks } };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

/** Comes back when the next page may be asked for. */
type Turn = () => Promise<void>;

const listRecordSets = async (route53: Route53, HostedZoneId: string, turn: Turn): Promise<readonly RecordSet[]> => {
  const found: RecordSet[] = [];
  let start: Partial<ListResourceRecordSetsRequest> | null = {};
  while (start !== null) {
    await turn();
    const page: ListResourceRecordSetsResponse = await route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId, ...start }),
    );
    found.push(...(page.ResourceRecordSets ?? []).map(recordSetOf));
    start =
      page.IsTruncated === true
        ? {
            StartRecordName: page.NextRecordName,
            StartRecordType: page.NextRecordType,
            StartRecordIdentifier: page.NextRecordIdentifier,
          }
        : null;
  }
  return found;
};

const listHealthChecks = async (route53: Route53, prefix: string, turn: Turn): Promise<readonly OwnedHealthCheck[]> => {
  const found: OwnedHealthCheck[] = [];
  let Marker: string | undefined;
  do {
    await turn();
    const page = await route53.send(new ListHealthChecksCommand({ Marker }));
    for (const { Id, CallerReference } of page.HealthChecks ?? []) {
      if (Id !== undefined && CallerReference?.startsWith(prefix)) {
        found.push({ id: Id, callerReference: CallerReference });
      }
    }
    Marker = page.IsTruncated === true ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return found;
};
