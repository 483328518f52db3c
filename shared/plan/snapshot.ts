import type { Reading } from "../reading.ts";
import type { ServicePost } from "./graph/service-post.ts";
import type { Intent } from "./intents/intent.ts";
import type { CapacityReading } from "./readings/capacity-reading.ts";
import type { DatabaseReading } from "./readings/database-reading.ts";
import type { ServiceReading } from "./readings/service-reading.ts";

/**
 * The world as it was read: plain data, no opinion.
 *
 * A failed or stale reading is its own value. It is never 0, and no adapter turns one into the other.
 */
export type Snapshot = {
  readonly domain: string;
  /** When the reading began. */
  readonly readAtMs: number;
  /** Sorted by name; every service of the domain, found or not. */
  readonly services: readonly ServiceReading[];
  /** Sorted by name; every database of the domain. */
  readonly databases: readonly DatabaseReading[];
  /** Services of other domains that call those of this one, or are called by them, as their domains have posted. Absent: none. */
  readonly neighbours?: readonly NeighbourReading[];
  /** Absent where nothing but the databases is known to bound the domain: no EC2 service, and no quota was found. */
  readonly capacity?: CapacityReading;
  /** What people have asked for by runbooks and has not ended. Absent: nothing. */
  readonly intents?: readonly Intent[];
};

export type NeighbourReading = {
  readonly service: string;
  /** "no-data": its domain has posted nothing yet. One that is past its end is known, and old. */
  readonly post: Reading<ServicePost>;
};
