import { describe, expect, it } from "@jest/globals";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { DatabaseFacts, InstanceFacts } from "../../shared/limits/database-facts.ts";
import type { EffectiveLimit } from "../../shared/limits/limit.ts";
import { servesConnections } from "../../shared/plan/budget/instance-status.ts";
import { limitUsed } from "../../shared/plan/budget/limit-used.ts";
import { noFacts } from "../../shared/plan/readings/database-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import { database, databaseFacts, instanceFacts, known, nowMs, secondsAgo, unknown } from "./builders.ts";

const unset = { maxConnections: null, marginConnections: null } as const;
const readers = { ...unset, at: { kind: "cluster", cluster: "aurora", role: "reader" } } as const;
const estimate: EffectiveLimit = {
  kind: "estimate",
  source: "formula",
  safeConnections: 700,
  expectedConnections: 810,
};
const denied: EffectiveLimit = {
  kind: "unknown",
  code: "access-denied",
  detail: "rds:DescribeDBParameters shop: AccessDeniedException",
};
const withLimit = (limit: EffectiveLimit, changes: Partial<InstanceFacts> = {}): InstanceFacts =>
  instanceFacts({ answer: { limit, notes: [] }, ...changes });
const exact = (maxConnections: number, instance: string): InstanceFacts =>
  withLimit({ kind: "exact", source: "engine-rule", maxConnections }, { instance, role: "reader" });

type Row = {
  readonly when: string;
  readonly database: Partial<DatabaseConfig>;
  readonly facts: Reading<DatabaseFacts>;
  readonly expected: object;
};

const used = ({ database: changes, facts }: Pick<Row, "database" | "facts">) =>
  limitUsed(database(changes), facts, nowMs);

