import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { plan } from "../../shared/plan/plan.ts";
import { decompress } from "../../shared/state/compressed.ts";
import type { Decision, Outcome } from "../../shared/state/decision.ts";
import { makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import { incidentA, runSeconds } from "../../simulator/scenarios/incident-a.ts";
import { World } from "../../simulator/world/world.ts";

const retentionDays = 30;

const pair = incidentA[0]!;

const readConfig = () => {
  const reading = parseConfig(
    `
version: 1
name: shop
decisionRetentionDays: ${retentionDays}
databases:
  orders: { instance: orders, engine: postgres, maxConnections: ${pair.maxConnections} }
services:
  checkout:
    cluster: shop
    mode: scale
    tasks: { min: 5, max: 50 }
    startSeconds: ${pair.startSeconds}
    drain: { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 }
    pools: { orders: { size: ${pair.connectionsPerTask}, kind: fixed } }
    signals: { cpu: ${pair.targetCpuPercent} }
`,
    "headgate.yml",
  );
  if (reading.kind !== "ok") throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

describe("the decisions of a replayed flash sale", () => {
  const config = readConfig();
  const world = new World(pair.worldSpec(), 1);
  const controller = makeHeadgateController(world, config);

  it("are stored with their inputs and plan again to the same answer, with outcomes and an end of life", async () => {
    for (let second = 0; second < runSeconds; second += 1) {
      await controller.step(world);
      world.step();
    }
    const items = controller.cloud.table.items().filter((item) => item["sk"]?.S?.startsWith("DECISION#"));
    expect(items.length).toBeGreaterThan(3);
    let writes = 0;
    for (const item of items) {
      const decision = decompress<Decision>(item["body"]!.B!);
      const { memory: _, ...planned } = plan(decision.snapshot, decision.memoryBefore, config, decision.atMs);
      // What was stored is JSON, so the new plan is compared as JSON too.
      expect(JSON.parse(JSON.stringify(planned))).toEqual(decision.plan);
      expect(Number(item["expiresAtSeconds"]?.N)).toBe(Math.ceil(decision.atMs / 1000) + retentionDays * 86_400);
      if (decision.plan.actions.length === 0) continue;
      const outcomes = JSON.parse(item["outcomes"]?.S ?? "[]") as Outcome[];
      expect(outcomes.map(({ kind, action }) => ({ kind, action }))).toEqual(
        decision.plan.actions.map((action) => ({ kind: "done", action })),
      );
      writes += outcomes.length;
    }
    expect(writes).toBeGreaterThan(0);
  });

  it("have kept the wall: never more connections than the database's budget and others' sessions", () => {
    const { peakConnections } = world.totals();
    expect(peakConnections["orders"]).toBeLessThanOrEqual(pair.maxConnections - pair.reservedConnections);
  });

  it("leave nothing behind: no dead letter, and at most one delayed wake-up", () => {
    const { queues } = controller.cloud;
    expect(queues.eventsDeadLetter.messages).toEqual([]);
    expect(queues.scalingDeadLetter.messages).toEqual([]);
    expect(queues.events.messages.length).toBeLessThanOrEqual(1);
  });
});
