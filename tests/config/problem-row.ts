import type { ProblemCode } from "../../shared/config/problem-codes.ts";
import type { Problem } from "../../shared/config/problems.ts";

/** A text, and the one problem that must come of it. `fix` and `says` are what a person reads. */
export type ProblemRow = {
  readonly when: string;
  readonly text: string;
  readonly gives: Pick<Problem, "path" | "line" | "column" | "fix"> & { readonly code: ProblemCode };
  /** A part of the message that carries the numbers. */
  readonly says?: string;
};

export const lines = (...parts: readonly string[]): string => `${parts.join("\n")}\n`;

/** A legal file whose services begin on line 6. The budget of `db` is 100 - 8 - 5 = 87. */
export const withServices = (...services: readonly string[]): string =>
  lines(
    "version: 1",
    "name: shop",
    "databases:",
    "  db: { instance: db-1, engine: postgres, maxConnections: 100 }",
    "services:",
    ...services,
  );

/** A legal file whose only service uses `db`; the databases begin on line 4. */
export const withDatabases = (...databases: readonly string[]): string =>
  lines(
    "version: 1",
    "name: shop",
    "databases:",
    ...databases,
    "services:",
    "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }",
  );
