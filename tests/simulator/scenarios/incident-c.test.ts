import { describe, expect, it } from "@jest/globals";
import { publishedC, worldC } from "./incident-c.ts";
import { play } from "./play.ts";

const { smallPoolPerWorker, largePoolPerWorker, fixedPoolPerWorker, usableConnections } = publishedC;
const hour = 3_600;

describe("incident C, the first day: 3 per worker", () => {
  const { world, peakOpen } = play(worldC(smallPoolPerWorker), publishedC.queueHours * hour);

  it("requests queue for six hours: p99 stays at the client's timeout", () => {
    const queued = world.timeline().filter(({ p99Seconds }) => p99Seconds > 10);
    const seconds = queued.length * ((world.timeline()[1]?.atSeconds ?? 0) - (world.timeline()[0]?.atSeconds ?? 0));
    expect(seconds).toBeGreaterThan(0.98 * publishedC.queueHours * hour);
  });

  it("while the database idles: 18 of 97 connections, and not one refused", () => {
    expect(peakOpen).toBe(18);
    expect(peakOpen / usableConnections).toBeLessThan(0.2);
    expect(world.refusedConnections("web")).toBe(0);
  });
});

describe("incident C, the second day: 18 per worker", () => {
  it("wants 108 of 97 once it runs, and is refused in the order of 900 times an hour", () => {
    const { world, peakOpen } = play(worldC(smallPoolPerWorker, largePoolPerWorker), 300 + hour);
    expect(world.committedConnections("web")).toBe(publishedC.steadyConnections);
    expect(peakOpen).toBe(usableConnections);
    // Proportional to how often a pool tries again, which was not published: within a factor of two.
    expect(world.refusedConnections("web")).toBeGreaterThan(publishedC.refusalsPerHour / 2);
    expect(world.refusedConnections("web")).toBeLessThan(publishedC.refusalsPerHour * 2);
  });

  it("wants 144 at a cutover between two such revisions, and the cutover does not end", () => {
    const { world, peakCommitted } = play(worldC(largePoolPerWorker, largePoolPerWorker), 300 + hour);
    expect(peakCommitted).toBe(publishedC.cutoverConnections);
    expect(world.deployments("web")).toMatchObject([{ rolloutState: "IN_PROGRESS" }, { status: "ACTIVE" }]);
  });
});

describe("incident C, the fix: 10 per worker", () => {
  it("replaces the small pools without a refusal, and nothing queues any more", () => {
    const { world, peakOpen } = play(worldC(smallPoolPerWorker, fixedPoolPerWorker), 300 + hour);
    expect(world.committedConnections("web")).toBe(60);
    expect(peakOpen).toBeLessThanOrEqual(usableConnections);
    expect(world.refusedConnections("web")).toBe(0);
    expect(world.timeline().at(-1)?.p99Seconds).toBeLessThan(1);
  });

  it("still holds 100 of 97 in its next rollout: a fifth task drains beside the four that were counted", () => {
    const { world, peakCommitted } = play(worldC(fixedPoolPerWorker, fixedPoolPerWorker), 300 + hour);
    expect(peakCommitted).toBeGreaterThan(usableConnections);
    expect(world.refusedConnections("web")).toBeGreaterThan(0);
    expect(world.deployments("web")).toMatchObject([{ rolloutState: "COMPLETED" }]);
  });
});
