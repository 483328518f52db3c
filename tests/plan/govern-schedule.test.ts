import { describe, expect, it } from "@jest/globals";
import { type ScheduleAhead, scheduleAhead } from "../../shared/plan/policy/govern-schedule.ts";
import { governViewOf } from "../../shared/plan/policy/govern-view.ts";
import type { ScalableTarget, ScheduledAction } from "../../shared/plan/readings/autoscaling-reading.ts";
import { ceilingMemory, known, nowMs, scalableTarget, scheduledAction, secondsAgo, unknown } from "./builders.ts";

/** As a cron expression in UTC, a whole minute away. */
const inMinutes = (minutes: number): string => {
  const at = new Date(nowMs + minutes * 60_000);
  return `cron(${at.getUTCMinutes()} ${at.getUTCHours()} * * ? *)`;
};

type Row = {
  readonly when: string;
  readonly actions: readonly Partial<ScheduledAction>[];
  readonly target?: Partial<ScalableTarget>;
  readonly seenAtMs?: number | null;
  readonly expected: Partial<ScheduleAhead>;
};

describe("scheduled actions are read ahead", () => {
  it.each<Row>([
    {
      when: "a minimum counts five minutes before it fires",
      actions: [{ schedule: inMinutes(5), minCapacity: 9 }],
      expected: { minima: [{ minCapacity: 9, maxCapacity: null }], nextLookInSeconds: 305 },
    },
    {
      when: "six minutes before it doesn't, and the plan wakes when it does",
      actions: [{ schedule: inMinutes(6), minCapacity: 9 }],
      expected: { minima: [], nextLookInSeconds: 60 },
    },
    {
      when: "it counts while it fires: the target's own minimum may still be the old one",
      actions: [{ schedule: inMinutes(0), minCapacity: 9 }],
      expected: { minima: [{ minCapacity: 9, maxCapacity: null }], nextLookInSeconds: 5 },
    },
    {
      when: "a minute later the target says it",
      actions: [{ schedule: inMinutes(-1), minCapacity: 9 }],
      expected: { minima: [], nextLookInSeconds: null },
    },
    {
      when: "in eleven minutes is out of sight",
      actions: [{ schedule: inMinutes(11), minCapacity: 9 }],
      expected: { minima: [], nextLookInSeconds: null },
    },
    {
      when: "a maximum that fired since the last look is known",
      actions: [{ schedule: inMinutes(-2), maxCapacity: 15 }],
      seenAtMs: secondsAgo(200),
      expected: { firedMaxCapacity: 15 },
    },
    {
      when: "one that fired before the last look is old news",
      actions: [{ schedule: inMinutes(-2), maxCapacity: 15 }],
      seenAtMs: secondsAgo(100),
      expected: { firedMaxCapacity: null },
    },
    {
      when: "without a last look nothing has fired since",
      actions: [{ schedule: inMinutes(-2), maxCapacity: 15 }],
      seenAtMs: null,
      expected: { firedMaxCapacity: null },
    },
    {
      when: "of two that fired the later one counts, whatever their order",
      actions: [
        { name: "a", schedule: inMinutes(-1), maxCapacity: 11 },
        { name: "b", schedule: inMinutes(-2), maxCapacity: 15 },
      ],
      seenAtMs: secondsAgo(300),
      expected: { firedMaxCapacity: 11 },
    },
    {
      when: "a maximum below the minimum that it meets has failed",
      actions: [{ schedule: inMinutes(-1), maxCapacity: 2 }],
      seenAtMs: secondsAgo(300),
      expected: { firedMaxCapacity: null },
    },
    {
      when: "one that brings its own minimum has not",
      actions: [{ schedule: inMinutes(-1), minCapacity: 1, maxCapacity: 2 }],
      seenAtMs: secondsAgo(300),
      expected: { firedMaxCapacity: 2 },
    },
    {
      when: "what is scheduled is suspended: nothing fires",
      actions: [
        { schedule: inMinutes(2), minCapacity: 9 },
        { name: "b", schedule: inMinutes(-1), maxCapacity: 15 },
      ],
      target: { scheduledSuspended: true },
      seenAtMs: secondsAgo(300),
      expected: { minima: [], firedMaxCapacity: null, nextLookInSeconds: null },
    },
    {
      when: "an action that can't be read is named and counts as none",
      actions: [{ name: "odd", schedule: "rate(5 minutes)", minCapacity: 9 }],
      expected: { minima: [], unreadable: ["odd: rate(5 minutes) has no start time to count from"] },
    },
  ])("$when", ({ actions, target, seenAtMs = secondsAgo(20), expected }) => {
    const read = actions.map(scheduledAction);
    const ahead = scheduleAhead(known(read), scalableTarget(target), seenAtMs, nowMs);
    expect(ahead).toMatchObject(expected);
    expect(scheduleAhead(known([...read].reverse()), scalableTarget(target), seenAtMs, nowMs)).toEqual(ahead);
  });

  it("a reading that failed is named and counts as no action; none at all says nothing", () => {
    expect(scheduleAhead(unknown({ detail: "denied" }), scalableTarget(), null, nowMs).unreadable).toEqual(["denied"]);
    expect(scheduleAhead(undefined, scalableTarget(), null, nowMs).unreadable).toEqual([]);
  });
});

describe("the view of a governed target", () => {
  const viewOf = (
    actions: readonly Partial<ScheduledAction>[],
    maxCapacity: number,
    written: { readonly from: number; readonly to: number } | null,
  ) =>
    governViewOf(
      { scalableTarget: known(scalableTarget({ maxCapacity })), scheduledActions: known(actions.map(scheduledAction)) },
      ceilingMemory({ usersMaxCapacity: 20, written, seenAtMs: secondsAgo(100) }),
      nowMs,
    )!;
  const ours = { from: 20, to: 12 };
  const fired = [{ schedule: inMinutes(-1), maxCapacity: 12 }];

  it.each([
    { when: "a fired maximum that equals ours is the user's", actions: fired, maxCapacity: 12, users: 12 },
    { when: "it is the user's also where our write came after it", actions: fired, maxCapacity: 20, users: 12 },
    { when: "what somebody has set since is newer than it", actions: fired, maxCapacity: 15, users: 15 },
    { when: "without it what we wrote keeps the user's", actions: [], maxCapacity: 12, users: 20 },
  ])("$when", ({ actions, maxCapacity, users }) =>
    expect(viewOf(actions, maxCapacity, ours).usersMaxCapacity).toBe(users),
  );

  it.each([
    { when: "a scheduled minimum is the floor", bounds: { minCapacity: 14 }, expected: 14 },
    { when: "one below the target's own is not", bounds: { minCapacity: 2 }, expected: 3 },
    { when: "one above the user's ceiling fails when it fires", bounds: { minCapacity: 21 }, expected: 3 },
    { when: "unless it brings its own maximum", bounds: { minCapacity: 21, maxCapacity: 30 }, expected: 21 },
  ])("$when", ({ bounds, expected }) =>
    expect(viewOf([{ schedule: inMinutes(3), ...bounds }], 12, ours).minCapacity).toBe(expected),
  );

  it("there is none without a target, or where it can't be read", () => {
    expect(governViewOf({ scalableTarget: known("none") }, null, nowMs)).toBeNull();
    expect(governViewOf({ scalableTarget: unknown() }, null, nowMs)).toBeNull();
  });
});
