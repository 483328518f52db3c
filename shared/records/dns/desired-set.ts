import type { HealthCheckConfig } from "../../config/publication.ts";
import type { RecordSet } from "./record-set.ts";

/** A set that shall be in the zone, and on whose account. */
export type DesiredSet = {
  readonly set: RecordSet;
  readonly service: string;
  /** `set`: holds tasks. `host`: an SRV record points to it, perhaps several do. `alias`: points to a region's set. */
  readonly part: "set" | "host" | "alias";
  /** Nothing is known of the service's tasks: the set stays exactly as it was read. */
  readonly isRetained: boolean;
  readonly healthCheck: { readonly settings: HealthCheckConfig; readonly ipAddress: string } | null;
};

/** What an entry's sets come to, and what did not fit in them. */
export type DesiredSets = {
  readonly sets: readonly DesiredSet[];
  /** Tasks that Route 53 has no room for. */
  readonly leftOutCount: number;
};

/** A plain set of addresses or values. */
export const plainSet = (
  set: Pick<RecordSet, "name" | "type" | "ttlSeconds" | "values"> & Partial<RecordSet>,
): RecordSet => ({
  setIdentifier: null,
  alias: null,
  routing: { kind: "simple" },
  healthCheckId: null,
  ...set,
});
