import { beforeAll, describe, expect, it } from "@jest/globals";
import { TargetTracking } from "../../../simulator/controllers/target-tracking.ts";
import { headgateK, publishedK, riseAtSecondK, runSecondsK, worldK } from "./incident-k.ts";
import { type HeadgatePlayed, playHeadgate } from "./play.ts";

/** The team's own scaling, with the maximum that was found by hand. */
const tracker = () =>
  new TargetTracking({ service: "api", targetPercent: 60, minTasks: 4, maxTasks: publishedK.mostTasks });

describe("incident K: what observe would have said", () => {
  let run: HeadgatePlayed;
  let firstRefusedAtMs = Number.POSITIVE_INFINITY;
  beforeAll(async () => {
    const watch = {
      name: "watch",
      step: (world: HeadgatePlayed["world"]) => {
        if (world.refusedConnections("api") > 0) firstRefusedAtMs = Math.min(firstRefusedAtMs, world.nowMs);
      },
    };
    run = await playHeadgate(worldK(), runSecondsK, headgateK, [tracker(), watch]);
  });

  it("twenty tasks would want 600 of 500: they are reached here, and refused", () => {
    expect(run.peakCommitted).toBe(publishedK.demandedConnections);
    expect(Number.isFinite(firstRefusedAtMs)).toBe(true);
  });

  it("within minutes: a deployment of the eight tasks that run does not fit, with the numbers", () => {
    const notice = run.notices.find(({ code }) => code === "deployment-exceeds-budget");
    expect((notice?.atMs ?? Number.POSITIVE_INFINITY) - run.world.spec.startMs).toBeLessThan(riseAtSecondK * 1000);
    expect(notice?.finding.numbers).toMatchObject({
      surgeTasks: 16,
      connectionsPerTask: publishedK.connectionsPerTask,
      budgetConnections: 462,
    });
  });

  it("when the load asks, and before the first connection is refused: 15 tasks fit, not 20", () => {
    const notice = run.notices.find(({ code }) => code === "database-budget");
    expect(notice?.atMs).toBeLessThan(firstRefusedAtMs);
    expect(notice?.finding.numbers).toMatchObject({
      grantedTasks: 15,
      priceConnections: publishedK.connectionsPerTask,
      limitConnections: publishedK.maxConnections,
      budgetConnections: 462,
    });
    const asks = run.notices.filter(({ code }) => code === "database-budget").map(({ finding }) => finding.numbers);
    expect(Math.max(...asks.map((numbers) => numbers["askTasks"] ?? 0))).toBe(publishedK.mostTasks);
  });

  it("and it writes nothing: the count is the tracker's", () => {
    expect(run.peakDesired["api"]).toBe(publishedK.mostTasks);
    expect(run.notices.some(({ code }) => code === "scaled-out" || code === "scaled-in")).toBe(false);
  });
});
