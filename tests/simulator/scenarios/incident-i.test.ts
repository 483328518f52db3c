import { beforeAll, describe, expect, it } from "@jest/globals";
import { failedOf } from "../world/small-world.ts";
import { deploymentAtSecondI, headgateI, publishedI, runSecondsI, worldI } from "./incident-i.ts";
import { type HeadgatePlayed, play, playHeadgate } from "./play.ts";

const tasks = 6;

describe("incident I as it was", () => {
  const { world } = play(worldI(), runSecondsI);

  it("fails about 269 requests", () => {
    // Half of what arrives in 15 s: the arrivals are random, sqrt(540) / 540 is 4 %, twice that is allowed.
    expect(failedOf(world)).toBeGreaterThan(publishedI.failedRequests * 0.92);
    expect(failedOf(world)).toBeLessThan(publishedI.failedRequests * 1.08);
  });

  it("within 15 s, and heals by itself", () => {
    const failing = world.timeline().filter(({ failedRatio }) => failedRatio > 0);
    expect(failing).toHaveLength(publishedI.seconds / 5);
    expect(world.deployments("app")).toMatchObject([{ rolloutState: "COMPLETED", running: tasks }]);
  });
});

describe("incident I with Headgate: no over-reaction", () => {
  let run: HeadgatePlayed;
  let quietBoot: HeadgatePlayed;
  beforeAll(async () => {
    const spec = worldI();
    run = await playHeadgate(spec, runSecondsI, headgateI);
    const services = spec.services.map((service) => ({ ...service, bootCpuRatio: 0.02 }));
    quietBoot = await playHeadgate({ ...spec, services }, runSecondsI, headgateI);
  });

  it("leaves the count alone: errors are no signal for more tasks", () => {
    expect(quietBoot.peakDesired["app"]).toBe(tasks);
  });

  it("leaves it alone too while the rollout's tasks boot at half a vCPU: below its target nothing needs more tasks", () => {
    expect(run.peakDesired["app"]).toBe(tasks);
    expect(run.world.counts("app").desired).toBe(tasks);
  });

  it("has said before the deployment that it does not fit, and what would", () => {
    const notice = run.notices.find(({ code }) => code === "deployment-exceeds-budget");
    expect((notice?.atMs ?? Number.POSITIVE_INFINITY) - run.world.spec.startMs).toBeLessThan(
      deploymentAtSecondI * 1000,
    );
    expect(notice?.finding.unlocks).toMatchObject([{ kind: "lower-maximum-percent", insteadOf: 200 }]);
  });

  it("sends no storm: at most five notices in ninety minutes", () => {
    expect(run.notices.length).toBeLessThanOrEqual(5);
  });
});
