import { describe, expect, it } from "@jest/globals";
import { publishedE, worldE } from "./incident-e.ts";
import { play } from "./play.ts";

const longSeconds = 6 * 3_600;

describe("incident E", () => {
  const { world, peakCommitted, peakTasks } = play(worldE(), longSeconds);

  it("wants 102 of 81 with six instances", () => {
    expect(peakTasks["app"]).toBe(publishedE.tasksInDeployment);
    expect(peakCommitted).toBe(publishedE.demandedConnections);
  });

  it("brings up two of three new instances, and never the last one", () => {
    const [primary, active] = world.deployments("app");
    expect(primary).toMatchObject({ rolloutState: "IN_PROGRESS" });
    expect(primary?.failedTasks).toBeGreaterThan(100);
    expect(active).toMatchObject({ status: "ACTIVE", running: publishedE.tasks });
    const up = world.tasks("app").filter(({ startedAtMs }) => world.nowMs - (startedAtMs ?? world.nowMs) > 600_000);
    expect(up).toHaveLength(5);
  });

  it("ends without the migration pool: 42 of 81", () => {
    const without = play(worldE("blue-green", 0), 1_200);
    expect(without.peakCommitted).toBe(42);
    expect(without.world.deployments("app")).toMatchObject([{ rolloutState: "COMPLETED" }]);
  });

  it("would end under ECS's rolling deployment: the first new tasks let old ones go, and their slots bring up the last", () => {
    const rolling = play(worldE("rolling"), 1_200);
    expect(rolling.world.refusedConnections("app")).toBeGreaterThan(0);
    expect(rolling.world.deployments("app")).toMatchObject([{ rolloutState: "COMPLETED" }]);
  });
});
