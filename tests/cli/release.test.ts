import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "@jest/globals";
import { type ReleaseOptions, release } from "../../cli/release.ts";
import type { CeilingMemory } from "../../shared/plan/memory.ts";
import { releaseStep } from "../../shared/plan/policy/release-step.ts";
import type { ScalableTarget } from "../../shared/plan/readings/autoscaling-reading.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { ceilingMemory, scalableTarget } from "../plan/builders.ts";
import { checkoutTarget, type GovernedStack, governedStack } from "../scale/governed-stack.ts";

const run = (stack: GovernedStack, options: Partial<ReleaseOptions> = {}) =>
  release(stack.cloud.clients(), { stage: "dev", table: stack.cloud.table.name, ...options });

/** A ceiling that was lowered from 10 to 6. */
const lowered = async (): Promise<GovernedStack> => {
  const stack = governedStack();
  await stack.wake();
  expect(stack.target()).toMatchObject({ maxCapacity: 6 });
  return stack;
};

const registrations = (stack: GovernedStack): number =>
  stack.calls.filter(({ name }) => name.endsWith("RegisterScalableTarget")).length;

describe("headgate release", () => {
  it("puts the user's ceiling back, and finds nothing to do the second time", async () => {
    const stack = await lowered();
    expect(await run(stack)).toEqual({ exitCode: 0, output: "checkout: MaxCapacity 6 -> 10" });
    expect(stack.target()).toMatchObject({ minCapacity: 2, maxCapacity: 10 });
    const writes = registrations(stack);
    expect(await run(stack)).toEqual({ exitCode: 0, output: "checkout: nothing to put back" });
    expect(registrations(stack)).toBe(writes);
    expect(stack.moved).toEqual([]);
  });

  it("with --dry-run shows the same and writes nothing", async () => {
    const stack = await lowered();
    const writes = registrations(stack);
    expect(await run(stack, { dryRun: true })).toEqual({
      exitCode: 0,
      output: "checkout: would be put back: MaxCapacity 6 -> 10",
    });
    expect(registrations(stack)).toBe(writes);
  });

  it("lifts a suspension of ours, and not one of the user's", async () => {
    const ours = governedStack({ maxConnections: 63 });
    await ours.run(60);
    expect(ours.target()!.suspended.DynamicScalingOutSuspended).toBe(true);
    expect(await run(ours)).toEqual({ exitCode: 0, output: "checkout: scale-out resumed" });
    expect(ours.target()!.suspended.DynamicScalingOutSuspended).toBe(false);

    const theirs = governedStack({ target: { SuspendedState: { DynamicScalingOutSuspended: true } } });
    await theirs.run(60);
    expect(await run(theirs)).toEqual({ exitCode: 0, output: "checkout: MaxCapacity 6 -> 10" });
    expect(theirs.target()!.suspended.DynamicScalingOutSuspended).toBe(true);
  });

  it("leaves a maximum that somebody has set since: it is the newer word", async () => {
    const stack = await lowered();
    stack.cloud.autoScaling.registerScalableTarget({
      ...checkoutTarget,
      MaxCapacity: 8,
      SuspendedState: { DynamicScalingOutSuspended: true },
    });
    const { output } = await run(stack);
    // The lowering's own suspension is remembered until it is read as lifted, and so it is lifted.
    expect(output).toBe("checkout: scale-out resumed; MaxCapacity 8 was set by somebody else since, and stays");
    expect(stack.target()).toMatchObject({ maxCapacity: 8, suspended: { DynamicScalingOutSuspended: false } });
  });

  it("lifts what scale mode has suspended, as it was before", async () => {
    const stack = governedStack({
      maxConnections: 300,
      service: { mode: "scale", autoscaling: "suspend" },
      target: { SuspendedState: { ScheduledScalingSuspended: true } },
    });
    stack.cloud.autoScaling.putScalingPolicy({
      ...checkoutTarget,
      PolicyName: "cpu",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 },
    });
    await stack.run(60);
    expect(stack.target()!.suspended).toMatchObject({ DynamicScalingInSuspended: true });
    expect(await run(stack)).toEqual({ exitCode: 0, output: "checkout: scale-out resumed, scale-in resumed" });
    expect(stack.target()!.suspended).toEqual({
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: true,
    });
  });

  it("says what failed, of which service, and ends with 1", async () => {
    const stack = await lowered();
    stack.cloud.autoScaling.rights.deny("ecs:UpdateService");
    const { exitCode, output } = await run(stack);
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^checkout: failed: AccessDeniedException: .*ecs:UpdateService\n1 of 1 could not be put back/,
    );
    expect(stack.target()).toMatchObject({ maxCapacity: 6 });
  });

  it("writes nothing where a write would move the count", async () => {
    const stack = await lowered();
    stack.world.setDesiredCount("checkout", 7);
    expect(await run(stack)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^checkout: refused: the desired count 7 is outside \[2, 6\]/),
    });
    expect(stack.moved).toEqual([]);
  });

  it.each([
    {
      when: "a service that the table doesn't know",
      options: { service: "none" },
      exitCode: 2,
      output: /remembers nothing of none, only of checkout/,
    },
    {
      when: "another table",
      options: { table: "headgate-prod" },
      exitCode: 1,
      output: /headgate-prod can't be read: ResourceNotFound.*--stage/,
    },
    {
      when: "the service by its name",
      options: { service: "checkout" },
      exitCode: 0,
      output: /^checkout: MaxCapacity 6 -> 10$/,
    },
  ])("takes $when", async ({ options, exitCode, output }) => {
    expect(await run(await lowered(), options)).toEqual({ exitCode, output: expect.stringMatching(output) });
  });

  it("takes the stage's table where none is named", async () => {
    const { output } = await release(governedStack().cloud.clients(), { stage: "prod" });
    expect(output).toMatch(/^The table headgate-prod can't be read/);
  });

  it("has nothing to do where no scalable target was ever touched", async () => {
    expect(await run(governedStack())).toEqual({
      exitCode: 0,
      output: "rehearsal remembers no scalable target: nothing to put back.",
    });
  });

  it("works with AWS's own clients on nothing but an endpoint, page by page", async () => {
    const stack = await lowered();
    const front = await startCloudFront({
      handle: (service, operation, input) =>
        // Two items to a page, so that the table has several.
        stack.cloud.handle(service, operation, operation === "Scan" ? { ...input, Limit: 2 } : input),
    });
    const settings = {
      endpoint: front.url,
      region: "eu-central-1",
      credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
      maxAttempts: 1,
    };
    try {
      const clients = {
        dynamoDb: new DynamoDBClient(settings),
        applicationAutoScaling: new ApplicationAutoScalingClient(settings),
        ecs: new ECSClient(settings),
      };
      const options = { stage: "dev", table: stack.cloud.table.name };
      expect(await release(clients, options)).toEqual({ exitCode: 0, output: "checkout: MaxCapacity 6 -> 10" });
      stack.failing(({ name }) => (name.endsWith("Scan") ? new AwsError("AccessDeniedException", "no", 400) : null));
      expect(await release(clients, options)).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/AccessDenied/),
      });
    } finally {
      await front.close();
    }
  });
});

