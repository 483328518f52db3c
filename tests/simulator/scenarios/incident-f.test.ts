import { beforeAll, describe, expect, it } from "@jest/globals";
import { headgateF, publishedF, runSecondsF, worldF } from "./incident-f.ts";
import { type HeadgatePlayed, play, playHeadgate } from "./play.ts";

describe("incident F", () => {
  it("wants 48 of 47, holds 47 and is refused the one that is missing, for ever", () => {
    const { world, peakCommitted, peakOpen } = play(worldF(), runSecondsF);
    expect([peakCommitted, peakOpen]).toEqual([48, publishedF.usableConnections]);
    // One attempt every 10 s.
    expect(world.refusedConnections("worker")).toBeGreaterThanOrEqual(runSecondsF / 10);
  });

  it("with seven tasks wants 42 and is refused nothing", () => {
    const { world, peakCommitted } = play(worldF(7), runSecondsF);
    expect(peakCommitted).toBe(42);
    expect(world.refusedConnections("worker")).toBe(0);
  });
});

describe("incident F with Headgate from four tasks on", () => {
  let run: HeadgatePlayed;
  beforeAll(async () => {
    run = await playHeadgate(worldF(4), runSecondsF, headgateF);
  });

  it("commits 42 of 50 - 3 reserved - 0 margin = 47: seven tasks, the last in the room lent of a replacement", () => {
    expect(run.peakCommitted).toBe(42);
    expect(run.world.refusedConnections("worker")).toBe(0);
    expect(run.world.counts("worker").desired).toBe(7);
  });

  it("says that the eighth task does not fit, with the numbers and the pool that would", () => {
    const notice = run.notices.find(({ code }) => code === "database-budget");
    expect(notice?.finding).toMatchObject({
      service: "worker",
      database: "main",
      numbers: {
        askTasks: 8,
        grantedTasks: 7,
        limitConnections: 50,
        reservedConnections: 3,
        budgetConnections: 47,
        replacementLentConnections: 6,
      },
    });
    expect(notice?.finding.unlocks).toContainEqual({
      kind: "smaller-pool",
      connectionsPerTask: 5,
      insteadOf: 6,
      tasks: 8,
    });
  });
});
