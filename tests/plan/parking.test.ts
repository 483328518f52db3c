import { describe, expect, it } from "@jest/globals";
import type { ScheduleConfig } from "../../shared/config/schedule-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type BoundMemory, emptyMemory, type Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import {
  backlogSignal,
  config,
  counts,
  database,
  datapoint,
  known,
  memory,
  nowMs,
  queue,
  service,
  serviceMemory,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

const minuteMs = 60_000;

/** A window from the first plan on, an hour long. */
const window = (bounds: Partial<ScheduleConfig>): ScheduleConfig => ({
  name: "night",
  when: { kind: "between", fromMs: nowMs, untilMs: nowMs + 60 * minuteMs },
  minTasks: null,
  maxTasks: null,
  ...bounds,
});

type Look = { readonly minute: number; readonly desired?: number; readonly signal?: SignalReading };

/** Plans one service look by look; every write is done before the next look, unless a look says what a person did. */
const lookedAt = (changes: Partial<ServiceConfig>, looks: readonly Look[], first: Memory = emptyMemory) => {
  const planned: Plan[] = [];
  let desired = 4;
  let before = first;
  for (const look of looks) {
    desired = look.desired ?? desired;
    const atMs = nowMs + look.minute * minuteMs;
    const signal =
      look.signal ?? (desired === 0 ? unknown() : datapoint({ tasks: desired, atMs: atMs - 2 * minuteMs }));
    const reading = serviceReading({ tasks: known(counts({ desired })), signals: [signal] });
    const latest = plan(
      snapshot([reading], undefined, { readAtMs: atMs }),
      before,
      config([service({ minTasks: 2, ...changes })], [database()]),
      atMs,
    );
    for (const action of latest.actions) if (action.kind === "set-desired-count") desired = action.to;
    before = latest.memory;
    planned.push(latest);
  }
  return {
    targets: planned.map(({ services }) => services[0]!.targetTasks),
    codes: planned.map(({ findings }) => findings.map(({ code }) => code)),
    nextReads: planned.map(({ nextRead }) => nextRead.inSeconds),
  };
};

describe("a service that a schedule parks", () => {
  const parked = { schedules: [window({ maxTasks: 0 })] };
  const down = [{ minute: 0 }, { minute: 6 }, { minute: 12 }];

  it("goes to 0 at its pace, stays there, and comes back to its minimum when the window ends", () => {
    const { targets, codes } = lookedAt(parked, [...down, { minute: 18 }, { minute: 59 }, { minute: 60 }]);
    expect(targets).toEqual([2, 1, 0, null, null, 2]);
    expect(codes[3]).toEqual(["parked"]);
    expect(codes[5]).toEqual(["scaled-out"]);
  });

  it("is looked at again when the window ends", () => {
    const { nextReads } = lookedAt(parked, [...down, { minute: 59 }, { minute: 59.75 }]);
    expect(nextReads.slice(-2)).toEqual([60, 15]);
  });

  it("stays off after the window when a person has switched it off again", () => {
    const switched = [{ minute: 20, desired: 1 }, { minute: 21 }, { minute: 22, desired: 0 }];
    const looks = [...down, { minute: 18 }, ...switched, { minute: 61 }];
    const { targets, codes } = lookedAt(parked, looks);
    expect(targets.slice(4)).toEqual([1, 1, null, null]);
    expect(codes.slice(-2)).toEqual([["scaled-to-zero"], ["scaled-to-zero"]]);
  });

  it("stays where a hand has put it for the pin's time, and is parked again", () => {
    const looks = [...down, { minute: 18 }, { minute: 20, desired: 3 }, { minute: 29 }, { minute: 31 }, { minute: 32 }];
    const { targets } = lookedAt({ ...parked, pinMinutes: 10 }, looks);
    expect(targets.slice(4)).toEqual([3, 3, 2, 2]);
  });

  it("stays off where nobody remembers who has switched it off", () => {
    expect(lookedAt(parked, [{ minute: 61, desired: 0 }]).codes).toEqual([["scaled-to-zero"]]);
  });
});

describe("what a schedule does is said", () => {
  it.each([
    {
      when: "a floor above the ask",
      bounds: { minTasks: 8 },
      code: "schedule-floor",
      numbers: { askTasks: 4, floorTasks: 8 },
    },
    {
      when: "a ceiling below the ask",
      bounds: { maxTasks: 3 },
      code: "schedule-ceiling",
      numbers: { askTasks: 4, maxTasks: 3 },
    },
  ])("$when", ({ bounds, code, numbers }) => {
    const reading = serviceReading({ tasks: known(counts({ desired: 4 })), signals: [datapoint({ tasks: 4 })] });
    const configured = config([service({ minTasks: 2, schedules: [window(bounds)] })], [database()]);
    const { findings } = plan(snapshot([reading]), emptyMemory, configured, nowMs);
    expect(findings.filter((finding) => finding.code === code)).toMatchObject([{ detail: "night", numbers }]);
  });
});

describe("a consumer of a queue", () => {
  it("goes to 0 when it is empty and comes back with the first message", () => {
    const consumer = { minTasks: 0, signals: [backlogSignal()], pace: { ...service().pace, stabilizationSeconds: 0 } };
    const looks = [0, 6, 12, 18].map((minute) => ({ minute, signal: queue(0, 0, nowMs + minute * minuteMs) }));
    const { targets } = lookedAt(consumer, [...looks, { minute: 24, signal: queue(10, 0, nowMs + 24 * minuteMs) }]);
    expect(targets).toEqual([2, 1, 0, 0, 1]);
  });
});

describe("a budget that has bound", () => {
  const spell = (sinceSecondsAgo: number, lastSecondsAgo: number): BoundMemory => ({
    sinceMs: nowMs - sinceSecondsAgo * 1000,
    lastMs: nowMs - lastSecondsAgo * 1000,
  });
  const given = (bound: BoundMemory | null) => {
    const asks = [
      { atMs: nowMs - 100_000, tasks: 10 },
      { atMs: nowMs - 20_000, tasks: 4 },
    ];
    const before = memory({ web: serviceMemory({ asks }) }, { main: { unmanaged: null, bound } });
    const reading = serviceReading({
      tasks: known(counts({ desired: 10 })),
      signals: [datapoint({ value: 10, tasks: 10 })],
    });
    return plan(snapshot([reading]), before, config([service()], [database()]), nowMs).services[0]!.targetTasks;
  };

  it.each([
    { when: "just now makes a comfortable service give back", bound: spell(60, 0), expected: 5 },
    { when: "for the first time in the plan that is made again is not known yet", bound: spell(0, 0), expected: 10 },
    { when: "299 s ago still does", bound: spell(400, 299), expected: 5 },
    { when: "300 s ago is no word any more", bound: spell(400, 300), expected: 10 },
    { when: "never leaves it its window", bound: null, expected: 10 },
  ])("$when", ({ bound, expected }) => expect(given(bound)).toBe(expected));
});
