import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { makeWriteAction } from "../../shared/aws/write-actions.ts";
import type { Mode } from "../../shared/config/service-config.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

const seed = 20_260_314;

/** Traffic in steps of a few minutes, and a person or an autoscaler that sets counts in between. */
const lives = fc.record({
  rates: fc.array(fc.integer({ min: 10, max: 260 }), { minLength: 2, maxLength: 5 }),
  maxConnections: fc.integer({ min: 63, max: 200 }),
  minCapacity: fc.integer({ min: 1, max: 4 }),
  maxCapacity: fc.integer({ min: 4, max: 20 }),
  hands: fc.array(
    fc.record({ atSeconds: fc.integer({ min: 200, max: 1_200 }), tasks: fc.integer({ min: 1, max: 20 }) }),
    {
      maxLength: 6,
    },
  ),
  worldSeed: fc.integer({ min: 1, max: 1_000 }),
});

type Life = typeof lives extends fc.Arbitrary<infer Value> ? Value : never;

const stackOf = (life: Life, mode: Mode): SmallStack => {
  const { rates, maxConnections } = life;
  const traffic = Array.from({ length: 1_500 }, (_, second) => rates[Math.floor(second / 300) % rates.length]!);
  const config = stackConfig({ mode }, { maxConnections });
  const services = config.services.map((service) => ({ ...service, mode }));
  const stack = smallStack(worldSpec(traffic, maxConnections), { ...config, services }, [], life.worldSeed);
  stack.cloud.autoScaling.registerScalableTarget({
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/shop/checkout",
    MinCapacity: life.minCapacity,
    MaxCapacity: life.maxCapacity,
  });
  return stack;
};

const live = async (life: Life, stack: SmallStack): Promise<void> => {
  stack.warmUp(180);
  for (let second = 180; second < 1_500; second += 1) {
    for (const hand of life.hands) if (hand.atSeconds === second) stack.world.setDesiredCount("checkout", hand.tasks);
    await stack.run(1);
  }
};

describe("observe", () => {
  it("never writes anything of the user's, whatever happens, and its notices say 'would'", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const stack = stackOf(life, "observe");
        const set = stack.world.setDesiredCount.bind(stack.world);
        let byUs = 0;
        let byHand = false;
        stack.world.setDesiredCount = (service, desired) => {
          if (!byHand) byUs += 1;
          return set(service, desired);
        };
        stack.warmUp(180);
        for (let second = 180; second < 1_500; second += 1) {
          byHand = true;
          for (const hand of life.hands)
            if (hand.atSeconds === second) stack.world.setDesiredCount("checkout", hand.tasks);
          byHand = false;
          await stack.run(1);
        }
        expect(byUs).toBe(0);
        expect(stack.writes()).toEqual([]);
        const changes = stack.notices().filter(({ kind }) => kind === "change");
        for (const { code } of changes) expect(code).toMatch(/^would-/);
      }),
      { seed, numRuns: 15 },
    );
  });

  it("has no writer", () => {
    const { cloud } = smallStack(worldSpec(), stackConfig());
    const observe = stackConfig().services.map((service) => ({ ...service, mode: "observe" as const }));
    expect(makeWriteAction(cloud.clients(), stackConfig({}, {}, { services: observe }))).toBeNull();
    expect(makeWriteAction(cloud.clients(), stackConfig())).not.toBeNull();
  });

  it("says what it would do", async () => {
    const config = stackConfig();
    const services = config.services.map((service) => ({ ...service, mode: "observe" as const }));
    const stack = smallStack(worldSpec(160), { ...config, services });
    stack.warmUp(180);
    await stack.run(60);
    const [notice] = stack.cloud.topic.published;
    expect(notice?.subject).toBe("[shop] checkout would be scaled from 4 to 7 tasks (observe mode)");
  });
});

describe("govern", () => {
  it("never writes anything but the scalable target, and no write of ours ever moves the desired count", async () => {
    let writes = 0;
    let lowered = 0;
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const stack = stackOf(life, "govern");
        const { autoScaling } = stack.cloud;
        const register = autoScaling.registerScalableTarget.bind(autoScaling);
        const moved: unknown[] = [];
        autoScaling.registerScalableTarget = (input) => {
          const { desired } = stack.world.counts("checkout");
          const answer = register(input);
          if (stack.world.counts("checkout").desired !== desired) moved.push({ input, desired });
          return answer;
        };
        await live(life, stack);
        expect(moved).toEqual([]);
        const ours = stack.writes();
        for (const { name } of ours) expect(name).toBe("application-autoscaling RegisterScalableTarget");
        writes += ours.length;
        lowered += ours.filter(({ input }) => Number(input["MaxCapacity"]) < life.maxCapacity).length;
      }),
      { seed, numRuns: 25 },
    );
    // The property says nothing where nothing is written.
    expect(writes).toBeGreaterThan(25);
    expect(lowered).toBeGreaterThan(5);
  });

  it("never suspends for good: with room again and nobody at work, scale-out is as the user left it", async () => {
    const life: Life = { rates: [100], maxConnections: 63, minCapacity: 2, maxCapacity: 10, hands: [], worldSeed: 1 };
    const stack = stackOf(life, "govern");
    stack.warmUp(180);
    await stack.run(600);
    const target = () => stack.cloud.autoScaling.target(stackConfig().services[0]!);
    expect(target()?.suspended.DynamicScalingOutSuspended).toBe(true);
    stack.world.setDesiredCount("checkout", 2);
    await stack.run(1_200);
    expect(target()).toMatchObject({ maxCapacity: 4, suspended: { DynamicScalingOutSuspended: false } });
  });
});

describe("scale", () => {
  it("never writes anything but the desired count, within [min, max]", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const stack = stackOf({ ...life, hands: [] }, "scale");
        await live({ ...life, hands: [] }, stack);
        for (const { name, input } of stack.writes()) {
          expect(name).toBe("ecs UpdateService");
          expect(Object.keys(input).sort()).toEqual(["cluster", "desiredCount", "service"]);
          expect(input["desiredCount"]).toBeGreaterThanOrEqual(2);
          expect(input["desiredCount"]).toBeLessThanOrEqual(12);
        }
      }),
      { seed, numRuns: 15 },
    );
  });
});
