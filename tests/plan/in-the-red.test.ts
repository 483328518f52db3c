import { describe, expect, it } from "@jest/globals";
import { plan } from "../../shared/plan/plan.ts";
import {
  config,
  connectionsAt,
  counts,
  database,
  databaseReading,
  datapoint,
  known,
  memory,
  nowMs,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";

/** 6 tasks of 10 connections at twice their CPU target. */
const planned = (maxConnections: number) =>
  plan(
    snapshot(
      [
        serviceReading({
          tasks: known(counts({ desired: 6, running: 6 })),
          signals: [datapoint({ value: 100, atMs: secondsAgo(60), tasks: 6 })],
        }),
      ],
      [databaseReading({ connections: known([connectionsAt(secondsAgo(180), 60)]) })],
    ),
    memory(),
    config([service()], [database({ maxConnections, unmanagedConnections: 0 })]),
    nowMs,
  );

describe("a budget that keeps somebody from growing", () => {
  type Row = { when: string; maxConnections: number; free: number; expected: object | null };
  it.each<Row>([
    {
      when: "with what there is just fitting asks the others to give up what they don't need",
      maxConnections: 70,
      free: 0,
      expected: { sinceMs: nowMs, lastMs: nowMs },
    },
    { when: "in the red asks nobody: nobody would get it", maxConnections: 60, free: -10, expected: null },
  ])("$when", ({ maxConnections, free, expected }) => {
    const { budgets, memory: after } = planned(maxConnections);
    expect(budgets[0]).toMatchObject({ kind: "known", freeConnections: free });
    expect(after.databases["main"]?.bound ?? null).toEqual(expected);
  });
});
