import { describe, expect, it } from "@jest/globals";
import { checkoutTarget, type GovernedStack, governedStack } from "./governed-stack.ts";

const settled = { maxCapacity: 6, suspended: expect.objectContaining({ DynamicScalingOutSuspended: false }) };

/** One plan that lowers the ceiling from 10 to 6, with something that befalls it before its nth call to AWS. */
const planWith = async (nth: number, befalls: (stack: GovernedStack) => Error | null): Promise<GovernedStack> => {
  const stack = governedStack();
  let call = 0;
  let killed: Error | null = null;
  stack.failing(() => {
    if (call === nth) killed = befalls(stack);
    call += 1;
    // A killed process makes no further call.
    return killed;
  });
  await stack.wake().catch(() => {});
  stack.failing(() => null);
  return stack;
};

/** The calls that the undisturbed plan makes. */
const undisturbed = async (): Promise<readonly string[]> => {
  const stack = governedStack();
  await stack.wake();
  expect(stack.target()).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
  return stack.namesOf();
};

const callsOfOnePlan = async (): Promise<number> => (await undisturbed()).length;

/** A step of the user's target tracking: as far as its target lets it, and not at all while scale-out is suspended. */
const scaleOutTo = (stack: GovernedStack, tasks: number): void => {
  const target = stack.target()!;
  if (target.suspended.DynamicScalingOutSuspended === true) return;
  const { desired } = stack.world.counts("checkout");
  stack.world.setDesiredCount("checkout", Math.max(desired, Math.min(tasks, target.maxCapacity)));
};

describe("whatever happens between any two calls of a plan that lowers a ceiling", () => {
  it.each([5, 6, 7, 10])("a scale-out to %i tasks is never taken back by our write", async (tasks) => {
    const calls = await callsOfOnePlan();
    expect(calls).toBeGreaterThan(10);
    let refused = 0;
    for (let nth = 0; nth < calls; nth += 1) {
      const stack = await planWith(nth, (moving) => {
        scaleOutTo(moving, tasks);
        return null;
      });
      expect({ nth, moved: stack.moved }).toEqual({ nth, moved: [] });
      const { desired } = stack.world.counts("checkout");
      expect(desired === 4 || desired === Math.min(tasks, desired)).toBe(true);
      if (stack.target()!.maxCapacity === 10) refused += 1;
      await stack.run(600);
      expect({ nth, moved: stack.moved }).toEqual({ nth, moved: [] });
      expect(stack.world.counts("checkout").desired).toBe(desired);
      const { usersMaxCapacity } = (await stack.state()).memory.services["checkout"]!.ceiling!;
      expect({ nth, usersMaxCapacity }).toEqual({ nth, usersMaxCapacity: 10 });
    }
    // Past six tasks the ceiling of six can't be written any more: then it was seen in time.
    if (tasks > 6) expect(refused).toBeGreaterThan(0);
  });

  it("the process is killed: the next plans mend it, nothing stays suspended and the user's ceiling is known", async () => {
    const calls = await callsOfOnePlan();
    let suspendedByKill = 0;
    for (let nth = 0; nth < calls; nth += 1) {
      const stack = await planWith(nth, () => new Error("killed"));
      if (stack.target()!.suspended.DynamicScalingOutSuspended === true) suspendedByKill += 1;
      await stack.run(900);
      expect({ nth, target: stack.target() }).toEqual({ nth, target: { minCapacity: 2, ...settled } });
      expect({ nth, moved: stack.moved }).toEqual({ nth, moved: [] });
      const { usersMaxCapacity } = (await stack.state()).memory.services["checkout"]!.ceiling!;
      expect({ nth, usersMaxCapacity }).toEqual({ nth, usersMaxCapacity: 10 });
    }
    expect(suspendedByKill).toBeGreaterThan(0);
  });

  it("the user sets another ceiling: it is never overwritten, and it is the user's from then on", async () => {
    const names = await undisturbed();
    const write = names.lastIndexOf("application-autoscaling RegisterScalableTarget");
    for (let nth = 0; nth < names.length; nth += 1) {
      const stack = await planWith(nth, (moving) => {
        moving.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MaxCapacity: 8 });
        return null;
      });
      await stack.run(900);
      const { usersMaxCapacity } = (await stack.state()).memory.services["checkout"]!.ceiling!;
      // Between the last reading of the target and the write, which is one call later, nobody can tell.
      const blind = nth === write || nth === write - 1;
      if (!blind) expect({ nth, usersMaxCapacity }).toEqual({ nth, usersMaxCapacity: 8 });
      expect(stack.target()).toMatchObject({ maxCapacity: 6, suspended: { DynamicScalingOutSuspended: false } });
    }
  });
});

describe("a resumption", () => {
  it.each([
    { when: "fails", kill: false },
    { when: "is recorded, and the process killed before it is written", kill: true },
  ])("that $when is tried again: nothing of ours stays suspended", async ({ kill }) => {
    // Room for four, which exist: only suspension protects.
    const stack = governedStack({ maxConnections: 63 });
    await stack.run(120);
    expect(stack.target()).toMatchObject({ maxCapacity: 10, suspended: { DynamicScalingOutSuspended: true } });
    stack.world.setDesiredCount("checkout", 2);
    let failed = 0;
    let dead = false;
    stack.failing(({ name, input }) => {
      const resumes =
        (input["SuspendedState"] as Record<string, boolean> | undefined)?.["DynamicScalingOutSuspended"] === false;
      if (name.endsWith("RegisterScalableTarget") && resumes && failed === 0) {
        failed += 1;
        dead = kill;
        return new Error("on purpose");
      }
      if (dead && name === "dynamodb BatchGetItem") dead = false;
      return dead ? new Error("killed") : null;
    });
    await stack.run(2_400);
    expect(failed).toBe(1);
    expect(stack.target()).toMatchObject({ maxCapacity: 4, suspended: { DynamicScalingOutSuspended: false } });
  });
});

describe("a write that is done wrong", () => {
  it("stops tasks in the embedded cloud as it does in AWS; ours, on the same budget, stops none", async () => {
    const naive = governedStack({ maxConnections: 53 });
    // Room for three of the four tasks: the obvious thing to do.
    naive.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MaxCapacity: 3 });
    await naive.run(0);
    naive.world.step();
    expect(naive.moved).toEqual([{ from: 4, to: 3 }]);
    expect(naive.world.counts("checkout")).toMatchObject({ desired: 3, stopping: 1 });

    const ours = governedStack({ maxConnections: 53 });
    await ours.run(900);
    expect(ours.moved).toEqual([]);
    expect(ours.world.counts("checkout")).toMatchObject({ desired: 4, running: 4, stopping: 0 });
    expect(ours.target()).toMatchObject({ maxCapacity: 10, suspended: { DynamicScalingOutSuspended: true } });
  });
});
