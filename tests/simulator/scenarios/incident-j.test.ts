import { describe, expect, it } from "@jest/globals";
import { emptiedAtSecondJ, fullAtSecondJ, worldJ } from "./incident-j.ts";
import { failedRatioBetween, play } from "./play.ts";

/** From the database's filling until the checks have failed and the requests under way have ended. */
const settleSeconds = 300;
const afterSeconds = 1_800;

const run = (checksDatabase: boolean) => play(worldJ(checksDatabase), emptiedAtSecondJ + afterSeconds);

describe("incident J", () => {
  const { world, peakOpen } = run(true);

  it("serves while the database has room", () => {
    expect(failedRatioBetween(world, 0, fullAtSecondJ)).toBe(0);
  });

  it("with the database full has not one instance in service, for four hours", () => {
    expect(peakOpen).toBe(97);
    expect(failedRatioBetween(world, fullAtSecondJ + settleSeconds, emptiedAtSecondJ)).toBe(1);
  });

  it("comes back when somebody else lets go, and not before", () => {
    expect(failedRatioBetween(world, emptiedAtSecondJ + settleSeconds, emptiedAtSecondJ + afterSeconds)).toBe(0);
    expect(world.counts("app").healthy).toBe(6);
  });

  it("is no outage without the check: the same tasks keep their connections", () => {
    const unchecked = run(false);
    expect(unchecked.peakOpen).toBe(97);
    expect(failedRatioBetween(unchecked.world, 0, emptiedAtSecondJ + afterSeconds)).toBe(0);
  });
});
