import { describe, expect, it } from "@jest/globals";
import { ApplicationAutoScaling } from "../../simulator/cloud/application-autoscaling.ts";
import { TargetTracking } from "../../simulator/controllers/target-tracking.ts";
import { World } from "../../simulator/world/world.ts";
import { serviceConfig, stackConfig, worldSpec } from "../scale/small-world.ts";

const on = (service: string) => ({
  ServiceNamespace: "ecs" as const,
  ScalableDimension: "ecs:service:DesiredCount" as const,
  ResourceId: `service/shop/${service}`,
});

const made = (requestsPerSecond = 100) => {
  const world = new World(worldSpec(requestsPerSecond), 1);
  const autoScaling = new ApplicationAutoScaling(world, stackConfig().services);
  return { world, autoScaling };
};

describe("scalable targets", () => {
  it("are described whole, suspensions that nobody has set included", () => {
    const { autoScaling } = made();
    autoScaling.registerScalableTarget({ ...on("checkout"), MinCapacity: 2, MaxCapacity: 9 });
    expect(autoScaling.describeScalableTargets({ ServiceNamespace: "ecs" })).toEqual({
      ScalableTargets: [
        expect.objectContaining({
          ResourceId: "service/shop/checkout",
          MinCapacity: 2,
          MaxCapacity: 9,
          SuspendedState: {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
          },
        }),
      ],
    });
  });

  it("come in pages, and none is lost between them", () => {
    const services = Array.from({ length: 120 }, (_, n) => serviceConfig({ name: `s${n}`, ecsService: `s${n}` }));
    const world = new World(
      {
        ...worldSpec(),
        services: services.map(({ name }) => ({ ...worldSpec().services[1]!, name })),
      },
      1,
    );
    const autoScaling = new ApplicationAutoScaling(world, services);
    for (const { ecsService } of services) {
      autoScaling.registerScalableTarget({ ...on(ecsService), MinCapacity: 1, MaxCapacity: 9 });
    }
    const sizes: number[] = [];
    const seen = new Set<string>();
    let NextToken: string | undefined;
    do {
      const answer = autoScaling.describeScalableTargets({ ServiceNamespace: "ecs", NextToken }) as {
        ScalableTargets: { ResourceId: string }[];
        NextToken?: string;
      };
      sizes.push(answer.ScalableTargets.length);
      for (const { ResourceId } of answer.ScalableTargets) seen.add(ResourceId);
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
    expect({ sizes, seen: seen.size }).toEqual({ sizes: [50, 50, 20], seen: 120 });
  });

  it.each([
    { when: "51 results", input: { MaxResults: 51 }, name: "ValidationException" },
    { when: "a token of another call", input: { NextToken: "page-2" }, name: "InvalidNextTokenException" },
    {
      when: "a dimension without a resource",
      input: { ScalableDimension: on("").ScalableDimension },
      name: "ValidationException",
    },
    { when: "another namespace", input: { ServiceNamespace: "dynamodb" as const }, name: "ValidationException" },
    {
      when: "51 resources",
      input: { ResourceIds: Array.from({ length: 51 }, (_, n) => `${n}`) },
      name: "ValidationException",
    },
  ])("refuse $when", ({ input, name }) => {
    const { autoScaling } = made();
    expect(() => autoScaling.describeScalableTargets({ ServiceNamespace: "ecs", ...input })).toThrow(
      expect.objectContaining({ name }),
    );
  });
});

describe("the caller's own rights", () => {
  it.each([
    "ecs:UpdateService",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:DeleteAlarms",
    "application-autoscaling:RegisterScalableTarget",
  ])("a write without %s is refused, and moves nothing", (action) => {
    const { world, autoScaling } = made();
    autoScaling.rights.deny(action);
    const write = () => autoScaling.registerScalableTarget({ ...on("checkout"), MinCapacity: 1, MaxCapacity: 2 });
    expect(write).toThrow(
      expect.objectContaining({ name: "AccessDeniedException", message: expect.stringContaining(action) }),
    );
    expect(world.counts("checkout").desired).toBe(4);
    autoScaling.rights.allow(action);
    write();
    expect(world.counts("checkout").desired).toBe(2);
  });

  it("a description needs its own right only", () => {
    const { autoScaling } = made();
    autoScaling.rights.deny("application-autoscaling:DescribeScheduledActions", "ecs:UpdateService");
    expect(autoScaling.describeScalingPolicies({ ServiceNamespace: "ecs" })).toEqual({ ScalingPolicies: [] });
    expect(() => autoScaling.describeScheduledActions({ ServiceNamespace: "ecs" })).toThrow(/DescribeScheduledActions/);
  });
});

describe("policies", () => {
  const policy = (n: number) => ({
    ...on("checkout"),
    PolicyName: `policy-${n}`,
    PolicyType: "TargetTrackingScaling" as const,
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" as const },
    },
  });

  it("are stored on a target, ten to a page", () => {
    const { autoScaling } = made();
    expect(() => autoScaling.putScalingPolicy(policy(0))).toThrow(
      expect.objectContaining({ name: "ObjectNotFoundException" }),
    );
    autoScaling.registerScalableTarget({ ...on("checkout"), MinCapacity: 1, MaxCapacity: 9 });
    for (let n = 0; n < 12; n += 1) autoScaling.putScalingPolicy(policy(n));
    autoScaling.putScalingPolicy(policy(3));
    const first = autoScaling.describeScalingPolicies(on("checkout")) as {
      ScalingPolicies: object[];
      NextToken: string;
    };
    const second = autoScaling.describeScalingPolicies({ ...on("checkout"), NextToken: first.NextToken });
    expect(first.ScalingPolicies).toHaveLength(10);
    expect(second).toEqual({ ScalingPolicies: [expect.anything(), expect.anything()] });
    expect(autoScaling.describeScalingPolicies({ ...on("checkout"), PolicyNames: ["policy-3"] })).toMatchObject({
      ScalingPolicies: [{ PolicyName: "policy-3", ResourceId: "service/shop/checkout" }],
    });
  });

  it("without their configuration are refused", () => {
    const { autoScaling } = made();
    autoScaling.registerScalableTarget({ ...on("checkout"), MinCapacity: 1, MaxCapacity: 9 });
    const { TargetTrackingScalingPolicyConfiguration: _, ...empty } = policy(0);
    expect(() => autoScaling.putScalingPolicy(empty)).toThrow(/needs its configuration/);
  });
});

