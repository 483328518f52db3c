import type {
  ChangeResourceRecordSetsRequest,
  CreateHealthCheckRequest,
  DeleteHealthCheckRequest,
  ListHealthChecksRequest,
  ListResourceRecordSetsRequest,
  ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import type { ZoneConfig } from "../../shared/config/publication.ts";
import { AwsError } from "./aws-error.ts";
import { applyChangeBatch } from "./route53-change-batch.ts";
import { HealthChecks } from "./route53-health-checks.ts";
import { HostedZone, type HostedZoneSpec } from "./route53-zone.ts";

/** Route 53: hosted zones with their record sets, and the account's health checks. */
export class Route53 {
  readonly healthChecks = new HealthChecks();
  readonly #nowMs: () => number;
  readonly #zones = new Map<string, HostedZone>();
  #changes = 0;

  /** @param zones those of the configuration; each begins with SOA and NS alone */
  constructor(zones: readonly ZoneConfig[], nowMs: () => number) {
    this.#nowMs = nowMs;
    for (const { hostedZoneId, domain } of zones) this.declareZone({ id: hostedZoneId, domain });
  }

  /** A zone as it is found; one of the same id is replaced. */
  declareZone(spec: HostedZoneSpec): void {
    this.#zones.set(spec.id, new HostedZone(spec));
  }

  /** Change batches that a zone has accepted. */
  changeBatches(zoneId: string): number {
    return this.#find(zoneId).changeBatches;
  }

  /** Every record set of a zone, as ListResourceRecordSets shows them, on one page. */
  recordSets(zoneId: string): readonly ResourceRecordSet[] {
    return structuredClone(this.#find(zoneId).sorted());
  }

  /** What somebody does in the console: a batch that is not counted. */
  changeByHand(zoneId: string, changes: NonNullable<ChangeResourceRecordSetsRequest["ChangeBatch"]>["Changes"]): void {
    const zone = this.#find(zoneId);
    const { changeBatches } = zone;
    applyChangeBatch(zone, changes ?? [], (id) => this.healthChecks.has(id));
    zone.changeBatches = changeBatches;
  }

  listResourceRecordSets(input: ListResourceRecordSetsRequest): object {
    return this.#find(input.HostedZoneId).list(input);
  }

  changeResourceRecordSets(input: ChangeResourceRecordSetsRequest): object {
    const zone = this.#find(input.HostedZoneId);
    applyChangeBatch(zone, input.ChangeBatch?.Changes ?? [], (id) => this.healthChecks.has(id));
    this.#changes += 1;
    return {
      ChangeInfo: {
        Id: `/change/C${String(this.#changes).padStart(13, "0")}`,
        Status: "PENDING",
        SubmittedAt: new Date(this.#nowMs()),
        ...(input.ChangeBatch?.Comment === undefined ? {} : { Comment: input.ChangeBatch.Comment }),
      },
    };
  }

  createHealthCheck(input: CreateHealthCheckRequest): object {
    return this.healthChecks.create(input);
  }

  listHealthChecks(input: ListHealthChecksRequest): object {
    return this.healthChecks.list(input);
  }

  deleteHealthCheck(input: DeleteHealthCheckRequest): object {
    return this.healthChecks.delete(input);
  }

  /** @param id with or without `/hostedzone/` before it, as AWS itself writes it */
  #find(id: string | undefined): HostedZone {
    const zone = this.#zones.get(id?.split("/").at(-1) ?? "");
    if (zone === undefined) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
    return zone;
  }
}
