import { describe, expect, it } from "@jest/globals";
import { planWant } from "../../shared/plan/demand/want.ts";
import type { CeilingMemory } from "../../shared/plan/memory.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import { type GovernDecision, governDecision } from "../../shared/plan/policy/govern.ts";
import { governViewOf, usersCeiling } from "../../shared/plan/policy/govern-view.ts";
import type { ScalableTarget, ScheduledAction } from "../../shared/plan/readings/autoscaling-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { ServicePlan } from "../../shared/plan/service-plan.ts";
import {
  ceilingMemory,
  counts,
  known,
  nowMs,
  scalableTarget,
  scheduledAction,
  secondsAgo,
  service,
  serviceMemory,
  serviceReading,
  unknown,
} from "./builders.ts";

type Given = {
  readonly counts?: Partial<TaskCounts>;
  readonly targetTasks?: number | null;
  readonly target?: Partial<ScalableTarget> | "none" | "unknown";
  readonly ceiling?: Partial<CeilingMemory> | null;
  readonly scheduled?: readonly Partial<ScheduledAction>[] | "unknown";
  readonly mayRaise?: boolean;
};

const governed = service({ mode: "govern" });

/** 6 tasks run; the user's ceiling is 20. */
const decide = (given: Given): GovernDecision | null => {
  const tasks = counts(given.counts);
  const { target = {}, mayRaise = true, scheduled = [] } = given;
  const reading = serviceReading({
    tasks: known(tasks),
    scalableTarget:
      target === "unknown" ? unknown() : known(target === "none" ? ("none" as const) : scalableTarget(target)),
    scheduledActions:
      scheduled === "unknown"
        ? unknown({ because: "access-denied", detail: "application-autoscaling:DescribeScheduledActions: denied" })
        : known(scheduled.map(scheduledAction)),
  });
  const ceiling = given.ceiling == null ? null : ceilingMemory(given.ceiling);
  const planned: ServicePlan = {
    name: "web",
    stance: "governed",
    want: planWant(governed, reading, serviceMemory(), nowMs),
    counts: tasks,
    admission: null,
    targetTasks: given.targetTasks === undefined ? 12 : given.targetTasks,
    scalableTarget: reading.scalableTarget,
    governed: governViewOf(reading, ceiling, nowMs),
    ceiling,
    suspension: null,
    entry: null,
  };
  return governDecision(governed, planned, mayRaise, nowMs);
};

const writeMax = (from: number, to: number, changes: { readonly resume?: true } = {}): Action => ({
  kind: "set-max-capacity",
  service: "web",
  from,
  to,
  suspendFirst: to < from,
  ...changes,
});
/** What is remembered of a plan that has looked at the target. */
const remembering = (changes: Partial<CeilingMemory> = {}): CeilingMemory =>
  ceilingMemory({ resourceId: "service/shop/web", seenAtMs: nowMs, ...changes });
const suspend: Action = { kind: "suspend-scale-out", service: "web" };
const resume: Action = { kind: "resume-scale-out", service: "web" };
const rollingNow: Partial<TaskCounts> = { deployment: { kind: "rolling", sinceMs: secondsAgo(60) } };
const lowered = { from: 20, to: 12 } as const;

type Row = {
  readonly when: string;
  readonly given: Given;
  readonly expected: Omit<GovernDecision, "findings"> & { readonly code?: string };
};

