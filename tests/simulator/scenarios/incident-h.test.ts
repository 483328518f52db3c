import { beforeAll, describe, expect, it } from "@jest/globals";
import { TargetTracking } from "../../../simulator/controllers/target-tracking.ts";
import {
  eveningSecondH,
  headgateH,
  morningSecondH,
  mostTasksH,
  publishedH,
  runSecondsH,
  smallNamesH,
  worldH,
} from "./incident-h.ts";
import { failedRatioBetween, type HeadgatePlayed, play, playHeadgate } from "./play.ts";

const refusedOf = (world: HeadgatePlayed["world"]) =>
  ["shop", ...smallNamesH].map((name) => world.refusedConnections(name));

describe("incident H, each service scaled by its own target tracking", () => {
  const trackers = Object.entries(mostTasksH).map(
    ([service, maxTasks]) => new TargetTracking({ service, targetPercent: 60, minTasks: 2, maxTasks }),
  );
  const { world, peakCommitted, peakCommittedOf, peakOpen } = play(worldH(), runSecondsH, (now) => {
    for (const tracker of trackers) tracker.step(now);
  });

  it("wants 40 and six times 15: 130 of 100, which no one of the seven asked for", () => {
    expect(peakCommittedOf["shop"]).toBe(publishedH.largeConnections);
    for (const name of smallNamesH) expect(peakCommittedOf[name]).toBe(publishedH.smallConnections);
    expect(peakCommitted).toBe(publishedH.demandedConnections);
    expect(peakOpen).toBeLessThanOrEqual(97);
  });

  it("is a partial outage of three hours: most services are refused, most requests are answered, and it ends", () => {
    expect(failedRatioBetween(world, 0, morningSecondH)).toBe(0);
    for (let hour = 0; hour < publishedH.outageHours; hour += 1) {
      const from = morningSecondH + hour * 3_600;
      // Partial: the published word, no figure. At least a tenth fails, at most half.
      expect(failedRatioBetween(world, from, from + 3_600)).toBeGreaterThan(0.1);
      expect(failedRatioBetween(world, from, from + 3_600)).toBeLessThan(0.5);
    }
    expect(failedRatioBetween(world, eveningSecondH + 300, runSecondsH)).toBe(0);
    expect(refusedOf(world).filter((refused) => refused > 0).length).toBeGreaterThan(3);
  });
});

describe("incident H with Headgate from the start", () => {
  let run: HeadgatePlayed;
  beforeAll(async () => {
    run = await playHeadgate(worldH(), runSecondsH, headgateH);
  });

  it("never commits more than 87 and the 5 lent of a replacement, and nobody is refused a connection", () => {
    expect(run.peakCommitted).toBeLessThanOrEqual(92);
    expect(Math.max(...refusedOf(run.world))).toBe(0);
  });

  it("knows the sum before the load comes: no deployment fits beside 80 of 87", () => {
    const early = run.notices.filter(({ atMs }) => atMs < run.world.spec.startMs + morningSecondH * 1000);
    const told = early.filter(({ code }) => code === "deployment-exceeds-budget");
    expect(new Set(told.map(({ service }) => service)).size).toBe(7);
    expect(told[0]?.finding.numbers).toMatchObject({ leftConnections: 7, budgetConnections: 87 });
  });

  it("says in the morning who can't grow, what the seven hold, and which pool would let them", () => {
    const notice = run.notices.find(({ code, service }) => code === "database-budget" && service === "catalog");
    expect(notice?.finding.numbers).toMatchObject({
      committedConnections: 80,
      budgetConnections: 92,
      replacementLentConnections: 5,
      limitConnections: publishedH.maxConnections,
    });
    expect(notice?.finding.unlocks[0]).toMatchObject({ kind: "smaller-pool", insteadOf: 5 });
  });

  it("does not make the wall wider: requests fail as before, because pools of 130 don't fit", () => {
    const failed = failedRatioBetween(run.world, morningSecondH, eveningSecondH);
    expect(failed).toBeGreaterThan(0.1);
    expect(failed).toBeLessThan(0.5);
  });
});
