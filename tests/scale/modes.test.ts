import { describe, expect, it } from "@jest/globals";
import { smallStack } from "./small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "./small-world.ts";

const observing = () => {
  const config = stackConfig({ mode: "observe" });
  return { ...config, services: config.services.map((service) => ({ ...service, mode: "observe" as const })) };
};

describe("observe", () => {
  it("writes nothing to the user's account, and says what would have happened", async () => {
    const stack = smallStack(worldSpec(highRequests), observing());
    stack.warmUp(600);
    await stack.run(900);
    expect(stack.writes()).toEqual([]);
    expect(stack.world.counts("checkout").desired).toBe(4);
    const codes = stack.notices().map(({ code }) => code);
    expect(codes).toContain("would-scale-out");
    expect(codes).not.toContain("scaled-out");
  });
});

const unsuspended = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

describe("govern", () => {
  const governed = (maxConnections: number) => {
    const spec = worldSpec(highRequests, maxConnections);
    const stack = smallStack(spec, stackConfig({ mode: "govern", maxTasks: 40 }, { maxConnections }));
    stack.cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: "service/shop/checkout",
      MinCapacity: 2,
      MaxCapacity: 40,
    });
    stack.warmUp(600);
    return stack;
  };
  const ceilingOf = (stack: ReturnType<typeof governed>) =>
    stack.cloud.autoScaling.target(stackConfig().services[0]!)?.maxCapacity;

  it("lowers MaxCapacity to what the database carries, with scale-out suspended meanwhile, and touches no count", async () => {
    const stack = governed(110);
    await stack.wake();
    // 110 - 8 reserved - 5 margin - 5 replacement - 5 unmanaged = 87: eight tasks of 10.
    expect(ceilingOf(stack)).toBe(8);
    expect(stack.writes().filter(({ input }) => "service" in input)).toEqual([]);
    expect(stack.writes().map(({ name, input }) => [name, input["MaxCapacity"], input["SuspendedState"]])).toEqual([
      [
        "application-autoscaling RegisterScalableTarget",
        undefined,
        { ...unsuspended, DynamicScalingOutSuspended: true },
      ],
      ["application-autoscaling RegisterScalableTarget", 8, unsuspended],
    ]);
    expect(stack.world.counts("checkout").desired).toBe(4);
  });

  it("never moves the capacity by a write, even where the budget is smaller than what runs", async () => {
    const stack = governed(60);
    await stack.run(1_200);
    expect(stack.world.counts("checkout").desired).toBe(4);
    expect(ceilingOf(stack)).toBe(40);
    expect(stack.cloud.autoScaling.target(stackConfig().services[0]!)?.suspended.DynamicScalingOutSuspended).toBe(true);
  });

  it("leaves the user's ceiling where there is room for it", async () => {
    const stack = governed(600);
    await stack.run(600);
    expect(ceilingOf(stack)).toBe(40);
    expect(stack.writes().filter(({ name }) => name.startsWith("application-autoscaling"))).toEqual([]);
  });

  it("gives the user's ceiling back when headroom returns", async () => {
    const stack = governed(110);
    await stack.wake();
    expect(ceilingOf(stack)).toBe(8);
    const roomy = stack.cloud.table.items().find(({ pk, sk }) => pk?.S === "DOMAIN#checkout" && sk?.S === "STATE");
    expect(roomy).toBeDefined();
    expect((await stack.state()).memory.services["checkout"]?.ceiling).toMatchObject({ usersMaxCapacity: 40 });
  });
});
