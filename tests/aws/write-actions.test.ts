import { describe, expect, it } from "@jest/globals";
import type { Clients } from "../../shared/aws/clients.ts";
import { makeWriteAction } from "../../shared/aws/write-actions.ts";
import { stackConfig } from "../scale/small-world.ts";
import { answering, awsError } from "./answering.ts";

const suspended = (state: { readonly out?: boolean; readonly in?: boolean; readonly scheduled?: boolean }) => ({
  DynamicScalingInSuspended: state.in ?? false,
  DynamicScalingOutSuspended: state.out ?? false,
  ScheduledScalingSuspended: state.scheduled ?? false,
});

type Target = { MinCapacity: number; MaxCapacity: number; SuspendedState: ReturnType<typeof suspended> };

/** One client for all: a service with `existing` tasks behind a scalable target. */
const account = (existing = 4, target: Partial<Target> = {}) => {
  const state: Target = { MinCapacity: 2, MaxCapacity: 10, SuspendedState: suspended({}), ...target };
  const counts = { existing };
  const fake = answering<never>((operation, input) => {
    const written = input as unknown as Partial<Target>;
    if (operation === "RegisterScalableTarget") Object.assign(state, JSON.parse(JSON.stringify(written)));
    if (operation === "DescribeScalableTargets") return { ScalableTargets: [structuredClone(state)] };
    if (operation === "DescribeServices")
      return { services: [{ desiredCount: counts.existing, runningCount: counts.existing, pendingCount: 0 }] };
    return {};
  });
  const clients = { ecs: fake.client, applicationAutoScaling: fake.client } as unknown as Clients;
  const write = makeWriteAction(clients, stackConfig({ mode: "govern" }))!;
  const registered = () =>
    fake.asked
      .filter(({ operation }) => operation === "RegisterScalableTarget")
      .map(({ input }) => [input["MaxCapacity"] ?? null, input["SuspendedState"] ?? null]);
  return { ...fake, write, state, counts, registered };
};

const lower = { kind: "set-max-capacity", service: "checkout", from: 10, to: 6, suspendFirst: true } as const;

describe("lowering a ceiling", () => {
  it("reads, suspends scale-out, reads again, writes and resumes", async () => {
    const { write, registered, operations } = account();
    await write(lower);
    expect(registered()).toEqual([
      [null, suspended({ out: true })],
      [6, suspended({})],
    ]);
    const reading = ["DescribeScalableTargets", "DescribeServices"];
    expect(operations()).toEqual([...reading, "RegisterScalableTarget", ...reading, "RegisterScalableTarget"]);
  });

  it.each([
    { when: "the service has grown past it", existing: 7, target: {}, message: /MaxCapacity 6 would stop tasks/ },
    {
      when: "MinCapacity was raised past it",
      existing: 7,
      target: { MinCapacity: 7 },
      message: /MaxCapacity 6 would stop tasks/,
    },
    { when: "a person has set the count above the range", existing: 11, target: {}, message: /outside \[2, 10\]/ },
    { when: "a person has set the count below the range", existing: 1, target: {}, message: /outside \[2, 10\]/ },
    {
      when: "the user has set another maximum",
      existing: 4,
      target: { MaxCapacity: 8 },
      message: /is 8 by now, not 10/,
    },
  ])("is not begun where $when since the plan", async ({ existing, target, message }) => {
    const { write, registered } = account(existing, target);
    await expect(write(lower)).rejects.toThrow(message);
    expect(registered()).toEqual([]);
  });

  it.each([
    { when: "the service grows past it", existing: 7, target: {}, message: /would stop tasks/ },
    { when: "the user sets another maximum", existing: 4, target: { MaxCapacity: 8 }, message: /is 8 by now, not 10/ },
  ])("stops half-way where $when after the suspension", async ({ existing, target, message }) => {
    const { write, registered, asked, state, counts } = account();
    const push = asked.push.bind(asked);
    asked.push = (call) => {
      // What happens right after the suspension has taken.
      if (asked.filter(({ operation }) => operation === "RegisterScalableTarget").length === 1) {
        counts.existing = existing;
        Object.assign(state, target);
      }
      return push(call);
    };
    await expect(write(lower)).rejects.toThrow(message);
    expect(registered()).toEqual([[null, suspended({ out: true })]]);
  });

  it.each([
    { when: "stays as somebody else has left it", action: lower, expected: [[6, null]] },
    { when: "is lifted with it where it is ours", action: { ...lower, resume: true }, expected: [[6, suspended({})]] },
  ] as const)("a suspension from before $when", async ({ action, expected }) => {
    const { write, registered } = account(4, { SuspendedState: suspended({ out: true }) });
    await write(action);
    expect(registered()).toEqual(expected);
  });
});

describe("the other writes", () => {
  const raise = { ...lower, from: 10, to: 12, suspendFirst: false } as const;
  it.each([
    { when: "raise the ceiling in one call", target: {}, action: raise, expected: [12, null] },
    {
      when: "raise the ceiling and resume in one call",
      target: { SuspendedState: suspended({ out: true, in: true }) },
      action: { ...raise, resume: true },
      expected: [12, suspended({ in: true })],
    },
    {
      when: "suspend scale-out alone, whatever else is suspended",
      target: { SuspendedState: suspended({ scheduled: true }) },
      action: { kind: "suspend-scale-out", service: "checkout" },
      expected: [null, suspended({ out: true, scheduled: true })],
    },
    {
      when: "resume scale-out alone",
      target: { SuspendedState: suspended({ out: true }) },
      action: { kind: "resume-scale-out", service: "checkout" },
      expected: [null, suspended({})],
    },
    {
      when: "suspend all of a service's autoscaling",
      target: {},
      action: { kind: "suspend-autoscaling", service: "checkout" },
      expected: [null, suspended({ in: true, out: true, scheduled: true })],
    },
  ] as const)("$when", async ({ action, target, expected }) => {
    const { write, registered } = account(4, target);
    await write(action);
    expect(registered()).toEqual([expected]);
  });

  it.each([
    { when: "a raise", action: raise },
    { when: "a suspension", action: { kind: "suspend-scale-out", service: "checkout" } },
    { when: "a resumption", action: { kind: "resume-scale-out", service: "checkout" } },
    { when: "a suspension of everything", action: { kind: "suspend-autoscaling", service: "checkout" } },
  ] as const)("are refused where the count is outside the range: $when would move it", async ({ action }) => {
    const { write, registered } = account(11);
    await expect(write(action)).rejects.toThrow(/is 11 by now, outside \[2, 10\]: any write would move it/);
    expect(registered()).toEqual([]);
  });

  it("set a desired count, and nothing else of the service", async () => {
    const { write, asked } = account();
    await write({ kind: "set-desired-count", service: "checkout", from: 4, to: 5 });
    expect(asked).toEqual([
      { operation: "UpdateService", input: { cluster: "shop", service: "checkout", desiredCount: 5 } },
    ]);
  });

  it("pass on what AWS answers", async () => {
    const fake = answering<never>(() => {
      throw awsError("ThrottlingException", "Rate exceeded");
    });
    const write = makeWriteAction({ ecs: fake.client } as unknown as Clients, stackConfig())!;
    await expect(write({ kind: "set-desired-count", service: "checkout", from: 4, to: 5 })).rejects.toThrow(
      "Rate exceeded",
    );
  });
});
