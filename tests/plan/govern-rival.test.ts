import { describe, expect, it } from "@jest/globals";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SuspensionMemory } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import { rememberSuspension, rivalOf } from "../../shared/plan/policy/rival.ts";
import type { ScalableTarget, ScalingPolicy } from "../../shared/plan/readings/autoscaling-reading.ts";
import type { ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import {
  calmMemory,
  config,
  counts,
  database,
  databaseReading,
  datapoint,
  known,
  memory,
  nowMs,
  scalableTarget,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

const tracking: ScalingPolicy = { name: "cpu-at-50", kind: "target-tracking", targetPercent: 50 };
const bothSuspended = { scaleInSuspended: true, scaleOutSuspended: true };
const suspension: SuspensionMemory = {
  resourceId: "service/shop/web",
  scaleInWasSuspended: false,
  scaleOutWasSuspended: false,
  scheduledWasSuspended: false,
  askedAtMs: nowMs - 60_000,
  seen: false,
};

type Row = {
  readonly when: string;
  readonly service?: Partial<ServiceConfig>;
  readonly target?: Reading<ScalableTarget | "none">;
  readonly policies?: Reading<readonly ScalingPolicy[]> | undefined;
  readonly desired?: number;
  readonly before?: SuspensionMemory;
  readonly expected: string | null;
};

describe("a second writer of the count", () => {
  const target = (changes: Partial<ScalableTarget> = {}) => known(scalableTarget(changes));
  it.each<Row>([
    { when: "nobody has looked: the service isn't ours to scale", policies: undefined, expected: null },
    { when: "no scalable target", target: known("none"), policies: known([]), expected: null },
    { when: "a target without policies", policies: known([]), expected: null },
    { when: "an active policy", expected: "autoscaling-policies-active" },
    {
      when: "a policy of which only scale-out is suspended still scales in",
      target: target({ scaleOutSuspended: true }),
      expected: "autoscaling-policies-active",
    },
    { when: "a policy that is suspended both ways", target: target(bothSuspended), expected: null },
    { when: "a target that can't be read", target: unknown(), policies: unknown(), expected: "autoscaling-unknown" },
    { when: "policies that can't be read", policies: unknown(), expected: "autoscaling-unknown" },
    {
      when: "told to suspend: it is done first",
      service: { autoscaling: "suspend" },
      expected: "autoscaling-suspended",
    },
    {
      when: "asked before, and not yet read as suspended: it is asked again",
      service: { autoscaling: "suspend" },
      before: suspension,
      expected: "autoscaling-suspended",
    },
    {
      when: "suspended once, and resumed by somebody",
      service: { autoscaling: "suspend" },
      before: { ...suspension, seen: true },
      expected: "autoscaling-policies-active",
    },
    {
      when: "a count outside the range, where the suspension would move it",
      service: { autoscaling: "suspend" },
      desired: 21,
      expected: "autoscaling-policies-active",
    },
  ])("$when", (row) => {
    const { target: scalable = target(), before = null, desired = 6 } = row;
    const { scalingPolicies: _, ...reading } = serviceReading({ scalableTarget: scalable });
    const policies = "policies" in row ? row.policies : known([tracking]);
    const whole: ServiceReading = policies === undefined ? reading : { ...reading, scalingPolicies: policies };
    const rival = rivalOf(service(row.service), whole, counts({ desired }), before);
    expect(rival?.code ?? null).toBe(row.expected);
  });
});

describe("what is remembered of a suspension", () => {
  const remember = (target: Partial<ScalableTarget>, before: SuspensionMemory | null, suspends: boolean) =>
    rememberSuspension(service(), { scalableTarget: known(scalableTarget(target)) }, before, suspends, nowMs);

  it.each([
    { when: "nothing is suspended: nothing", target: {}, before: null, suspends: false, expected: null },
    {
      when: "how the target was before",
      target: { scheduledSuspended: true },
      before: null,
      suspends: true,
      expected: { ...suspension, scheduledWasSuspended: true, askedAtMs: nowMs },
    },
    {
      when: "asked again: how it was the first time",
      target: { scaleInSuspended: true },
      before: suspension,
      suspends: true,
      expected: { ...suspension, askedAtMs: nowMs },
    },
    {
      when: "that it was read as suspended",
      target: bothSuspended,
      before: suspension,
      suspends: false,
      expected: { ...suspension, seen: true },
    },
    {
      when: "that, also when somebody has resumed it",
      target: {},
      before: { ...suspension, seen: true },
      suspends: false,
      expected: { ...suspension, seen: true },
    },
  ])("$when", ({ target, before, suspends, expected }) => expect(remember(target, before, suspends)).toEqual(expected));
});

describe("in a plan", () => {
  /** `web` with its own policies beside `api`, which asks for more than is there; room for 19 tasks of 10. */
  const planOf = (policies: readonly ScalingPolicy[], changes: Partial<ServiceConfig> = {}) =>
    plan(
      snapshot(
        [
          serviceReading({
            name: "api",
            signals: [datapoint({ value: 300 })],
            scalableTarget: known("none"),
            scalingPolicies: known([]),
          }),
          serviceReading({
            signals: [datapoint({ value: 75 })],
            scalableTarget: known(scalableTarget({ maxCapacity: 9 })),
            scalingPolicies: known(policies),
          }),
        ],
        [databaseReading()],
        { domain: "api" },
      ),
      memory({ web: calmMemory(3), api: calmMemory(3) }),
      config(
        [service({ ...changes }), service({ name: "api", pace: { ...service().pace, upPercent: 1000 } })],
        [database()],
      ),
      nowMs,
    );

  it("it counts with the one step that its policies may take, and no further than MaxCapacity", () => {
    const { budgets, services, actions } = planOf([tracking]);
    // Six of each run; web's own step is 12 - 6, but MaxCapacity is 9.
    expect(budgets[0]).toMatchObject({ committedConnections: (6 + 9) * 10 });
    expect(services.map(({ name, targetTasks }) => [name, targetTasks])).toEqual([
      ["api", 10],
      ["web", null],
    ]);
    expect(actions).toEqual([{ kind: "set-desired-count", service: "api", from: 6, to: 10 }]);
  });

  it("a policy of a higher target takes a smaller step", () => {
    // ceil(6 x 100 / 80) = 8.
    expect(planOf([{ ...tracking, targetPercent: 80 }]).budgets[0]).toMatchObject({
      committedConnections: (6 + 8) * 10,
    });
  });

  it("told to suspend, nothing else is written of it, and the plan is hot until it is read back", () => {
    const { actions, nextRead } = planOf([tracking], { autoscaling: "suspend" });
    expect(actions.filter((action) => action.service === "web")).toEqual([
      { kind: "suspend-autoscaling", service: "web" },
    ]);
    expect(nextRead).toEqual({ kind: "hot", inSeconds: 20 });
  });
});
