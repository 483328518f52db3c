import { assertNever } from "../../shared/plan/assert-never.ts";
import type { Reading } from "../../shared/reading.ts";
import type { CloudMapInstance } from "../../shared/records/cloud-map/cloud-map-instance.ts";
import type { Destination } from "../../shared/records/destination.ts";
import { readsHealthChecks } from "../../shared/records/dns/reads-health-checks.ts";
import type { ZoneReading } from "../../shared/records/dns/record-set.ts";
import type { ZoneMemory } from "../../shared/records/dns/zone-memory.ts";
import type { NginxReading } from "../../shared/records/nginx/nginx-reading.ts";
import type { IsOver } from "./deadlines.ts";
import type { RecordsDeps } from "./records-deps.ts";

type Of<Kind extends Destination["kind"]> = Extract<Destination, { readonly kind: Kind }>;

/** A destination with what it holds now, each kind in its own shape. */
export type ObservedDestination =
  | { readonly kind: "zone"; readonly destination: Of<"zone">; readonly observed: Reading<ZoneReading> }
  | {
      readonly kind: "cloud-map";
      readonly destination: Of<"cloud-map">;
      readonly observed: Reading<readonly CloudMapInstance[]>;
    }
  | { readonly kind: "nginx"; readonly destination: Of<"nginx">; readonly observed: Reading<NginxReading> };

/**
 * @param memory what is remembered of the destination
 * @throws never: what can't be read is unknown
 */
export const readDestination = async (
  destination: Destination,
  memory: unknown,
  nowMs: number,
  isOver: IsOver,
  deps: Pick<RecordsDeps, "readZone" | "readCloudMap" | "readNginxCommands">,
): Promise<ObservedDestination> => {
  const { kind } = destination;
  switch (kind) {
    case "zone": {
      const { hostedZoneId } = destination.zone;
      return {
        kind,
        destination,
        observed: await deps.readZone(
          hostedZoneId,
          readsHealthChecks(destination, memory as ZoneMemory | null),
          isOver,
        ),
      };
    }
    case "cloud-map":
      return { kind, destination, observed: await deps.readCloudMap(destination.serviceId, isOver) };
    case "nginx":
      return { kind, destination, observed: await deps.readNginxCommands(destination.fleet.name, nowMs, isOver) };
    default:
      return assertNever(kind);
  }
};
