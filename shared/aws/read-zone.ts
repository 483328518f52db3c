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

/**
 * Reads a hosted zone, every page of it.
 *
 * @param callerReferencePrefix of the stack's own health checks
 * @param withHealthChecks false: none is asked for, and the reading has none. Route 53 lists those of the whole account
 * @returns unknown as a whole where one page fails
 * @throws never
 */
export const readZone = async (
  route53: Route53,
  hostedZoneId: string,
  callerReferencePrefix: string,
  withHealthChecks: boolean,
): Promise<Reading<ZoneReading>> => {
  let call = `route53:ListResourceRecordSets ${hostedZoneId}`;
  try {
    const recordSets = await listRecordSets(route53, hostedZoneId);
    call = "route53:ListHealthChecks";
    const healthChecks = withHealthChecks ? await listHealthChecks(route53, callerReferencePrefix) : [];
    return { kind: "known", value: { recordSets, healthChecks } };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

const listRecordSets = async (route53: Route53, HostedZoneId: string): Promise<readonly RecordSet[]> => {
  const found: RecordSet[] = [];
  let start: Partial<ListResourceRecordSetsRequest> | null = {};
  while (start !== null) {
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

const listHealthChecks = async (route53: Route53, prefix: string): Promise<readonly OwnedHealthCheck[]> => {
  const found: OwnedHealthCheck[] = [];
  let Marker: string | undefined;
  do {
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
