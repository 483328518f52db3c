import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { nextClassesOf } from "../../shared/limits/class-memory.ts";
import { classMemoryTable } from "../../shared/limits/class-memory-table.ts";
import { type EffectiveLimit, effectiveLimit, type LimitFacts } from "../../shared/limits/effective-limit.ts";
import { predictedLimit } from "../../shared/limits/predicted-limit.ts";
import { always } from "../plan/always.ts";
import { counted, facts, group, unread } from "./facts.ts";

const engine = fc.constantFrom("postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql");
const engineVersion = fc.constantFrom("16.4", "10.4.34", "10.11.6", "8.0.mysql_aurora.3.08.0", "");
const memoryGib = fc.oneof(
  fc.constantFrom(0.615, 1, 2, 3.75, 4, 7.5, 8, 15.25, 16, 30.5, 32, 61, 64, 128, 1_024, 4_096),
  fc.integer({ min: 1, max: 8_192 }).map((halves) => halves / 2),
);
const halfAcu = fc.integer({ min: 2, max: 512 }).map((halves) => halves / 2);
const value = fc.constantFrom(
  null,
  "500",
  "0",
  "nonsense",
  "{DBInstanceClassMemory/19062784}",
  "LEAST({DBInstanceVCPU*100},{DBInstanceClassMemory/9531392})",
  "SUM(20000,{DBInstanceClassMemory*-1/9531392})",
  "GREATEST({log(DBInstanceClassMemory/805306368)*45},100)",
);
const unreadable = fc.constantFrom(
  "access-denied" as const,
  "not-found" as const,
  "failed" as const,
  "no-data" as const,
);
const applyStatus = fc.constantFrom(
  "in-sync" as const,
  "pending-reboot" as const,
  "applying" as const,
  "other" as const,
);

const anyFacts: fc.Arbitrary<LimitFacts> = fc
  .record({
    engine: fc.oneof(engine, fc.constant("sqlserver-se")),
    engineVersion,
    memoryGib: fc.option(memoryGib),
    instanceClass: fc.constantFrom("db.m6g.large", "db.r6g.2xlarge", "db.m99z.large"),
    vcpu: fc.option(fc.integer({ min: 1, max: 192 })),
    serverless: fc.option(fc.record({ minAcu: fc.constantFrom(0, 0.5, 1), maxAcu: halfAcu }), { freq: 1 }),
    parameter: fc.oneof(
      { weight: 4, arbitrary: fc.tuple(value, applyStatus).map(([text, status]) => group(text, status)) },
      { weight: 1, arbitrary: unreadable.map((because) => unread(because)) },
    ),
    counter: fc.oneof(
      fc.constant(null),
      unreadable.map((because) => unread(because)),
      fc.constant(counted(0)),
    ),
  })
  .map((changes) => facts(changes));

const rangeOf = (limit: EffectiveLimit): readonly [safe: number, expected: number] | null => {
  switch (limit.kind) {
    case "exact":
      return [limit.maxConnections, limit.maxConnections];
    case "estimate":
      return [limit.safeConnections, limit.expectedConnections];
    case "unknown":
      return null;
  }
};

const neverLess = (smaller: EffectiveLimit, larger: EffectiveLimit): void => {
  const before = rangeOf(smaller);
  const after = rangeOf(larger);
  if (before === null) return;
  expect(after).not.toBeNull();
  expect(after![0]).toBeGreaterThanOrEqual(before[0]);
  expect(after![1]).toBeGreaterThanOrEqual(before[1]);
};

describe("a limit", () => {
  it("always has a safe end at or below the expected one, both whole", () => {
    const kinds = new Map<string, number>();
    always(
      fc.property(anyFacts, (given) => {
        const { limit } = effectiveLimit(given);
        const kind = limit.kind === "unknown" ? limit.code : `${limit.kind} ${limit.source}`;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        const range = rangeOf(limit);
        if (range === null) return expect(limit).toMatchObject({ detail: expect.stringMatching(/./) });
        const [safe, expected] = range;
        expect([Number.isSafeInteger(safe), Number.isSafeInteger(expected)]).toEqual([true, true]);
        expect(safe).toBeGreaterThanOrEqual(0);
        expect(expected).toBeGreaterThanOrEqual(Math.max(1, safe));
      }),
      3_000,
    );
    // Shaped: each way to an answer was taken.
    expect([...kinds.keys()].sort()).toEqual(
      expect.arrayContaining([
        "access-denied",
        "class-unknown",
        "engine-unsupported",
        "estimate formula",
        "exact engine-rule",
        "exact parameter",
        "failed",
        "formula-unreadable",
        "not-found",
      ]),
    );
  });

  it("never falls with more memory", () => {
    always(
      fc.property(engine, engineVersion, memoryGib, memoryGib, (name, version, a, b) => {
        const of = (gib: number) => predictedLimit(name, version, "db.any.size", null, gib);
        neverLess(of(Math.min(a, b)), of(Math.max(a, b)));
      }),
      2_000,
    );
  });

  it.each(["aurora-mysql", "aurora-postgresql"])("never falls with more capacity: %s, every half ACU", (name) => {
    for (const minAcu of [0, 0.5, 1]) {
      let before: EffectiveLimit | null = null;
      for (let maxAcu = 1; maxAcu <= 256; maxAcu += 0.5) {
        const limit = predictedLimit(name, "", "db.serverless", { minAcu, maxAcu });
        expect(limit.kind).not.toBe("unknown");
        if (before !== null) neverLess(before, limit);
        before = limit;
      }
    }
  });

  it("never falls with a larger class of the family", () => {
    const classes = classMemoryTable.flatMap((row) => {
      const [family = "", ...sizes] = row.split(" ");
      return sizes.map((size) => `${family}.${size.split("=")[0]}`);
    });
    for (const name of ["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql"])
      for (const dbClass of classes)
        for (const { instanceClass } of nextClassesOf(dbClass).slice(0, 1))
          neverLess(predictedLimit(name, "", dbClass), predictedLimit(name, "", instanceClass));
  });

  it("never depends on what is less well known than its source", () => {
    always(
      fc.property(anyFacts, anyFacts, fc.integer({ min: 1, max: 20_000 }), (one, other, connections) => {
        const configured = { configuredConnections: connections };
        expect(effectiveLimit({ ...one, ...configured })).toEqual(effectiveLimit({ ...other, ...configured }));
        const counter = { counter: counted(connections) };
        expect(effectiveLimit({ ...one, ...counter })).toEqual(effectiveLimit({ ...other, ...counter }));
        // The group's integer stands for every class and version; only Serverless v2 cuts it.
        const literal = { engine: "postgres", parameter: group(`${connections}`), counter: null };
        expect(effectiveLimit({ ...one, ...literal })).toEqual(effectiveLimit({ ...other, ...literal }));
      }),
      500,
    );
  });

  it("is never exact while the group isn't in sync and what is in force isn't known", () => {
    always(
      fc.property(anyFacts, value, (given, text) => {
        const { limit } = effectiveLimit({ ...given, parameter: group(text, "pending-reboot") });
        expect(limit.kind).not.toBe("exact");
      }),
      500,
    );
  });
});