describe("one scalable target", () => {
  const held = (ceiling: Partial<CeilingMemory>) => ({
    service: "web",
    resourceId: "service/shop/web",
    ceiling: ceilingMemory({ resourceId: "service/shop/web", ...ceiling }),
    suspension: null,
  });
  const ours = { written: { from: 12, to: 8 } };
  type Row = {
    readonly when: string;
    readonly ceilings: readonly Partial<CeilingMemory>[];
    readonly target?: Partial<ScalableTarget>;
    readonly desired?: number;
    readonly expected: object;
  };

  it.each<Row>([
    { when: "a write that took", ceilings: [ours], expected: { kind: "put-back", maxCapacity: { from: 8, to: 20 } } },
    {
      when: "a write that failed has left what it was to replace",
      ceilings: [ours],
      target: { maxCapacity: 12 },
      expected: { kind: "put-back", maxCapacity: { from: 12, to: 20 } },
    },
    { when: "a newer maximum stays", ceilings: [ours], target: { maxCapacity: 9 }, expected: { kind: "nothing" } },
    {
      when: "two domains have known it: the one before has the user's own",
      ceilings: [{ usersMaxCapacity: 8, written: { from: 8, to: 8 } }, ours],
      expected: { kind: "put-back", maxCapacity: { from: 8, to: 20 } },
    },
    {
      when: "the user's own would stop tasks",
      ceilings: [{ ...ours, usersMaxCapacity: 5 }],
      expected: { kind: "refused", why: "the user's MaxCapacity 5 would stop 1 of 6 tasks" },
    },
    {
      when: "the user's own is below the minimum by now",
      ceilings: [{ ...ours, usersMaxCapacity: 6 }],
      target: { minCapacity: 7 },
      desired: 7,
      expected: { kind: "refused" },
    },
    {
      when: "a count outside the range",
      ceilings: [ours],
      desired: 2,
      expected: { kind: "refused", why: expect.stringContaining("outside [3, 8]") },
    },
    { when: "never written", ceilings: [{}], expected: { kind: "nothing", notes: [] } },
  ])("$when", ({ ceilings, target, desired = 6, expected }) => {
    const step = releaseStep(ceilings.map(held), scalableTarget({ maxCapacity: 8, ...target }), desired);
    expect(step).toMatchObject(expected);
  });
});
