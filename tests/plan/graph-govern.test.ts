import { describe, expect, it } from "@jest/globals";
import { plan } from "../../shared/plan/plan.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  known,
  memory,
  nowMs,
  pool,
  requestsSignal,
  scalableTarget,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";
import { afterWrites } from "./ecs-model.ts";

const perTask = requestsSignal().targetPerSecond;

const readingOf = (name: string, desired: number, arrived: number, changes: Partial<ServiceReading>): ServiceReading =>
  serviceReading({
    name,
    tasks: known(counts({ desired })),
    signals: [
      {
        kind: "series",
        points: [{ atMs: secondsAgo(120), value: arrived * perTask * 60 }],
        periodSeconds: 60,
        seenAtMs: secondsAgo(120),
      },
    ],
    ...changes,
  });

/** The gateway's own autoscaling scales it, from 4 tasks up to 20; order, which it calls, is ours to scale. */
const planned = (given: { readonly arrived: number; readonly orderTasks: number; readonly orderMaxTasks?: number }) => {
  const signals = [requestsSignal()];
  const gateway = service({
    name: "gateway",
    mode: "govern",
    maxTasks: 20,
    signals,
    pools: [pool()],
    calls: [{ service: "order", requestsPerRequest: 1 }],
  });
  const order = service({ name: "order", maxTasks: given.orderMaxTasks ?? 40, signals, pools: [pool()] });
  const compiled = config([gateway, order], [database({ maxConnections: 2_000, marginConnections: 50 })]);
  const read = snapshot(
    [
      readingOf("gateway", 4, given.arrived, {
        scalableTarget: known(scalableTarget({ minCapacity: 2, maxCapacity: 20 })),
      }),
      readingOf("order", given.orderTasks, 4, {}),
    ],
    undefined,
    { domain: "gateway" },
  );
  const before = memory({ gateway: calmMemory(4), order: calmMemory(given.orderTasks) });
  const first = plan(read, before, compiled, nowMs);
  const again = plan(afterWrites(read, first.actions), first.memory, compiled, nowMs);
  return {
    targets: first.services.map(({ targetTasks }) => targetTasks),
    codes: first.findings
      .filter(({ service: name, code }) => name === "gateway" && /calle/.test(code))
      .map(({ code }) => code),
    again: again.actions,
  };
};

describe("a caller under govern whose callee is scaled", () => {
  it.each([
    {
      when: "may go to its own ceiling where it serves all that arrives: more tasks send no more",
      given: { arrived: 4, orderTasks: 4 },
      expected: { targets: [20, 4], codes: [] },
    },
    {
      when: "may go as far as the callee's healthy tasks carry, and waits for those that are ordered for the rest",
      given: { arrived: 12, orderTasks: 6 },
      expected: { targets: [6, 12], codes: ["waiting-for-callee"] },
    },
    {
      when: "may go no further than the callee's maximum carries",
      given: { arrived: 12, orderTasks: 6, orderMaxTasks: 6 },
      expected: { targets: [6, 6], codes: ["callee-capacity"] },
    },
    {
      when: "may go to its ceiling where the callee carries all that is left unserved",
      given: { arrived: 12, orderTasks: 12 },
      expected: { targets: [20, 12], codes: [] },
    },
  ])("$when", ({ given, expected }) => {
    const { targets, codes, again } = planned(given);
    expect({ targets, codes }).toEqual(expected);
    expect(again).toEqual([]);
  });
});