describe("target tracking on a registered target", () => {
  const desiredAfter = (suspended: object, MaxCapacity = 9): number => {
    const { world, autoScaling } = made(160);
    autoScaling.registerScalableTarget({ ...on("checkout"), MinCapacity: 2, MaxCapacity, SuspendedState: suspended });
    const controller = new TargetTracking({
      service: "checkout",
      targetPercent: 50,
      minTasks: 1,
      maxTasks: 100,
      scalableTarget: () => autoScaling.target(stackConfig().services[0]!),
    });
    for (let second = 0; second < 600; second += 1) {
      controller.step(world);
      world.step();
    }
    return world.counts("checkout").desired;
  };

  it.each([
    { when: "scales out as it does", suspended: {}, max: 9, expected: 7 },
    { when: "goes no further than MaxCapacity", suspended: {}, max: 5, expected: 5 },
    {
      when: "doesn't scale out while that is suspended",
      suspended: { DynamicScalingOutSuspended: true },
      max: 9,
      expected: 4,
    },
    {
      when: "scales out while only scale-in is suspended",
      suspended: { DynamicScalingInSuspended: true },
      max: 9,
      expected: 7,
    },
    {
      when: "scales out while only what is scheduled is suspended",
      suspended: { ScheduledScalingSuspended: true },
      max: 9,
      expected: 7,
    },
  ])("$when", ({ suspended, max, expected }) => expect(desiredAfter(suspended, max)).toBe(expected));
});
