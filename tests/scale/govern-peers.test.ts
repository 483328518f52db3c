import { describe, expect, it } from "@jest/globals";
import { StepScaling } from "../../simulator/controllers/step-scaling.ts";
import { checkoutTarget, type GovernedStack, governedStack, targetTracking } from "./governed-stack.ts";

/** 250 requests a second ask for ten tasks at 50 %; the database carries six. */
const rush = { requestsPerSecond: 250 };

type Peer = { readonly step: (world: GovernedStack["world"]) => void };

const stepScaling = (stack: GovernedStack): Peer =>
  new StepScaling({
    service: "checkout",
    policy: { adjustmentType: "PercentChangeInCapacity", steps: [{ lower: 0, upper: null, adjustment: 50 }] },
    alarm: { comparison: "above", threshold: 60, datapoints: 2 },
    cooldownSeconds: 60,
    scalableTarget: stack.target,
  });

/** Runs the user's policy beside whatever else is at work. @returns the most tasks that were desired */
const runBeside = async (stack: GovernedStack, peer: Peer, seconds: number, governs: boolean): Promise<number> => {
  let most = 0;
  // The rush has begun already: without this the policy has taken its first step before anybody was asked.
  if (governs) await stack.wake();
  for (let second = 0; second < seconds; second += 1) {
    peer.step(stack.world);
    if (governs) await stack.run(1);
    else {
      stack.cloud.autoScaling.fireScheduledActions();
      stack.world.step();
    }
    most = Math.max(most, stack.world.counts("checkout").desired);
  }
  return most;
};

const policies: readonly { readonly when: string; readonly make: (stack: GovernedStack) => Peer }[] = [
  { when: "target tracking", make: targetTracking },
  { when: "step scaling", make: stepScaling },
];

describe("beside the user's own policies", () => {
  it.each(policies)("$when alone goes past what the database carries; governed, it ends at six", async ({ make }) => {
    const alone = governedStack(rush);
    expect(await runBeside(alone, make(alone), 1_500, false)).toBeGreaterThan(6);
    const governed = governedStack(rush);
    expect(await runBeside(governed, make(governed), 1_500, true)).toBe(6);
    expect(governed.moved).toEqual([]);
  });

  it.each(policies)(
    "$when scales as far as the database carries, no less: the cap isn't bought with tasks",
    async ({ make }) => {
      const governed = governedStack(rush);
      await runBeside(governed, make(governed), 1_500, true);
      expect(governed.world.counts("checkout").desired).toBe(6);
    },
  );

  it("writes MaxCapacity at most once in five minutes, except to protect", async () => {
    const stack = governedStack(rush);
    await runBeside(stack, targetTracking(stack), 3_000, true);
    const raises = stack
      .writes()
      .filter(({ input }, index, all) => {
        const before = all.slice(0, index).findLast((write) => write.input["MaxCapacity"] !== undefined);
        return Number(input["MaxCapacity"] ?? 0) > Number(before?.input["MaxCapacity"] ?? 10);
      })
      .map(({ atSeconds }) => atSeconds);
    for (const [index, atSeconds] of raises.slice(1).entries())
      expect(atSeconds - raises[index]!).toBeGreaterThanOrEqual(300);
    expect(stack.writes().length).toBeLessThan(20);
  });
});

describe("scheduled actions are read ahead", () => {
  const schedule = (stack: GovernedStack, bounds: object, atSeconds: number): void => {
    const at = new Date(stack.world.spec.startMs + atSeconds * 1000).toISOString().slice(0, 19);
    stack.cloud.autoScaling.putScheduledAction({
      ...checkoutTarget,
      ScheduledActionName: "rush",
      Schedule: `at(${at})`,
      ScalableTargetAction: bounds,
    });
  };
  /** Room for six is lowered to; four tasks run until a minimum of `min` is due after twenty minutes. */
  const dueSeconds = 1_200;

  it("a minimum above the lowered ceiling finds MaxCapacity raised to it, and takes effect", async () => {
    const stack = governedStack();
    schedule(stack, { MinCapacity: 8 }, dueSeconds);
    await stack.run(dueSeconds - 180 - 400);
    expect(stack.target()).toMatchObject({ minCapacity: 2, maxCapacity: 6 });
    await stack.run(400 - 1);
    expect(stack.target()).toMatchObject({ minCapacity: 2, maxCapacity: 8 });
    await stack.run(30);
    expect(stack.target()).toMatchObject({ minCapacity: 8, maxCapacity: 8 });
    expect(stack.world.counts("checkout").desired).toBe(8);
    expect(stack.moved).toEqual([]);
  });

  it("not read, it would have failed: a minimum above the maximum that it meets changes nothing", async () => {
    const stack = governedStack();
    schedule(stack, { MinCapacity: 8 }, dueSeconds);
    stack.cloud.autoScaling.rights.deny("application-autoscaling:DescribeScheduledActions");
    await stack.run(dueSeconds);
    expect(stack.target()).toMatchObject({ minCapacity: 2, maxCapacity: 6 });
    const told = stack.notices().filter(({ code }) => code === "scheduled-actions-unknown");
    expect(told.map(({ kind, service }) => [kind, service])).toEqual([["warning", "checkout"]]);
    expect(told[0]!.finding.detail).toMatch(/DescribeScheduledActions.*AccessDenied/);
  });

  it.each([
    { when: "another figure than ours", max: 9 },
    { when: "the very figure that we have written", max: 6 },
    { when: "the figure that ours replaced", max: 10 },
    { when: "less than the budget carries", max: 5 },
  ])("a maximum that has fired is the user's ceiling: $when", async ({ max }) => {
    const stack = governedStack();
    schedule(stack, { MaxCapacity: max }, dueSeconds);
    await stack.run(dueSeconds - 180 + 60);
    const { usersMaxCapacity } = (await stack.state()).memory.services["checkout"]!.ceiling!;
    expect(usersMaxCapacity).toBe(max);
    expect(stack.target()!.maxCapacity).toBe(Math.min(max, 6));
    expect(stack.moved).toEqual([]);
  });

  it("a jump of the ceiling is met within seconds of its firing", async () => {
    const stack = governedStack();
    schedule(stack, { MinCapacity: 3, MaxCapacity: 40 }, dueSeconds);
    await stack.run(dueSeconds - 180 + 15);
    expect(stack.target()).toMatchObject({ minCapacity: 3, maxCapacity: 6 });
    expect((await stack.state()).memory.services["checkout"]!.ceiling).toMatchObject({ usersMaxCapacity: 40 });
  });
});

describe("the caller's own rights", () => {
  it("a write that lacks one is told with its name, and nothing is lost", async () => {
    const stack = governedStack();
    stack.cloud.autoScaling.rights.deny("cloudwatch:PutMetricAlarm");
    await stack.run(600);
    expect(stack.target()).toMatchObject({ maxCapacity: 10, suspended: {} });
    const told = stack.notices().find(({ code }) => code === "write-failed");
    expect(told?.finding.detail).toMatch(/AccessDeniedException: .*cloudwatch:PutMetricAlarm/);
    stack.cloud.autoScaling.rights.allow("cloudwatch:PutMetricAlarm");
    await stack.run(1_800);
    expect(stack.target()).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
  });
});
