import { describe, expect, it } from "@jest/globals";
import { World } from "../../simulator/world/world.ts";
import { shipped } from "../simulator/scenarios/shipped.ts";

/** To the end, with other counts from the rise of the traffic on. */
function played(name: string, counts: Readonly<Record<string, number>> = {}): World {
  const { world: spec, seconds } = shipped(name);
  const world = new World(spec, 1);
  for (let second = 0; second < seconds; second += 1) {
    if (second === 900) for (const [service, tasks] of Object.entries(counts)) world.setDesiredCount(service, tasks);
    world.step();
  }
  return world;
}

describe("chain-latency: B's connections run short, not its CPU", () => {
  it("with three tasks p99 ends above the threshold of 2 s, at half of B's CPU", () => {
    const world = played("chain-latency");
    expect(world.timeline().at(-1)?.p99Seconds).toBeGreaterThan(2);
    const { cpuSecondsPerRequest, vcpuPerTask } = shipped("chain-latency").world.services[1]!;
    // 3 tasks x 8 connections / 100 ms is all that B can serve.
    expect((240 * cpuSecondsPerRequest) / (3 * vcpuPerTask!)).toBeLessThan(0.6);
  });

  it("with twelve no second violates the objective", () => {
    expect(played("chain-latency", { a: 8, b: 12 }).totals().sloViolationSeconds).toBe(0);
  });
});

describe("proxy-100: the wall is at the proxy", () => {
  it("nobody is refused, requests wait, and the database holds 100", () => {
    const { failedByCause, peakConnections, sloViolationSeconds } = played("proxy-100").totals();
    expect([failedByCause.refusedConnection, peakConnections]).toEqual([0, { orders: 100 }]);
    expect(sloViolationSeconds).toBeGreaterThan(3_600);
  });

  it("two services with 150 each don't make more of them", () => {
    const { peakConnections, sloViolationSeconds } = played("proxy-100", { a: 6, b: 15, c: 15 }).totals();
    expect(peakConnections).toEqual({ orders: 100 });
    expect(sloViolationSeconds).toBeGreaterThan(3_600);
  });
});

describe("ec2-fixed-ports: eight instances hold eight tasks", () => {
  it("sixteen that are asked for never run, and the deployment waits for them", () => {
    const world = played("ec2-fixed-ports", { web: 16 });
    expect(world.counts("web")).toMatchObject({ desired: 16, running: 8 });
    expect(world.deployments("web")[0]).toMatchObject({ rolloutState: "IN_PROGRESS" });
  });

  it("eight run, and half of them at a time are replaced", () => {
    const world = played("ec2-fixed-ports", { web: 8 });
    expect(world.counts("web")).toMatchObject({ running: 8, pending: 0 });
    expect(world.deployments("web")).toMatchObject([{ rolloutState: "COMPLETED" }]);
  });
});

it("users-10000: 2,000 users that think for 10 s ask about 200 times a second, 10,000 about 1,000 times", () => {
  const timeline = played("users-10000", { web: 24 }).timeline();
  const rateAt = (second: number) => timeline.find(({ atSeconds }) => atSeconds >= second)!.requestsPerSecond;
  expect(rateAt(600)).toBeGreaterThan(180);
  expect(rateAt(600)).toBeLessThan(220);
  expect(rateAt(3_000)).toBeGreaterThan(900);
  expect(rateAt(3_000)).toBeLessThan(1_100);
});

it("faults: the slow database makes an outage, and it ends with it", () => {
  const failing = played("faults")
    .timeline()
    .filter(({ failedRatio }) => failedRatio > 0.01)
    .map(({ atSeconds }) => atSeconds);
  expect(failing.length).toBeGreaterThan(0);
  expect(failing[0]).toBeGreaterThan(2_700);
  expect(failing.at(-1)).toBeLessThan(3_400);
});
