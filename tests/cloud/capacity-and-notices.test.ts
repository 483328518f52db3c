import { describe, expect, it } from "@jest/globals";
import { smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

const stackAt = (seconds = 300) => {
  const stack = smallStack(worldSpec(), stackConfig());
  stack.warmUp(seconds);
  return stack;
};

describe("Application Auto Scaling", () => {
  const base = {
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/shop/checkout",
  };

  it.each([
    { when: "a maximum below the desired count stops tasks at once", range: [1, 3], expected: 3 },
    { when: "a minimum above it starts tasks at once", range: [6, 9], expected: 6 },
    { when: "a range around it moves nothing", range: [1, 9], expected: 4 },
  ])("$when", async ({ range: [MinCapacity, MaxCapacity], expected }) => {
    const stack = stackAt();
    await stack.cloud.handle("application-autoscaling", "RegisterScalableTarget", {
      ...base,
      MinCapacity,
      MaxCapacity,
    });
    expect(stack.world.counts("checkout").desired).toBe(expected);
  });

  it("keeps what a later call doesn't name, and moves the count even then", async () => {
    const stack = stackAt();
    const register = (input: object) =>
      stack.cloud.handle("application-autoscaling", "RegisterScalableTarget", { ...base, ...input });
    await register({ MinCapacity: 1, MaxCapacity: 9 });
    stack.world.setDesiredCount("checkout", 12);
    await register({ SuspendedState: { DynamicScalingOutSuspended: true } });
    expect(stack.world.counts("checkout").desired).toBe(9);
    await register({ MaxCapacity: 10 });
    expect(stack.cloud.autoScaling.target(stackConfig().services[0]!)).toEqual({
      minCapacity: 1,
      maxCapacity: 10,
      suspended: { DynamicScalingOutSuspended: true },
    });
  });

  it.each([
    { when: "a new target without its range", input: { ...base, MaxCapacity: 3 } },
    { when: "a minimum above the maximum", input: { ...base, MinCapacity: 4, MaxCapacity: 3 } },
    {
      when: "a service that isn't there",
      input: { ...base, ResourceId: "service/shop/none", MinCapacity: 1, MaxCapacity: 3 },
    },
  ])("refuses $when", async ({ input }) => {
    const answer = stackAt().cloud.handle("application-autoscaling", "RegisterScalableTarget", input);
    await expect(answer).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("SNS", () => {
  const TopicArn = "arn:aws:sns:eu-central-1:123456789012:rehearsal-notices";
  it.each([
    { when: "another topic", input: { TopicArn: "arn", Message: "a" }, expected: "NotFound" },
    {
      when: "a subject of 101 characters",
      input: { TopicArn, Subject: "x".repeat(101), Message: "a" },
      expected: "InvalidParameter",
    },
    {
      when: "a subject with a line break",
      input: { TopicArn, Subject: "a\nb", Message: "a" },
      expected: "InvalidParameter",
    },
    {
      when: "JSON without a default",
      input: { TopicArn, MessageStructure: "json", Message: '{"sms":"a"}' },
      expected: "InvalidParameter",
    },
    {
      when: "a structure that is no JSON",
      input: { TopicArn, MessageStructure: "json", Message: "}{" },
      expected: "InvalidParameter",
    },
  ])("refuses $when", async ({ input, expected }) => {
    await expect(stackAt(0).cloud.handle("sns", "Publish", input)).rejects.toMatchObject({ name: expected });
  });
});
