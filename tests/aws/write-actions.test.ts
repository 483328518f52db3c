import { describe, expect, it } from "@jest/globals";
import type { Clients } from "../../shared/aws/clients.ts";
import { makeWriteAction } from "../../shared/aws/write-actions.ts";
import { stackConfig } from "../scale/small-world.ts";
import { answering, awsError } from "./answering.ts";

type Target = { MinCapacity: number; MaxCapacity: number; SuspendedState: { DynamicScalingOutSuspended: boolean } };

/** One client for all: a service with `existing` tasks behind a scalable target. */
const account = (existing = 4, target: Partial<Target> = {}) => {
  const state: Target = {
    MinCapacity: 2,
    MaxCapacity: 10,
    SuspendedState: { DynamicScalingOutSuspended: false },
    ...target,
  };
  const fake = answering<never>((operation, input) => {
    const written = input as unknown as Partial<Target>;
    if (operation === "RegisterScalableTarget") Object.assign(state, JSON.parse(JSON.stringify(written)));
    if (operation === "DescribeScalableTargets") return { ScalableTargets: [structuredClone(state)] };
    if (operation === "DescribeServices")
      return { services: [{ desiredCount: existing, runningCount: existing, pendingCount: 0 }] };
    return {};
  });
  const clients = { ecs: fake.client, applicationAutoScaling: fake.client } as unknown as Clients;
  const write = makeWriteAction(clients, stackConfig({ mode: "govern" }))!;
  const registered = () =>
    fake.asked
      .filter(({ operation }) => operation === "RegisterScalableTarget")
      .map(({ input }) => [
        input["MaxCapacity"] ?? null,
        input["SuspendedState"]?.["DynamicScalingOutSuspended"] ?? null,
      ]);
  return { ...fake, write, state, registered };
};

const lower = { kind: "set-max-capacity", service: "checkout", from: 10, to: 6, suspendFirst: true } as const;

describe("lowering a ceiling", () => {
  it("suspends scale-out, reads again, writes and resumes", async () => {
    const { write, registered, operations } = account();
    await write(lower);
    expect(registered()).toEqual([
      [null, true],
      [6, false],
    ]);
    const names = operations();
    const [first, last] = [names.indexOf("RegisterScalableTarget"), names.lastIndexOf("RegisterScalableTarget")];
    expect(names.slice(first + 1, last).sort()).toEqual(["DescribeScalableTargets", "DescribeServices"]);
  });

  it.each([
    { when: "the service has grown past it", existing: 7, target: {} },
    { when: "MinCapacity was raised past it", existing: 4, target: { MinCapacity: 7 } },
  ])("is not written where $when meanwhile: it would stop or start tasks", async ({ existing, target }) => {
    const { write, registered } = account(existing, target);
    await expect(write(lower)).rejects.toThrow(/MaxCapacity 6 would stop tasks/);
    expect(registered()).toEqual([[null, true]]);
  });
});

describe("the other writes", () => {
  it.each([
    {
      when: "raise the ceiling in one call",
      action: { ...lower, from: 6, to: 10, suspendFirst: false },
      expected: [10, null],
    },
    {
      when: "suspend scale-out alone",
      action: { kind: "suspend-scale-out", service: "checkout" },
      expected: [null, true],
    },
    {
      when: "resume scale-out alone",
      action: { kind: "resume-scale-out", service: "checkout" },
      expected: [null, false],
    },
  ] as const)("$when", async ({ action, expected }) => {
    const { write, registered } = account();
    await write(action);
    expect(registered()).toEqual([expected]);
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
