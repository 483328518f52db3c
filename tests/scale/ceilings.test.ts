import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

/** Four tasks, room for six, and a user's ceiling of ten. */
const roomForSix = 83;
const governedStack = (suspendedByUser = false): SmallStack => {
  const stack = smallStack(worldSpec(100, roomForSix), stackConfig({ mode: "govern" }, { maxConnections: roomForSix }));
  stack.warmUp(180);
  stack.cloud.autoScaling.registerScalableTarget({
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/shop/checkout",
    MinCapacity: 2,
    MaxCapacity: 10,
    SuspendedState: { DynamicScalingOutSuspended: suspendedByUser },
  });
  return stack;
};

const targetOf = (stack: SmallStack) => stack.cloud.autoScaling.target(stackConfig().services[0]!);

describe("a ceiling that is lowered", () => {
  it("ends with scale-out as it was", async () => {
    const stack = governedStack();
    await stack.run(400);
    expect(targetOf(stack)).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
  });

  // Needs the plan to remember a lowering's own suspension, or one that stops half-way would look like the user's.
  it("leaves a user's own suspension alone, for good", async () => {
    const stack = governedStack(true);
    await stack.run(1_500);
    expect(targetOf(stack)).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: true } });
  });

  it.each([
    { when: "is throttled", error: "ThrottlingException" },
    { when: "is refused", error: "ValidationException" },
  ])("and whose last step $when is not left suspended", async ({ error }) => {
    const stack = governedStack();
    let failed = 0;
    stack.failing(({ name, input }) => {
      if (name !== "application-autoscaling RegisterScalableTarget" || input["MaxCapacity"] === undefined) return null;
      failed += 1;
      return failed === 1 ? new AwsError(error, "on purpose") : null;
    });
    await stack.run(1_500);
    expect(failed).toBeGreaterThanOrEqual(1);
    expect(targetOf(stack)).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
  });

  it("and that the service has outgrown meanwhile is not left suspended once there is room again", async () => {
    const stack = governedStack();
    let grown = false;
    stack.failing(({ name }) => {
      // Its own autoscaler takes a step right after we have suspended scale-out.
      if (name === "ecs DescribeServices" && stack.writes().length === 1 && !grown) {
        grown = true;
        stack.world.setDesiredCount("checkout", 7);
      }
      return null;
    });
    await stack.run(300);
    expect(grown).toBe(true);
    stack.world.setDesiredCount("checkout", 3);
    await stack.run(1_500);
    expect(targetOf(stack)).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
  });
});
