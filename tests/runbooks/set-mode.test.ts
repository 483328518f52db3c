import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { setMode } from "../../shared/runbooks/books/set-mode.ts";
import { checkoutTarget } from "../scale/governed-stack.ts";
import { highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";
import { killedEverywhere } from "./killed-everywhere.ts";
import { ann, changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { sentActions } from "./sent-actions.ts";

const risingAfter = (seconds: number, maxConnections = 300) =>
  worldSpec(
    [...Array.from({ length: seconds }, () => 100), ...Array.from({ length: 7200 }, () => highRequests)],
    maxConnections,
  );

const scaled = (service: Partial<ServiceConfig> = {}): RunWorld => {
  const world = runWorld({ world: risingAfter(600), config: stackConfig(service) });
  world.warmUp(300);
  return world;
};

/** 110 - 8 - 5 - 5 - 5 = 87: Headgate lowers MaxCapacity from 20 to 8. */
const governed = async (): Promise<RunWorld> => {
  const world = runWorld({
    world: risingAfter(600, 110),
    config: stackConfig({ mode: "govern" }, { maxConnections: 110 }),
  });
  world.warmUp(300);
  world.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MinCapacity: 2, MaxCapacity: 20 });
  await world.live(120);
  return world;
};

const lower = { runbook: "set-mode", params: { service: "checkout", to: "observe" } };
const writesSince = (world: RunWorld, fromSeconds: number) =>
  world.writes().filter(({ atSeconds }) => atSeconds >= fromSeconds);

