import { describe, expect, it } from "@jest/globals";
import { publishedD, worldD } from "./incident-d.ts";
import { play } from "./play.ts";

describe("incident D", () => {
  it("holds 80 of 100 with one revision", () => {
    expect(play(worldD(publishedD.mostTasks), 300).peakCommitted).toBe(80);
  });

  it("wants 160 of 100 with two, and is refused", () => {
    const { world, peakCommitted } = play(worldD(publishedD.mostTasks), 1_200);
    expect(peakCommitted).toBe(160);
    expect(peakCommitted).toBeGreaterThan(publishedD.maxConnections);
    expect(world.refusedConnections("app")).toBeGreaterThan(0);
  });

  it("with at most 6 instances wants 96 with two, and is not refused", () => {
    const { world, peakCommitted } = play(worldD(publishedD.fixedMostTasks), 1_200);
    expect(peakCommitted).toBe(96);
    expect(world.refusedConnections("app")).toBe(0);
    expect(world.deployments("app")).toMatchObject([{ rolloutState: "COMPLETED", running: 6 }]);
  });
});
