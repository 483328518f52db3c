import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { DatabasePlace } from "../../config/database-config.ts";
import { writerOf } from "./resize-order.ts";

/**
 * The members that don't have the class yet, of those that the place stands for.
 *
 * Of a writer all members: who takes its place at a failover has to carry what it carries. Of readers the readers.
 */
export const resizeTargets = (
  database: OperatedDatabase,
  at: DatabasePlace,
  instanceClass: string,
): readonly string[] => {
  const writer = writerOf(database);
  return database.instances
    .filter(({ instance }) => at.kind === "instance" || at.role === "writer" || instance !== writer)
    .filter((one) => one.instanceClass !== instanceClass)
    .map(({ instance }) => instance);
};
