import { beforeAll, describe, expect, it } from "@jest/globals";
import { held } from "../../../shared/plan/budget/held.ts";
import {
  deploymentAtSecondB,
  headgateB,
  marginConnectionsB,
  maxConnectionsB,
  publishedB,
  reservedConnectionsB,
  runSecondsB,
  worldB,
} from "./incident-b.ts";
import { type HeadgatePlayed, play, playHeadgate } from "./play.ts";

const { connectionsPerTask, usableConnections, tasks } = publishedB;

describe("incident B as it was", () => {
  const { world, peakOpen, peakCommittedOf } = play(worldB(), runSecondsB);

  it("holds 190 of 237 before the deployment", () => {
    const before = play(worldB(), deploymentAtSecondB);
    expect(before.peakCommittedOf["api"]).toBe(190);
    expect(maxConnectionsB - reservedConnectionsB).toBe(usableConnections);
    expect(before.world.refusedConnections("reports")).toBe(0);
  });

  it("demands 380 of 237 during it, and gets all that there is", () => {
    expect(peakCommittedOf["api"]).toBe(publishedB.demandedConnections);
    expect(peakOpen).toBe(usableConnections);
  });

  it("refuses connections to a service that isn't deployed", () => {
    expect(world.refusedConnections("reports")).toBeGreaterThan(0);
  });

  it("never demands more than 190 with 9 per task and 10 probes, and refuses nobody", () => {
    const fixed = play(worldB({ connectionsPerTask: publishedB.fixedConnectionsPerTask }), runSecondsB);
    expect((fixed.peakCommittedOf["api"] ?? 0) + publishedB.probes).toBe(publishedB.fixedConnections);
    expect(fixed.world.refusedConnections("api") + fixed.world.refusedConnections("reports")).toBe(0);
  });
});

describe("incident B with a gate at the deployment's entry", () => {
  const budget = usableConnections - marginConnectionsB;
  const gated = (perTask: number) => {
    const spec = worldB({ connectionsPerTask: perTask, deploys: false });
    const rollout = { desiredTasks: tasks, maximumPercent: 200, minimumHealthyPercent: 100 };
    const fits = () => held({ ...rollout, startSeconds: 40, drainSeconds: 60 }).tasks * perTask <= budget;
    return play(spec, runSecondsB, (world, second) => {
      if (second === deploymentAtSecondB) world.startDeployment("api", { entry: fits });
    });
  };

  it("at ten tasks of 19 the deployment never passes it: 190 stay 190", () => {
    const { world, peakCommittedOf } = gated(connectionsPerTask);
    expect(peakCommittedOf["api"]).toBe(190);
    expect(world.deployments("api")[0]).toMatchObject({ atEntry: true, rolloutState: "IN_PROGRESS", running: 0 });
    expect(world.refusedConnections("reports")).toBe(0);
  });

  it("at ten tasks of 9 it passes at once", () => {
    expect(gated(publishedB.fixedConnectionsPerTask).world.deployments("api")).toMatchObject([
      { atEntry: false, rolloutState: "COMPLETED", running: 10 },
    ]);
  });
});

describe("incident B with Headgate from the start, the surge kept free", () => {
  // What the largest pool needs beyond the margin to be replaced.
  const replacement = connectionsPerTask - marginConnectionsB;
  const budget = maxConnectionsB - reservedConnectionsB - marginConnectionsB - replacement;
  let run: HeadgatePlayed;
  beforeAll(async () => {
    run = await playHeadgate(worldB({ tasks: 5 }), runSecondsB, headgateB);
  });

  it("runs the deployment inside the budget: 10 x 19 + 12 of 218, nobody refused", () => {
    expect(run.world.deployments("api")).toMatchObject([{ rolloutState: "COMPLETED" }]);
    expect(budget).toBe(218);
    expect(run.peakCommitted).toBeLessThanOrEqual(budget);
    expect(run.peakCommittedOf["api"]).toBe(190);
    expect(run.world.refusedConnections("api") + run.world.refusedConnections("reports")).toBe(0);
  });

  it("says what it costs: at 19 a task, 5 of the 8 that the load asks for", () => {
    const notice = run.notices.find(({ code }) => code === "database-budget");
    expect(notice?.finding.numbers).toMatchObject({
      askTasks: 8,
      grantedTasks: 5,
      limitConnections: maxConnectionsB,
      reservedConnections: reservedConnectionsB,
      marginConnections: marginConnectionsB,
      budgetConnections: budget,
    });
  });
});