describe("a grant becomes writes on the scalable target", () => {
  it.each<Row>([
    {
      when: "a grant below the user's ceiling lowers MaxCapacity, with scale-out suspended meanwhile",
      given: {},
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a grant above the user's ceiling writes nothing",
      given: { targetTasks: 30 },
      expected: { actions: [], ceiling: remembering() },
    },
    {
      when: "what was written is read back, and an unchanged grant writes nothing",
      given: { target: { maxCapacity: 12 }, ceiling: { written: lowered, writtenAtMs: secondsAgo(20) } },
      expected: {
        actions: [],
        ceiling: remembering({ written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(20) }),
      },
    },
    {
      when: "a failed write keeps the user's ceiling and is tried again",
      given: { ceiling: { written: lowered, writtenAtMs: secondsAgo(20) } },
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a raise 299 s after the last write waits",
      given: {
        targetTasks: 15,
        target: { maxCapacity: 12 },
        ceiling: { written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(299) },
      },
      expected: {
        actions: [],
        ceiling: remembering({ written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(299) }),
      },
    },
    {
      when: "a raise 300 s after the last write is written",
      given: {
        targetTasks: 15,
        target: { maxCapacity: 12 },
        ceiling: { written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(300) },
      },
      expected: {
        actions: [writeMax(12, 15)],
        ceiling: remembering({ written: { from: 12, to: 15 }, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a lower grant 1 s after the last write is written: it protects",
      given: {
        targetTasks: 10,
        target: { maxCapacity: 12 },
        ceiling: { written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(1) },
      },
      expected: {
        actions: [writeMax(12, 10)],
        ceiling: remembering({ written: { from: 12, to: 10 }, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a maximum that we did not write is the user's new ceiling",
      given: {
        targetTasks: 30,
        target: { maxCapacity: 25 },
        ceiling: { written: { from: 12, to: 12 }, writtenAtMs: secondsAgo(900) },
      },
      expected: {
        actions: [],
        ceiling: remembering({
          usersMaxCapacity: 25,
          written: { from: 25, to: 25 },
          writtenAtMs: secondsAgo(900),
        }),
      },
    },
    {
      when: "no room above what exists suspends scale-out and leaves MaxCapacity alone",
      given: { targetTasks: 6 },
      expected: { actions: [suspend], ceiling: remembering({ suspendedByUs: true, writtenAtMs: nowMs }) },
    },
    {
      when: "no room above pending tasks: running and pending count as existing",
      given: { targetTasks: 9, counts: { running: 6, pending: 3 } },
      expected: { actions: [suspend], ceiling: remembering({ suspendedByUs: true, writtenAtMs: nowMs }) },
    },
    {
      when: "no room and suspended already: nothing to write",
      given: { targetTasks: 6, target: { scaleOutSuspended: true }, ceiling: { suspendedByUs: true } },
      expected: { actions: [], ceiling: remembering({ suspendedByUs: true }) },
    },
    {
      when: "a service at the user's own ceiling needs no suspension",
      given: { targetTasks: 6, target: { maxCapacity: 6 } },
      expected: { actions: [], ceiling: remembering({ usersMaxCapacity: 6 }) },
    },
    {
      when: "room again resumes, 300 s after the suspension, with the new maximum",
      given: {
        target: { scaleOutSuspended: true },
        ceiling: { suspendedByUs: true, writtenAtMs: secondsAgo(300) },
      },
      expected: {
        actions: [writeMax(20, 12, { resume: true })],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "room again 299 s after the suspension: the maximum protects at once, the resumption waits",
      given: {
        target: { scaleOutSuspended: true },
        ceiling: { suspendedByUs: true, writtenAtMs: secondsAgo(299) },
      },
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "the user's own suspension is not lifted",
      given: { target: { scaleOutSuspended: true } },
      expected: { actions: [writeMax(20, 12)], ceiling: remembering({ written: lowered, writtenAtMs: nowMs }) },
    },
    {
      when: "a suspension of ours that somebody has lifted is ours no more",
      given: { targetTasks: 20, ceiling: { suspendedByUs: true, writtenAtMs: secondsAgo(900) } },
      expected: { actions: [], ceiling: remembering({ writtenAtMs: secondsAgo(900) }) },
    },
    {
      when: "a deployment with a maximum above the grant suspends only",
      given: { counts: rollingNow },
      expected: { actions: [suspend], ceiling: remembering({ suspendedByUs: true, writtenAtMs: nowMs }) },
    },
    {
      when: "a deployment with room up to the maximum writes nothing",
      given: { counts: rollingNow, targetTasks: 20 },
      expected: { actions: [], ceiling: remembering() },
    },
    {
      when: "a deployment keeps a suspension of ours even where there is room",
      given: {
        counts: rollingNow,
        targetTasks: 20,
        target: { scaleOutSuspended: true },
        ceiling: { suspendedByUs: true, writtenAtMs: secondsAgo(900) },
      },
      expected: { actions: [], ceiling: remembering({ suspendedByUs: true, writtenAtMs: secondsAgo(900) }) },
    },
    {
      when: "a desired count at MinCapacity is inside the range",
      given: { target: { minCapacity: 6 } },
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a desired count at MaxCapacity is inside the range",
      given: { targetTasks: 9, target: { maxCapacity: 6 }, ceiling: { written: { from: 6, to: 6 } } },
      expected: {
        actions: [writeMax(6, 9)],
        ceiling: remembering({ written: { from: 6, to: 9 }, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a desired count below MinCapacity writes nothing",
      given: { target: { minCapacity: 7 } },
      expected: { actions: [], ceiling: null, code: "outside-capacity-range" },
    },
    {
      when: "a desired count above MaxCapacity writes nothing",
      given: { target: { maxCapacity: 5 }, ceiling: { writtenAtMs: 1 } },
      expected: { actions: [], ceiling: ceilingMemory({ writtenAtMs: 1 }), code: "outside-capacity-range" },
    },
    {
      when: "no scalable target: nothing to write to",
      given: { target: "none" },
      expected: { actions: [], ceiling: null, code: "autoscaling-target-unknown" },
    },
    {
      when: "an unreadable scalable target: nothing is written on a guess",
      given: { target: "unknown" },
      expected: { actions: [], ceiling: null, code: "autoscaling-target-unknown" },
    },
    {
      when: "a raise waits while what others give up has not been read as given up",
      given: {
        targetTasks: 15,
        target: { maxCapacity: 12 },
        ceiling: { written: { from: 12, to: 12 } },
        mayRaise: false,
      },
      expected: { actions: [], ceiling: remembering({ written: { from: 12, to: 12 } }) },
    },
    {
      when: "so does a resumption, but a ceiling is lowered all the same",
      given: { target: { scaleOutSuspended: true }, ceiling: { suspendedByUs: true }, mayRaise: false },
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a raise lifts our suspension in the same call",
      given: {
        targetTasks: 15,
        target: { maxCapacity: 12, scaleOutSuspended: true },
        ceiling: { written: { from: 12, to: 12 }, suspendedByUs: true, writtenAtMs: secondsAgo(300) },
      },
      expected: {
        actions: [writeMax(12, 15, { resume: true })],
        ceiling: remembering({ written: { from: 12, to: 15 }, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a suspension of ours at a ceiling that fits is lifted, and stays ours until it is read as lifted",
      given: {
        target: { maxCapacity: 12, scaleOutSuspended: true },
        ceiling: { written: { from: 12, to: 12 }, suspendedByUs: true, writtenAtMs: secondsAgo(300) },
      },
      expected: {
        actions: [resume],
        ceiling: remembering({ written: { from: 12, to: 12 }, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "no room, but MaxCapacity itself keeps the service where it is: no suspension is needed",
      given: { targetTasks: 6, target: { maxCapacity: 6 }, ceiling: { written: { from: 6, to: 6 } } },
      expected: { actions: [], ceiling: remembering({ written: { from: 6, to: 6 } }) },
    },
    {
      when: "and one of ours is lifted",
      given: {
        targetTasks: 6,
        target: { maxCapacity: 6, scaleOutSuspended: true },
        ceiling: { written: { from: 6, to: 6 }, suspendedByUs: true, writtenAtMs: secondsAgo(300) },
      },
      expected: {
        actions: [resume],
        ceiling: remembering({ written: { from: 6, to: 6 }, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a user's ceiling below what exists is not written: it would stop tasks",
      given: {
        targetTasks: 6,
        target: { maxCapacity: 12 },
        ceiling: { usersMaxCapacity: 4, written: { from: 12, to: 12 } },
      },
      expected: {
        actions: [suspend],
        ceiling: remembering({
          usersMaxCapacity: 4,
          written: { from: 12, to: 12 },
          suspendedByUs: true,
          writtenAtMs: nowMs,
        }),
      },
    },
    {
      when: "a surplus above MaxCapacity raises nothing",
      given: {
        targetTasks: 9,
        counts: { running: 9 },
        target: { maxCapacity: 8 },
        ceiling: { written: { from: 8, to: 8 } },
      },
      expected: { actions: [], ceiling: remembering({ written: { from: 8, to: 8 } }) },
    },
    {
      when: "a scheduled minimum above MaxCapacity raises it in time, and doesn't wait for five minutes to pass",
      given: {
        targetTasks: 10,
        target: { maxCapacity: 8 },
        ceiling: { written: { from: 8, to: 8 }, writtenAtMs: secondsAgo(1) },
        scheduled: [{ minCapacity: 10 }],
        mayRaise: false,
      },
      expected: {
        actions: [writeMax(8, 10)],
        ceiling: remembering({ written: { from: 8, to: 10 }, writtenAtMs: nowMs }),
      },
    },
    {
      when: "but not during a deployment",
      given: {
        counts: rollingNow,
        targetTasks: 10,
        target: { maxCapacity: 8 },
        ceiling: { written: { from: 8, to: 8 } },
        scheduled: [{ minCapacity: 10 }],
      },
      expected: { actions: [], ceiling: remembering({ written: { from: 8, to: 8 } }) },
    },
    {
      when: "a scheduled minimum is a floor for a ceiling that is lowered",
      given: { targetTasks: 14, scheduled: [{ minCapacity: 13 }] },
      expected: {
        actions: [writeMax(20, 14)],
        ceiling: remembering({ written: { from: 20, to: 14 }, suspendedByUs: true, writtenAtMs: nowMs }),
      },
    },
    {
      when: "a maximum that fired is the user's ceiling though it equals what we wrote",
      given: {
        targetTasks: 20,
        target: { maxCapacity: 12 },
        ceiling: { written: { from: 20, to: 12 }, seenAtMs: secondsAgo(20) },
        scheduled: [{ maxCapacity: 12 }],
      },
      expected: { actions: [], ceiling: remembering({ usersMaxCapacity: 12, written: { from: 12, to: 12 } }) },
    },
    {
      when: "scheduled actions that can't be read are told, and the ceiling is lowered all the same",
      given: { scheduled: "unknown" },
      expected: {
        actions: [writeMax(20, 12)],
        ceiling: remembering({ written: lowered, suspendedByUs: true, writtenAtMs: nowMs }),
        code: "scheduled-actions-unknown",
      },
    },
  ])("$when", ({ given, expected }) => {
    const { code, ...rest } = expected;
    const decision = decide(given);
    expect({ actions: decision?.actions, ceiling: decision?.ceiling }).toEqual(rest);
    expect(decision?.findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code]);
  });

  it("makes no statement where the plan makes none", () => {
    expect(decide({ targetTasks: null })).toBeNull();
    expect(decide({ counts: { desired: 0 } })).toBeNull();
  });
});

describe("the user's ceiling", () => {
  const before = ceilingMemory({ usersMaxCapacity: 20, written: { from: 20, to: 12 } });
  it.each([
    { when: "what we wrote last keeps it", maxCapacity: 12, memory: before, expected: 20 },
    { when: "what our write replaced keeps it: the write failed", maxCapacity: 20, memory: before, expected: 20 },
    { when: "anything else is a new one", maxCapacity: 14, memory: before, expected: 14 },
    { when: "before any write of ours it is what stands", maxCapacity: 14, memory: ceilingMemory(), expected: 14 },
    { when: "without a memory it is what stands", maxCapacity: 14, memory: null, expected: 14 },
  ])("$when", ({ maxCapacity, memory, expected }) =>
    expect(usersCeiling(scalableTarget({ maxCapacity }), memory, null)).toBe(expected),
  );
});
