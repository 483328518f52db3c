import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import { incidentAlarms, incidentConfig } from "../../simulator/scenarios/incident-config.ts";
import { World } from "../../simulator/world/world.ts";
import {
  deploymentAtSecondB,
  headgateB,
  marginConnectionsB,
  publishedB,
  worldB,
} from "../simulator/scenarios/incident-b.ts";

const connectionsPerTask = 15;
const seconds = 2_400;

/** The rolling deployment of August 2026 with pools of 15, the entry guarded or only announced. */
const play = async (entry: ServiceConfig["deploymentEntry"]) => {
  const spec = worldB({ connectionsPerTask });
  const settings = { ...headgateB, surge: "borrow" as const };
  const read = incidentConfig(spec, settings);
  const config: Config = { ...read, services: read.services.map((it) => ({ ...it, deploymentEntry: entry })) };
  const world = new World(spec, 1);
  const headgate = makeHeadgateController(world, config, incidentAlarms(spec, settings));
  let peakCommitted = 0;
  let percentAtEntry = 0;
  for (let second = 0; second < seconds; second++) {
    if (second === deploymentAtSecondB - 1) percentAtEntry = world.deploymentLimits("api").maximumPercent;
    await headgate.step(world);
    world.step();
    peakCommitted = Math.max(peakCommitted, world.committedConnections("api") + world.committedConnections("reports"));
  }
  return { world, peakCommitted, percentAtEntry, notices: headgate.notices() };
};

describe("deployment.entry", () => {
  const replacement = connectionsPerTask - marginConnectionsB;
  const budget = publishedB.usableConnections - marginConnectionsB - replacement;

  it("announce: the deployment that does not fit passes the budget", async () => {
    const { peakCommitted, percentAtEntry } = await play("announce");
    expect(percentAtEntry).toBe(200);
    expect(peakCommitted).toBeGreaterThan(budget);
  });

  it("fit: it begins at what fits, and ends", async () => {
    const { world, peakCommitted, percentAtEntry, notices } = await play("fit");
    expect(percentAtEntry).toBeLessThan(200);
    expect(peakCommitted).toBeLessThanOrEqual(budget);
    expect(world.deployments("api")).toMatchObject([{ rolloutState: "COMPLETED" }]);
    expect(world.refusedConnections("api") + world.refusedConnections("reports")).toBe(0);
    expect(notices.map(({ code }) => code)).toContain("deployment-fitted");
  });
});
