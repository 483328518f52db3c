import type { Config } from "../config/config.ts";
import type { FreeUnits } from "./admit/contender.ts";
import { fargateRoom } from "./capacity/fargate-room.ts";
import { propagate } from "./graph/call-stage.ts";
import { withModes } from "./intents/with-modes.ts";
import type { Memory } from "./memory.ts";
import { partiesOf } from "./party.ts";
import { type Shares, shareOut } from "./share.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * The first half of `plan`: who holds what, and what is free before anybody is granted anything.
 *
 * @returns free: whole units by room; `null`: closed or unknown
 * @throws never, for a domain of the configuration
 */
export const sharesNow = (
  snapshot: Snapshot,
  memory: Memory,
  configured: Config,
  nowMs: number,
): { readonly shares: Shares; readonly free: FreeUnits } => {
  const config = withModes(configured, snapshot.intents ?? [], nowMs);
  const { parties, stage } = propagate(snapshot, partiesOf(snapshot, memory, config, nowMs), memory, config, nowMs);
  const shares = shareOut(snapshot, parties, stage, memory, config, nowMs);
  const fargate = fargateRoom(snapshot.capacity, parties, snapshot.readAtMs);
  const free: FreeUnits = new Map([
    ...[...shares.rooms.values()].map((room) => [room.name, room.closed === null ? room.free : null] as const),
    ...(fargate === null ? [] : [[fargate.room, fargate.freeUnits] as const]),
  ]);
  return { shares, free };
};
