import { describe, expect, it } from "@jest/globals";
import { checkoutTarget, type GovernedStack, governedStack, targetTracking } from "./governed-stack.ts";

const tracking = {
  ...checkoutTarget,
  PolicyName: "cpu-at-50",
  PolicyType: "TargetTrackingScaling" as const,
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 50,
    PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" as const },
  },
};

/** A service that we are to scale, whose own target tracking is active too. 160 requests a second ask for seven tasks. */
const scaledStack = (autoscaling: "refuse" | "suspend", policies = true): GovernedStack => {
  const service = { mode: "scale", autoscaling } as const;
  const stack = governedStack({ maxConnections: 300, requestsPerSecond: 160, service });
  if (policies) stack.cloud.autoScaling.putScalingPolicy(tracking);
  return stack;
};

const codesOf = (stack: GovernedStack): readonly string[] => stack.notices().map(({ code }) => code);
const writesOf = (stack: GovernedStack, operation: string) =>
  stack.writes().filter(({ name }) => name.endsWith(operation));

describe("a service in scale mode whose own policies are active", () => {
  it("is left as it is, with a notice that names them and what to do", async () => {
    const stack = scaledStack("refuse");
    await stack.run(600);
    expect(stack.writes()).toEqual([]);
    expect(stack.world.counts("checkout").desired).toBe(4);
    const told = stack.notices().find(({ code }) => code === "autoscaling-policies-active");
    expect(told).toMatchObject({ kind: "hold", service: "checkout" });
    expect(told!.finding.detail).toBe("cpu-at-50 on service/shop/checkout");
  });

  it("is left to them: they scale, and their steps are nobody's hand afterwards", async () => {
    const stack = scaledStack("refuse");
    const policy = targetTracking(stack);
    for (let second = 0; second < 600; second += 1) {
      policy.step(stack.world);
      await stack.run(1);
    }
    expect(stack.world.counts("checkout").desired).toBeGreaterThanOrEqual(7);
    expect(stack.writes()).toEqual([]);
    stack.cloud.autoScaling.registerScalableTarget({
      ...checkoutTarget,
      SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true },
    });
    await stack.run(900);
    expect(codesOf(stack)).not.toContain("pinned-by-hand");
  });

  it("is scaled where it has none, and a target alone is no rival", async () => {
    const stack = scaledStack("refuse", false);
    await stack.run(120);
    expect(stack.world.counts("checkout").desired).toBe(7);
    expect(writesOf(stack, "RegisterScalableTarget")).toEqual([]);
  });

  it("is left as it is where nobody can see whether there are any, and the permission is named", async () => {
    const stack = scaledStack("refuse", false);
    stack.cloud.autoScaling.rights.deny("application-autoscaling:DescribeScalingPolicies");
    await stack.run(600);
    expect(stack.writes()).toEqual([]);
    const told = stack.notices().find(({ code }) => code === "autoscaling-unknown");
    expect(told!.finding.detail).toMatch(/application-autoscaling:DescribeScalingPolicies.*AccessDenied/);
    stack.cloud.autoScaling.rights.allow("application-autoscaling:DescribeScalingPolicies");
    await stack.run(400);
    expect(stack.world.counts("checkout").desired).toBe(7);
  });
});

describe("told to suspend them", () => {
  const all = {
    DynamicScalingInSuspended: true,
    DynamicScalingOutSuspended: true,
    ScheduledScalingSuspended: true,
  };

  it("suspends all of it once, reads it back, and scales from then on", async () => {
    const stack = scaledStack("suspend");
    const policy = targetTracking(stack);
    await stack.run(1);
    for (let second = 0; second < 600; second += 1) {
      policy.step(stack.world);
      await stack.run(1);
    }
    expect(
      writesOf(stack, "RegisterScalableTarget").map(({ input }) => [input["MaxCapacity"], input["SuspendedState"]]),
    ).toEqual([[undefined, all]]);
    const [first] = writesOf(stack, "UpdateService");
    expect(first!.atSeconds).toBeGreaterThan(writesOf(stack, "RegisterScalableTarget")[0]!.atSeconds);
    expect(stack.world.counts("checkout").desired).toBe(writesOf(stack, "UpdateService").at(-1)!.input["desiredCount"]);
    expect(codesOf(stack)).toEqual(expect.arrayContaining(["autoscaling-suspended", "scaled-out"]));
    expect((await stack.state()).memory.services["checkout"]!.suspension).toMatchObject({
      resourceId: "service/shop/checkout",
      scaleInWasSuspended: false,
      scaleOutWasSuspended: false,
      scheduledWasSuspended: false,
      seen: true,
    });
  });

  it("tries again where the suspension failed, and writes no count before it has taken", async () => {
    const stack = scaledStack("suspend");
    stack.cloud.autoScaling.rights.deny("ecs:UpdateService");
    await stack.run(60);
    expect(writesOf(stack, "UpdateService")).toEqual([]);
    stack.cloud.autoScaling.rights.allow("ecs:UpdateService");
    await stack.run(2_400);
    expect(stack.target()!.suspended).toEqual(all);
    expect(stack.world.counts("checkout").desired).toBe(7);
  });

  it("doesn't suspend again what a person has resumed: the service is left to its policies", async () => {
    const stack = scaledStack("suspend");
    await stack.run(300);
    stack.cloud.autoScaling.registerScalableTarget({
      ...checkoutTarget,
      SuspendedState: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false },
    });
    const before = stack.writes().length;
    await stack.run(900);
    expect(stack.writes().length).toBe(before);
    const told = stack.notices().find(({ code }) => code === "autoscaling-policies-active");
    expect(told!.finding.detail).toMatch(/somebody has lifted the suspension$/);
  });

  it("writes nothing where the write would move the count, and says so", async () => {
    const stack = scaledStack("suspend");
    stack.world.setDesiredCount("checkout", 11);
    await stack.run(600);
    expect(stack.writes()).toEqual([]);
    const told = stack.notices().find(({ code }) => code === "autoscaling-policies-active");
    expect(told!.finding.detail).toMatch(/can't be suspended while 11 is outside \[2, 10\]$/);
  });
});
