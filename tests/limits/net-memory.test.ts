import { describe, expect, it } from "@jest/globals";
import type { LimitEngine } from "../../shared/limits/limit-engine.ts";
import { netMemory } from "../../shared/limits/net-memory.ts";

const GIB = 1_073_741_824;

describe("the memory that is left for the database", () => {
  it.each<{
    when: string;
    engine: LimitEngine;
    gib: number;
    capacity?: "serverless";
    safeGib: number;
    expectedGib: number;
  }>([
    {
      when: "RDS keeps 0.30 GiB + 2.55 %, at most 0.35 GiB + 4.5 %",
      engine: "postgres",
      gib: 16,
      safeGib: 14.93,
      expectedGib: 15.292,
    },
    { when: "MySQL is the same", engine: "mysql", gib: 4, safeGib: 3.47, expectedGib: 3.598 },
    { when: "MariaDB is the same", engine: "mariadb", gib: 1, safeGib: 0.605, expectedGib: 0.6745 },
    {
      when: "Aurora PostgreSQL has 0.9746 M - 0.30 GiB",
      engine: "aurora-postgresql",
      gib: 32,
      safeGib: 28.32,
      expectedGib: 30.8872,
    },
    {
      when: "Serverless v2 has 0.938 M - 0.19 GiB",
      engine: "aurora-postgresql",
      gib: 12,
      capacity: "serverless",
      safeGib: 10.838,
      expectedGib: 11.066,
    },
    { when: "Aurora MySQL has the whole memory", engine: "aurora-mysql", gib: 16, safeGib: 14.16, expectedGib: 16 },
    {
      when: "an instance smaller than what RDS keeps has nothing left",
      engine: "postgres",
      gib: 0.2,
      safeGib: 0,
      expectedGib: 0,
    },
    { when: "no memory is none", engine: "aurora-mysql", gib: 0, safeGib: 0, expectedGib: 0 },
  ])("$when", ({ engine, gib, capacity, safeGib, expectedGib }) => {
    const { safeBytes, expectedBytes } = netMemory(engine, gib, capacity);
    expect({ safe: safeBytes / GIB, expected: expectedBytes / GIB }).toEqual({
      safe: expect.closeTo(safeGib, 6),
      expected: expect.closeTo(expectedGib, 6),
    });
    expect([safeBytes, expectedBytes].every(Number.isSafeInteger)).toBe(true);
  });
});