describe("the limit that a plan counts on", () => {
  it.each<Row>([
    {
      when: "is the user's figure, though nothing was found out",
      database: {},
      facts: noFacts,
      expected: { limitConnections: 200, source: "configured", exact: true, readers: null, notes: [] },
    },
    {
      when: "is the user's figure before any other",
      database: { maxConnections: 150 },
      facts: known(databaseFacts()),
      expected: { limitConnections: 150, expectedConnections: 150, source: "configured" },
    },
    {
      when: "is the user's figure, though what was found out is old",
      database: {},
      facts: known(databaseFacts({ readAtMs: secondsAgo(48 * 3600) })),
      expected: { limitConnections: 200, source: "configured" },
    },
    {
      when: "is what was found where it is exact",
      database: unset,
      facts: known(databaseFacts()),
      expected: { limitConnections: 200, expectedConnections: 200, source: "parameter", exact: true },
    },
    {
      when: "is the safe end of an estimate, and the best guess is kept for people",
      database: unset,
      facts: known(databaseFacts({ instances: [withLimit(estimate)] })),
      expected: { limitConnections: 700, expectedConnections: 810, source: "formula", exact: false },
    },
    {
      when: "holds for a day",
      database: unset,
      facts: known(databaseFacts({ readAtMs: secondsAgo(24 * 3600) })),
      expected: { limitConnections: 200 },
    },
    {
      when: "of readers is the smallest one's, with their number",
      database: readers,
      facts: known(databaseFacts({ instances: [exact(900, "b"), exact(400, "a"), exact(700, "c")] })),
      expected: { limitConnections: 400, readers: 3 },
    },
    {
      when: "leaves a reader out that doesn't serve: its connections go to the others",
      database: readers,
      facts: known(databaseFacts({ instances: [{ ...exact(400, "a"), status: "rebooting" }, exact(900, "b")] })),
      expected: { limitConnections: 900, readers: 1 },
    },
    {
      when: "is known while the instance is modified",
      database: unset,
      facts: known(databaseFacts({ instances: [instanceFacts({ status: "modifying" })] })),
      expected: { limitConnections: 200 },
    },
    {
      when: "keeps the engine's slots by what RDS says of it, not by the file",
      database: { ...unset, reservedConnections: null, engine: "mysql" },
      facts: known(databaseFacts({ instances: [instanceFacts({ engine: "postgres", engineVersion: "16.3" })] })),
      expected: { reservedConnections: 8 },
    },
    {
      when: "keeps the configured engine's slots where RDS names one without rules",
      database: { ...unset, reservedConnections: null, engine: "postgres" },
      facts: known(databaseFacts({ instances: [instanceFacts({ engine: "custom-postgres" })] })),
      expected: { reservedConnections: 8 },
    },
    {
      when: "keeps the user's figure of slots before any other",
      database: { ...unset, reservedConnections: 13 },
      facts: known(databaseFacts({ instances: [instanceFacts({ engine: "postgres" })] })),
      expected: { reservedConnections: 13 },
    },
    {
      when: "comes with what is said beside it, by instance",
      database: unset,
      facts: known(
        databaseFacts({
          instances: [
            instanceFacts({
              answer: { ...instanceFacts().answer, notes: [{ code: "pending-reboot", detail: "400 waits" }] },
            }),
          ],
        }),
      ),
      expected: { notes: [{ code: "pending-reboot", detail: "main: 400 waits" }] },
    },
  ])("$when", ({ expected, ...given }) => expect(used(given)).toMatchObject({ kind: "known", ...expected }));

  it.each<Omit<Row, "expected"> & { readonly expected: readonly [string, string] }>([
    {
      when: "before the function limits has run",
      database: unset,
      facts: noFacts,
      expected: ["limit-unknown", "max_connections of main is not known: the function limits has not read it yet"],
    },
    {
      when: "where the table can't be read",
      database: unset,
      facts: unknown({ because: "access-denied", detail: "dynamodb:BatchGetItem: AccessDeniedException" }),
      expected: ["limit-unknown", "max_connections of main is not known: dynamodb:BatchGetItem: AccessDeniedException"],
    },
    {
      when: "where a reading was denied, by its permission",
      database: unset,
      facts: known(databaseFacts({ instances: [withLimit(denied)] })),
      expected: ["limit-unknown", "main: access-denied: rds:DescribeDBParameters shop: AccessDeniedException"],
    },
    {
      when: "where the group has a typo",
      database: unset,
      facts: known(
        databaseFacts({
          instances: [withLimit({ kind: "unknown", code: "formula-unreadable", detail: "LAEST({x}) is no formula" })],
        }),
      ),
      expected: ["limit-unknown", "main: formula-unreadable: LAEST({x}) is no formula"],
    },
    {
      when: "where one of several readers is unknown",
      database: readers,
      facts: known(databaseFacts({ instances: [exact(900, "b"), withLimit(denied, { instance: "a" })] })),
      expected: ["limit-unknown", "a: access-denied: rds:DescribeDBParameters shop: AccessDeniedException"],
    },
    {
      when: "once it was read more than a day ago, exact or not",
      database: unset,
      facts: known(databaseFacts({ readAtMs: secondsAgo(24 * 3600 + 1) })),
      expected: ["limit-stale", "what is known of main was read 24 h ago: nothing newer was stored"],
    },
    {
      when: "once it is old, with what has failed since",
      database: unset,
      facts: known(
        databaseFacts({
          readAtMs: secondsAgo(30 * 3600),
          laterFailure: {
            atMs: nowMs,
            because: unknown({ because: "access-denied", detail: "rds:DescribeDBInstances: AccessDenied" }),
          },
        }),
      ),
      expected: ["limit-stale", "what is known of main was read 30 h ago: rds:DescribeDBInstances: AccessDenied"],
    },
    {
      when: "with facts of no time",
      database: unset,
      facts: known(databaseFacts({ readAtMs: Number.NaN })),
      expected: ["limit-stale", "what is known of main was read NaN h ago: nothing newer was stored"],
    },
    {
      when: "of readers whose number nobody knows, whatever figure is configured",
      database: { ...readers, maxConnections: 400, marginConnections: 20 },
      facts: noFacts,
      expected: ["limit-unknown", "how many readers main has is not known: the function limits has not read it yet"],
    },
    {
      when: "while the instance reboots",
      database: {},
      facts: known(databaseFacts({ instances: [instanceFacts({ status: "rebooting" })] })),
      expected: ["database-not-available", "main is rebooting"],
    },
    {
      when: "while every reader is stopped",
      database: readers,
      facts: known(
        databaseFacts({ instances: ["b", "a"].map((name) => ({ ...exact(400, name), status: "stopped" })) }),
      ),
      expected: ["database-not-available", "a is stopped, b is stopped"],
    },
    {
      when: "without an instance",
      database: unset,
      facts: known(databaseFacts({ instances: [] })),
      expected: ["database-not-available", "main has no instance"],
    },
  ])("is unknown $when", ({ expected: [code, detail], ...given }) =>
    expect(used(given)).toEqual({ kind: "unknown", code, detail }),
  );
});

describe("an instance", () => {
  it.each(["available", "backing-up", "modifying", "storage-optimization", "configuring-log-exports"])(
    "that is %s serves its connections",
    (status) => expect(servesConnections(status)).toBe(true),
  );
  it.each(["rebooting", "stopped", "failed", "storage-full", "upgrading", "maintenance", "renaming", "", "new-status"])(
    "that is '%s' may not",
    (status) => expect(servesConnections(status)).toBe(false),
  );
});