describe("set-mode", () => {
  it("dry: says what would change and changes nothing", async () => {
    const world = scaled();
    const { text } = await world.invoke({ ...lower, params: { ...lower.params, for: "2h" } });
    expect(text).toContain("checkout: mode scale -> observe");
    expect(text).toContain("checkout: mode lowered: until 2026-03-14T02:05:00.000Z");
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("lowered to observe nothing is written over half an hour of rising load, and what would be is told", async () => {
    const world = scaled();
    const answer = await world.invoke({ ...lower, confirm: true, proof: ann });
    expect(answer).toMatchObject({ run: { phase: "done" } });
    expect(answer.text).toContain("To give it back: npx headgate run set-mode --service checkout --to scale --confirm");
    await world.live(1800);
    expect(world.writes()).toEqual([]);
    expect(world.world.counts("checkout").desired).toBe(4);
    expect(world.notices().map(({ code }) => code)).toContain("would-scale-out");
    const back = await world.invoke({
      runbook: "set-mode",
      params: { service: "checkout", to: "scale" },
      confirm: true,
    });
    expect(back.text).toContain(
      "checkout: mode scale again, as in headgate.yml. Ended: checkout: in mode observe until resumed",
    );
    await world.live(120);
    expect(world.world.counts("checkout").desired).toBeGreaterThan(4);
  });

  it("ends by itself", async () => {
    const world = scaled();
    await world.invoke({ ...lower, params: { ...lower.params, for: "15m" }, confirm: true });
    await world.live(890);
    expect(world.writes()).toEqual([]);
    await world.live(400);
    expect(world.world.counts("checkout").desired).toBeGreaterThan(4);
  });

  it("a governed service keeps the ceiling that Headgate wrote: it is named with what puts it back, and nothing more is written", async () => {
    const world = await governed();
    expect(world.cloud.autoScaling.target(world.config.services[0]!)).toMatchObject({ maxCapacity: 8 });
    const at = world.nowSeconds();
    const { text } = await world.invoke({ ...lower, confirm: true });
    expect(text).toContain(
      "Still as Headgate left it: its scalable target. `npx headgate release --service checkout` puts it back: MaxCapacity 8 -> 20.",
    );
    await world.live(1200);
    expect(writesSince(world, at)).toEqual([]);
    expect((await world.state()).memory.services["checkout"]?.ceiling).toMatchObject({ usersMaxCapacity: 20 });
  });

  it("says so where the scalable target can't be read", async () => {
    const world = await governed();
    world.failing(({ name }) =>
      name.endsWith("DescribeScalableTargets")
        ? Object.assign(new Error("no"), { name: "AccessDeniedException" })
        : null,
    );
    const { text } = await world.invoke({ ...lower, confirm: true });
    expect(text).toContain("how that stands can't be read now; `npx headgate release --service checkout`");
  });

  it("suspensions of a scaled service's own autoscaling are named", async () => {
    const world = scaled({ autoscaling: "suspend" });
    world.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MinCapacity: 2, MaxCapacity: 20 });
    world.cloud.autoScaling.putScalingPolicy({
      ...checkoutTarget,
      PolicyName: "cpu",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    });
    await world.live(300);
    const { text } = await world.invoke({ ...lower, confirm: true });
    expect(text).toContain("puts it back: scale-out resumed, scale-in resumed, scheduled scaling resumed");
  });

  it("percents that were fitted for the next deployment are named with the command that puts them back", async () => {
    const world = runWorld({
      world: worldSpec(100, 83),
      config: stackConfig({ deploymentEntry: "fit" }, { maxConnections: 83 }),
    });
    world.warmUp(300);
    await world.live(120);
    const { maximumPercent } = world.world.deploymentLimits("checkout");
    expect(maximumPercent).toBeLessThan(200);
    const { text } = await world.invoke({ ...lower, confirm: true });
    expect(text).toContain(`Still as Headgate left it: maximumPercent ${maximumPercent}, minimumHealthyPercent 100`);
    expect(text).toContain(
      "--service checkout --deployment-configuration maximumPercent=200,minimumHealthyPercent=100",
    );
  });

  it.each([
    { when: "scale to govern", mode: "scale", params: { to: "govern" }, code: "needs-deployment" },
    { when: "govern to scale", mode: "govern", params: { to: "scale" }, code: "needs-deployment" },
    { when: "observe to scale", mode: "observe", params: { to: "scale" }, code: "needs-deployment" },
    { when: "observe to govern", mode: "observe", params: { to: "govern" }, code: "needs-deployment" },
    { when: "to a mode that is none", mode: "scale", params: { to: "off" }, code: "bad-input" },
    { when: "giving back for a time", mode: "scale", params: { to: "scale", for: "1h" }, code: "bad-input" },
  ] as const)("refuses $when before anything is called", async ({ mode, params, code }) => {
    const world = scaled({ mode });
    const asked = world.invoke({ runbook: "set-mode", params: { service: "checkout", ...params }, confirm: true });
    expect(await refusalOf(asked)).toBe(code);
    expect(world.calls).toEqual([]);
  });

  it("names headgate.yml and the deployment in the refusal", async () => {
    const asked = scaled().invoke({ runbook: "set-mode", params: { service: "checkout", to: "govern" } });
    await expect(asked).rejects.toThrow(/headgate.yml has mode scale for checkout.*Change mode .* and deploy/);
  });

  it("nothing to give back is no error", async () => {
    const world = scaled();
    const answer = await world.invoke({
      runbook: "set-mode",
      params: { service: "checkout", to: "scale" },
      confirm: true,
    });
    expect(answer.text).toContain("checkout: mode scale, as in headgate.yml; nothing to give back.");
  });

  it("killed at every call it ends as if it had not been", async () => {
    const look = (world: RunWorld) =>
      world.cloud.table.items().flatMap((item) => (item["sk"]?.S === "INTENTS" ? [item["intents"]?.S] : []));
    const [unkilled, ...killed] = await killedEverywhere(async () => scaled(), lower, look);
    expect(killed.length).toBeGreaterThan(8);
    for (const run of killed) expect(run).toEqual({ ...unkilled, nth: run.nth });
  });

  it("sends what it is granted, and the same request id twice acts once", async () => {
    const world = scaled();
    const request = { ...lower, confirm: true, requestId: "twice-0001" };
    await world.invoke(request);
    expect(sentActions(world.calls, setMode.grants)).toEqual([]);
    const from = world.calls.length;
    await world.invoke(request);
    expect(changesSince(world.calls, from)).toEqual([]);
  });
});
