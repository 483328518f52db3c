import { assertNever } from "../plan/assert-never.ts";
import type { LimitEngine } from "./limit-engine.ts";

/** Slots of `max_connections` that services can't have. */
export type ReservedConnections = {
  /** The sum of the parts. */
  readonly reservedConnections: number;
  readonly parts: readonly { readonly connections: number; readonly reservedFor: string }[];
};

/** The release that replaced rds.rds_superuser_reserved_connections by a role. */
const FIRST_WITH_ROLE = 16;

/**
 * The slots of an instance that services can't have.
 *
 * PostgreSQL keeps slots back for superusers, RDS for its own role and its automation; how many the role has from
 * PostgreSQL 16 on is not published, and as many are kept as before. MySQL and MariaDB accept one connection beyond
 * `max_connections` for administrators and take none from applications.
 *
 * @param engineVersion as RDS says it; one that can't be read counts as a new one
 * @returns whole connections per instance, >= 0
 * @throws never
 */
export const reservedConnectionsOf = (engine: LimitEngine, engineVersion: string): ReservedConnections => {
  switch (engine) {
    case "postgres":
    case "aurora-postgresql": {
      const major = Number(/^\d{1,4}/.exec(engineVersion)?.[0] ?? FIRST_WITH_ROLE);
      return sumOf([
        { connections: 3, reservedFor: "superuser_reserved_connections" },
        {
          connections: 2,
          reservedFor:
            major < FIRST_WITH_ROLE
              ? "rds.rds_superuser_reserved_connections"
              : "the role rds_reserved, whose share AWS doesn't publish",
        },
        { connections: 3, reservedFor: "AWS's automation" },
      ]);
    }
    case "mysql":
    case "mariadb":
    case "aurora-mysql":
      return sumOf([]);
    default:
      return assertNever(engine);
  }
};

const sumOf = (parts: ReservedConnections["parts"]): ReservedConnections => ({
  reservedConnections: parts.reduce((sum, { connections }) => sum + connections, 0),
  parts,
});
