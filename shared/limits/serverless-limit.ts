import { assertNever } from "../plan/assert-never.ts";
/** The capacity range of an Aurora Serverless v2 cluster, in Aurora capacity units of 2 GiB. */
export type CapacityRange = { readonly minAcu: number; readonly maxAcu: number };

/** AWS's published figures by maximum ACU. */
const postgresqlByMaxAcu: ReadonlyMap<number, number> = new Map([
  [1, 189],
  [4, 823],
  [8, 1_669],
  [16, 3_360],
]);

/** From here on the default's own 5,000 rules. */
const POSTGRESQL_TOP = { maxAcu: 32, connections: 5_000 };

const auroraMysqlByMaxAcu: ReadonlyMap<number, number> = new Map([
  // The formula gives 45 on 2 GiB: the one figure of AWS's that it misses.
  [1, 90],
  [4, 135],
  [8, 1_000],
  [16, 2_000],
  [32, 3_000],
  [64, 4_000],
  [128, 5_000],
  [192, 6_000],
  [256, 6_000],
]);

/**
 * Aurora's published default for a maximum capacity; it follows the maximum, not the capacity of the moment, and changes
 * with it only after a reboot.
 *
 * @returns connections; `null`: a capacity that AWS publishes no figure for
 * @see Amazon Aurora User Guide, "Performance and scaling for Aurora Serverless v2"
 */
export const serverlessLimitOf = (
  engine: "aurora-mysql" | "aurora-postgresql",
  { maxAcu }: CapacityRange,
): number | null => {
  switch (engine) {
    case "aurora-mysql":
      return auroraMysqlByMaxAcu.get(maxAcu) ?? null;
    case "aurora-postgresql":
      return maxAcu >= POSTGRESQL_TOP.maxAcu ? POSTGRESQL_TOP.connections : (postgresqlByMaxAcu.get(maxAcu) ?? null);
    default:
      return assertNever(engine);
  }
};

const MOST_AT_LOW_MINIMUM = 2_000;
const LOW_MINIMUM_ACU = 0.5;

/**
 * Aurora PostgreSQL that may shrink to 0 or 0.5 ACU has at most 2,000 connections, whatever its maximum and its group say.
 *
 * @returns connections; `null`: not cut
 */
export const serverlessCapOf = ({ minAcu }: CapacityRange): number | null =>
  minAcu <= LOW_MINIMUM_ACU ? MOST_AT_LOW_MINIMUM : null;
