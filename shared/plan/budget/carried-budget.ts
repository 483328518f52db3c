import type { DatabaseConfig } from "../../config/database-config.ts";
import { carriedByReaders } from "./readers.ts";

/** Of readers with `failover: reserve`, what is left with one reader less. */
export const carriedBudget = (ofOne: number, readers: number | null, database: DatabaseConfig): number => {
  if (readers === null) return shareOfBudget(ofOne, database);
  const carrying = database.failover === "reserve" ? readers - 1 : readers;
  return shareOfBudget(carriedByReaders(ofOne, carrying), database);
};

/** This stack's share, after the terms that hold for the whole database. A budget in the red is everybody's. */
export const shareOfBudget = (connections: number, { sharePercent }: DatabaseConfig): number =>
  Math.min(connections, Math.floor((connections * sharePercent) / 100));
