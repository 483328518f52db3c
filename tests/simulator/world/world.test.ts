import { describe, expect, it } from "@jest/globals";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { shipped } from "../scenarios/shipped.ts";
import { failedOf, legalPool, legalService, legalWorld, startMs, worldAfter } from "./small-world.ts";

const { traffic: _users, ...callee } = legalService({ name: "back" });
const callsBack = { calls: [{ service: "back", requestsPerRequest: 1 }] };

describe("specs that make no world", () => {
  type Row = { when: string; spec: WorldSpec; message: RegExp };
  it.each<Row>([
    {
      when: "a start that is no whole minute",
      spec: legalWorld({}, { startMs: startMs + 1 }),
      message: /whole minute/,
    },
    { when: "a call to nobody", spec: legalWorld(callsBack), message: /no service is named "back"/ },
    { when: "a pool on no database", spec: legalWorld({ pool: legalPool({ database: "none" }) }), message: /"none"/ },
    { when: "calls in a circle", spec: legalWorld({}, { services: [{ ...callee, ...callsBack }] }), message: /circle/ },
    {
      when: "users and callers at once",
      spec: legalWorld({}, { services: [legalService(callsBack), legalService({ name: "back" })] }),
      message: /more than one of users, callers and a queue/,
    },
    {
      when: "a back-off longer than retries are kept",
      spec: legalWorld({ client: { timeoutSeconds: 30, retries: 4, retryProbability: 1, backOffSeconds: 20 } }),
      message: /back-off/,
    },
  ])("$when", ({ spec, message }) => expect(() => new World(spec, 1)).toThrow(message));
});

describe("load and failure go along calls", () => {
  const behind = (tasks: number) =>
    worldAfter(600, legalWorld({}, { services: [legalService(callsBack), { ...callee, initialTasks: tasks }] }));

  it("a callee that carries the calls fails nobody", () => expect(failedOf(behind(4))).toBe(0));
  it("a callee that can't fails the caller's users", () => {
    const world = behind(1);
    expect(failedOf(world) / world.totals().requests).toBeGreaterThan(0.3);
  });
});

describe("what overload does", () => {
  const overload = (queueLimitPerTask: number, retries: number) =>
    worldAfter(
      900,
      legalWorld({
        queueLimitPerTask,
        traffic: { kind: "perSecond", requestsPerSecond: [260] },
        client: { timeoutSeconds: 10, retries, retryProbability: 1, backOffSeconds: 1 },
      }),
    );

  it("a short queue sheds the excess and answers the rest", () => {
    const { failedByCause, requests } = overload(50, 0).totals();
    expect(failedByCause.timeout).toBe(0);
    expect(failedByCause.shed / requests).toBeGreaterThan(0.2);
    expect(failedByCause.shed / requests).toBeLessThan(0.26);
  });

  it("a long queue is absorbing: it works for clients that left", () => {
    const { failedByCause, requests } = overload(5_000, 0).totals();
    expect(failedByCause.timeout / requests).toBeGreaterThan(0.8);
  });

  it("retries multiply attempts, and a user fails once", () => {
    const world = overload(5_000, 2);
    expect(world.totals().attempts).toBeGreaterThan(2.5 * world.totals().requests);
    expect(failedOf(world)).toBeLessThanOrEqual(world.totals().requests);
  });
});

it("a consumer works off what was put on its queue, and loses nothing", () => {
  const { traffic: _none, ...consumer } = legalService({ name: "mail", initialTasks: 1 });
  const spec = legalWorld(
    { traffic: { kind: "perSecond", requestsPerSecond: [...new Array<number>(120).fill(80), 0] } },
    {
      services: [
        legalService({ traffic: { kind: "perSecond", requestsPerSecond: [...new Array<number>(120).fill(80), 0] } }),
        consumer,
      ],
      queues: [{ name: "mails", consumer: "mail", producer: { service: "shop", messagesPerRequest: 1 } }],
    },
  );
  const world = worldAfter(600, spec);
  const length = { service: "mail", name: "QueueLength" } as const;
  const backlog = world.datapoints(length, 60, startMs, world.nowMs).map(({ average }) => Math.round(average));
  // 80 arrive and 50 are worked off a second.
  expect(Math.max(...backlog)).toBeGreaterThan(2_000);
  expect(backlog.at(-1)).toBe(0);
});

it("a timeline longer than its room is merged, not cut", () => {
  const world = worldAfter(9_000, legalWorld({}, { timelineSeconds: 1 }));
  const timeline = world.timeline();
  expect(timeline.length).toBeLessThanOrEqual(4_096);
  expect(timeline.at(-1)?.atSeconds).toBe(9_000);
  const requests = timeline.reduce((sum, { requestsPerSecond }, i) => {
    return sum + requestsPerSecond * ((timeline[i]?.atSeconds ?? 0) - (timeline[i - 1]?.atSeconds ?? 0));
  }, 0);
  expect(requests).toBeCloseTo(world.totals().requests, 3);
});

it("an hour of the seven services is quiet at fixed counts", () => {
  const world = worldAfter(3_600, shipped("seven-services").world);
  expect(failedOf(world)).toBe(0);
  expect(world.totals().sloViolationSeconds).toBe(0);
});
