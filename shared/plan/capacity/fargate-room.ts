import type { ServiceConfig } from "../../config/service-config.ts";
import type { Price } from "../admit/contender.ts";
import { committedTasks } from "../admit/contender-of.ts";
import { tasksAt } from "../memory.ts";
import type { Party } from "../party.ts";
import type { CapacityReading } from "../readings/capacity-reading.ts";
import { placementIn } from "./site.ts";

/** The room of the account's Fargate On-Demand vCPU quota, in thousandths of a vCPU. */
export const fargateRoomName = "fargate/vcpu";

export type FargateRoom = {
  readonly room: typeof fargateRoomName;
  /** Thousandths of a vCPU; negative where more runs than the quota allows. */
  readonly freeUnits: number;
  readonly quotaUnits: number;
  readonly usedUnits: number;
  /** Started or decided since the reading of what is used. */
  readonly startingUnits: number;
};

/**
 * What the account's Fargate quota has left for the domain's growth.
 *
 * A quota, or its use, that can't be read caps nothing: unlike a database, Fargate refuses the task that is one too
 * many and no other suffers, and most accounts are far from their quota, so a missing permission must not stop growth.
 * It is said once, as a warning. The quota is the account's, and other domains grow on it too: what they have started
 * since the datapoint isn't seen here.
 *
 * @returns `null`: nothing is known to cap
 * @throws never
 */
export const fargateRoom = (
  capacity: CapacityReading | undefined,
  parties: readonly Party[],
  readAtMs: number,
): FargateRoom | null => {
  const fargate = capacity?.fargate ?? null;
  if (fargate === null || fargate.quotaVcpu.kind === "unknown" || fargate.used.kind === "unknown") return null;
  const { vcpu, atMs } = fargate.used.value;
  const startingUnits = parties.reduce((total, party) => {
    const unitsPerTask = fargateUnits(party.service, capacity);
    return total + unitsPerTask * Math.max(0, committedTasks(party, readAtMs) - tasksBefore(party, atMs));
  }, 0);
  const quotaUnits = Math.floor(fargate.quotaVcpu.value * 1000);
  const usedUnits = Math.ceil(vcpu * 1000);
  return {
    room: fargateRoomName,
    freeUnits: quotaUnits - usedUnits - startingUnits,
    quotaUnits,
    usedUnits,
    startingUnits,
  };
};

/** @returns what one task of a service takes of the quota; nothing where the quota isn't known to cap it */
export const fargatePrices = (
  service: ServiceConfig,
  capacity: CapacityReading | undefined,
  room: FargateRoom | null,
): readonly Price[] => {
  const unitsPerTask = room === null ? 0 : fargateUnits(service, capacity);
  return unitsPerTask === 0 ? [] : [{ room: fargateRoomName, unitsPerTask }];
};

/** A task's CPU in thousandths of a vCPU, rounded up; 0 on EC2, for Spot, which has its own quota, and where it isn't known. */
const fargateUnits = (service: ServiceConfig, capacity: CapacityReading | undefined): number => {
  if (service.capacity.kind !== "fargate") return 0;
  const placement = placementIn(capacity?.placements ?? {}, service.name);
  if (placement === null || isSpotOnly(placement.providers)) return 0;
  return Math.ceil((placement.cpuUnits * 1000) / 1024);
};

const isSpotOnly = (providers: readonly string[]): boolean =>
  providers.length > 0 && providers.every((provider) => provider === "FARGATE_SPOT");

/** Tasks that the datapoint has counted: those of its time, where the history reaches back; else those that run now. */
const tasksBefore = ({ want, memory }: Party, atMs: number): number =>
  want.kind === "unreadable" || want.kind === "absent" ? 0 : (tasksAt(memory.running, atMs) ?? want.counts.running);
