import type { PoolConfig } from "../../../config/pool-config.ts";
import type { Price } from "../../admit/contender.ts";
import { commitmentOf } from "../../budget/commitment.ts";
import type { Unlock } from "../finding.ts";
import { ownUnits, reachWith, type Standing } from "./standing.ts";

/** From this share of reads on a replica takes most of a task's connections away. */
const dominantReadPercent = 60;

/**
 * What smaller pools reach, on the one room that binds.
 *
 * @param goalTasks how far every other room carries the service
 * @param readSharePercent what a replica could take, as the team says; `null`: not said
 */
export const poolUnlocks = (
  standing: Standing,
  pool: PoolConfig,
  price: Price,
  goalTasks: number,
  readSharePercent: number | null,
): readonly Unlock[] => {
  const { service, counts, tasks } = standing;
  const unlocks: Unlock[] = [];
  const { connectionsPerTask: insteadOf } = pool;
  const committed = commitmentOf(service, counts)(goalTasks);
  const affordable = committed === 0 ? 0 : ownUnits(standing, price) / committed;
  const connectionsPerTask = Math.floor((insteadOf * affordable) / price.unitsPerTask);
  if (goalTasks > tasks && connectionsPerTask >= 1 && connectionsPerTask < insteadOf) {
    unlocks.push({ kind: "smaller-pool", connectionsPerTask, insteadOf, tasks: goalTasks });
  }
  if (readSharePercent !== null && readSharePercent >= dominantReadPercent) {
    const writerConnections = Math.max(1, Math.ceil((insteadOf * (100 - readSharePercent)) / 100));
    const units = Math.ceil((price.unitsPerTask * writerConnections) / insteadOf);
    const reach = reachWith(standing, { unitsPerTask: { room: price.room, units } });
    if (reach > tasks) {
      const movedConnections = insteadOf - writerConnections;
      unlocks.push({ kind: "read-replica", readSharePercent, movedConnections, tasks: reach });
    }
  }
  return unlocks;
};
