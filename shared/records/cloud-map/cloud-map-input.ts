import type { Reading } from "../../reading.ts";
import type { Destination } from "../destination.ts";
import type { TaskListing } from "../task-listing.ts";
import type { CloudMapInstance } from "./cloud-map-instance.ts";
import type { CloudMapMemory } from "./cloud-map-memory.ts";

/** Everything that the plan of a Cloud Map service looks at. */
export type CloudMapInput = {
  readonly destination: Extract<Destination, { readonly kind: "cloud-map" }>;
  /** Name of this stack: what its instances carry. */
  readonly stack: string;
  readonly observed: Reading<readonly CloudMapInstance[]>;
  /** By service name. */
  readonly listings: ReadonlyMap<string, Reading<TaskListing>>;
  /** By service name: task ids that are about to be stopped. */
  readonly withdrawals: ReadonlyMap<string, readonly string[]>;
  readonly memory: CloudMapMemory | null;
};
