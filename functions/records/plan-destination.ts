import type { Posts } from "../../shared/aws/read-posts.ts";
import { assertNever } from "../../shared/plan/assert-never.ts";
import type { Reading } from "../../shared/reading.ts";
import type { CloudMapMemory } from "../../shared/records/cloud-map/cloud-map-memory.ts";
import { planCloudMap } from "../../shared/records/cloud-map/plan-cloud-map.ts";
import type { DestinationPlan } from "../../shared/records/destination-plan.ts";
import { planZone } from "../../shared/records/dns/plan-zone.ts";
import type { ZoneMemory } from "../../shared/records/dns/zone-memory.ts";
import type { NginxMemory } from "../../shared/records/nginx/nginx-memory.ts";
import { planNginx } from "../../shared/records/nginx/plan-nginx.ts";
import type { TaskListing } from "../../shared/records/task-listing.ts";
import type { ObservedDestination } from "./read-destination.ts";

/** Everything that a plan of any kind is made from. */
export type PlanInput = ObservedDestination &
  Posts & {
    readonly stack: string;
    /** Whose the records are: what another one wrote is somebody else's. */
    readonly owner: string;
    readonly listings: ReadonlyMap<string, Reading<TaskListing>>;
  };

/**
 * The plan of a destination, by its kind.
 *
 * @param memory of the kind itself, from its last plan; `null`: there was none
 * @throws never
 */
export const planDestination = (input: PlanInput, memory: unknown, nowMs: number): DestinationPlan<unknown> => {
  // One state is written by one kind of plan: the kind is the beginning of the destination's id.
  switch (input.kind) {
    case "zone":
      return planZone({ ...input, stack: input.owner, memory: memory as ZoneMemory | null }, nowMs);
    case "cloud-map":
      return planCloudMap({ ...input, stack: input.owner, memory: memory as CloudMapMemory | null }, nowMs);
    case "nginx":
      return planNginx({ ...input, memory: memory as NginxMemory | null }, nowMs);
    default:
      return assertNever(input);
  }
};
