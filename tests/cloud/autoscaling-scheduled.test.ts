import { describe, expect, it } from "@jest/globals";
import { ApplicationAutoScaling } from "../../simulator/cloud/application-autoscaling.ts";
import { World } from "../../simulator/world/world.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

const checkout = {
  ServiceNamespace: "ecs" as const,
  ScalableDimension: "ecs:service:DesiredCount" as const,
  ResourceId: "service/shop/checkout",
};

type Bounds = { readonly MinCapacity?: number; readonly MaxCapacity?: number };

/** A target of [2, 9] with four tasks; the action fires five minutes in, at every whole five minutes from then on. */
const run = (bounds: Bounds, seconds: number, suspended = {}) => {
  const world = new World(worldSpec(), 1);
  const autoScaling = new ApplicationAutoScaling(world, stackConfig().services);
  autoScaling.registerScalableTarget({ ...checkout, MinCapacity: 2, MaxCapacity: 9, SuspendedState: suspended });
  autoScaling.putScheduledAction({
    ...checkout,
    ScheduledActionName: "rush",
    Schedule: "cron(0/5 * * * ? *)",
    ScalableTargetAction: bounds,
  });
  for (let second = 0; second < seconds; second += 1) {
    autoScaling.fireScheduledActions();
    world.step();
  }
  autoScaling.fireScheduledActions();
  const { minCapacity, maxCapacity } = autoScaling.target(stackConfig().services[0]!)!;
  return { range: [minCapacity, maxCapacity], desired: world.counts("checkout").desired };
};

describe("a scheduled action", () => {
  it.each<{
    readonly when: string;
    readonly bounds: Bounds;
    readonly seconds: number;
    readonly suspended?: object;
    readonly expected: ReturnType<typeof run>;
  }>([
    {
      when: "does nothing a second early",
      bounds: { MinCapacity: 6 },
      seconds: 299,
      expected: { range: [2, 9], desired: 4 },
    },
    {
      when: "sets a minimum, and the count moves to it at once",
      bounds: { MinCapacity: 6 },
      seconds: 300,
      expected: { range: [6, 9], desired: 6 },
    },
    {
      when: "sets a maximum, and tasks beyond it are stopped",
      bounds: { MaxCapacity: 3 },
      seconds: 300,
      expected: { range: [2, 3], desired: 3 },
    },
    {
      when: "sets both at once, past the range that was",
      bounds: { MinCapacity: 12, MaxCapacity: 20 },
      seconds: 300,
      expected: { range: [12, 20], desired: 12 },
    },
    {
      when: "with a minimum above the maximum that it meets changes nothing",
      bounds: { MinCapacity: 12 },
      seconds: 300,
      expected: { range: [2, 9], desired: 4 },
    },
    {
      when: "doesn't fire while what is scheduled is suspended",
      bounds: { MinCapacity: 6 },
      seconds: 300,
      suspended: { ScheduledScalingSuspended: true },
      expected: { range: [2, 9], desired: 4 },
    },
    {
      when: "fires while scale-out by policies is suspended",
      bounds: { MinCapacity: 6 },
      seconds: 300,
      suspended: { DynamicScalingOutSuspended: true },
      expected: { range: [6, 9], desired: 6 },
    },
  ])("$when", ({ bounds, seconds, suspended, expected }) => {
    // The world begins on a whole hour, so the first firing is at 300 s.
    expect(worldSpec().startMs % 3_600_000).toBe(0);
    expect(run(bounds, seconds, suspended)).toEqual(expected);
  });

  it.each([
    { when: "without a bound", action: { ScalableTargetAction: {} }, name: "ValidationException" },
    {
      when: "with crossed bounds",
      action: { ScalableTargetAction: { MinCapacity: 4, MaxCapacity: 3 } },
      name: "ValidationException",
    },
    {
      when: "on a service without a target",
      action: { ResourceId: "service/shop/search" },
      name: "ObjectNotFoundException",
    },
  ])("is refused $when", ({ action, name }) => {
    const autoScaling = new ApplicationAutoScaling(new World(worldSpec(), 1), stackConfig().services);
    autoScaling.registerScalableTarget({ ...checkout, MinCapacity: 2, MaxCapacity: 9 });
    const put = () =>
      autoScaling.putScheduledAction({
        ...checkout,
        ScheduledActionName: "rush",
        Schedule: "cron(0 9 * * ? *)",
        ScalableTargetAction: { MinCapacity: 3 },
        ...action,
      });
    expect(put).toThrow(expect.objectContaining({ name }));
  });

  it("is described with its times, which a later call without them takes away", () => {
    const autoScaling = new ApplicationAutoScaling(new World(worldSpec(), 1), stackConfig().services);
    autoScaling.registerScalableTarget({ ...checkout, MinCapacity: 2, MaxCapacity: 9 });
    const StartTime = new Date("2026-03-14T09:00:00Z");
    const action = { ...checkout, ScheduledActionName: "rush", Timezone: "Europe/Berlin" };
    autoScaling.putScheduledAction({
      ...action,
      Schedule: "rate(1 hour)",
      StartTime,
      ScalableTargetAction: { MinCapacity: 3 },
    });
    const described = () => autoScaling.describeScheduledActions(checkout) as { ScheduledActions: object[] };
    expect(described().ScheduledActions).toEqual([expect.objectContaining({ StartTime, Timezone: "Europe/Berlin" })]);
    autoScaling.putScheduledAction({ ...action, Schedule: "cron(0 9 * * ? *)" });
    expect(described().ScheduledActions).toEqual([
      expect.objectContaining({ Schedule: "cron(0 9 * * ? *)", ScalableTargetAction: { MinCapacity: 3 } }),
    ]);
    expect(described().ScheduledActions[0]).not.toHaveProperty("StartTime");
  });
});
