import { describe, expect, it } from "@jest/globals";
import type { EntryMemory } from "../../shared/plan/memory.ts";
import { type EntryDecision, entryDecision } from "../../shared/plan/policy/entry.ts";
import { counts, service } from "./builders.ts";

const prices = [{ room: "main", unitsPerTask: 10 }];
const percents = (maximumPercent: number, minimumHealthyPercent = 100) => ({ maximumPercent, minimumHealthyPercent });
const fitting = service({ deploymentEntry: "fit", startSeconds: 40, drainSeconds: 30 });

type Row = {
  readonly when: string;
  readonly left: number | null;
  readonly now?: ReturnType<typeof percents>;
  readonly before?: EntryMemory;
  readonly changes?: Partial<typeof fitting>;
  readonly deploys?: true;
  readonly unhealthy?: number;
  readonly expected: EntryDecision["percents"] | "no statement";
};

/** Ten tasks that hold 100 connections, at 10 a task. */
describe("the entry of the next deployment of ten tasks", () => {
  it.each<Row>([
    { when: "stays the user's where all of it fits", left: 100, expected: null },
    {
      when: "is fitted to what is free: 2 more tasks at 110 %",
      left: 20,
      expected: { from: percents(200), to: percents(119) },
    },
    { when: "stays where no percents fit", left: 0, expected: null },
    { when: "stays where nothing is known of the room", left: null, expected: null },
    {
      when: "comes back to the user's with the room",
      left: 100,
      now: percents(119),
      before: { users: percents(200), written: { from: percents(200), to: percents(119) } },
      expected: { from: percents(119), to: percents(200) },
    },
    {
      when: "is written again where the last write did not take",
      left: 20,
      now: percents(200),
      before: { users: percents(200), written: { from: percents(200), to: percents(119) } },
      expected: { from: percents(200), to: percents(119) },
    },
    {
      when: "takes percents that nobody of us wrote as the user's new ones",
      left: 100,
      now: percents(150),
      before: { users: percents(200), written: { from: percents(200), to: percents(119) } },
      expected: null,
    },
    {
      when: "lowers minimumHealthyPercent only as far as it may, and only where nothing else fits",
      left: 10,
      changes: { leastHealthyPercent: 50 },
      expected: { from: percents(200), to: percents(109, 90) },
    },
    { when: "is left alone while a task is replaced", left: 20, unhealthy: 1, expected: null },
    { when: "is left alone while a deployment runs", left: 20, deploys: true, expected: null },
    {
      when: "is nobody's with entry: announce",
      left: 20,
      changes: { deploymentEntry: "announce" },
      expected: "no statement",
    },
    {
      when: "is not needed where the surge is kept free",
      left: 20,
      changes: { surge: "reserve" },
      expected: "no statement",
    },
  ])("$when", ({ left, now = percents(200), before, changes = {}, deploys, unhealthy = 0, expected }) => {
    const tasks = counts({
      desired: 10,
      ...now,
      unhealthy,
      deployment: deploys ? { kind: "rolling", sinceMs: 0 } : { kind: "none" },
    });
    const free = new Map([["main", left]]);
    const decision = entryDecision({ ...fitting, ...changes }, tasks, 10, prices, free, before ?? null);
    expect(decision === null ? "no statement" : decision.percents).toEqual(expected);
  });

  it("gives the user's own back once it is not asked for any more, and forgets them", () => {
    const announced = { ...fitting, deploymentEntry: "announce" as const };
    const before = { users: percents(200), written: { from: percents(119), to: percents(119) } };
    const room = new Map([["main", 0]]);
    const fitted = counts({ desired: 10, ...percents(119) });
    const back = entryDecision(announced, fitted, 10, prices, room, before);
    expect(back?.percents).toEqual({ from: percents(119), to: percents(200) });
    // The write that was refused is written again; the one that took is forgotten.
    expect(entryDecision(announced, fitted, 10, prices, room, back!.memory)?.percents).toEqual(back!.percents);
    const own = counts({ desired: 10, ...percents(200) });
    expect(entryDecision(announced, own, 10, prices, room, back!.memory)).toBeNull();
    const rolling = { ...fitted, deployment: { kind: "rolling" as const, sinceMs: 0 } };
    expect(entryDecision(announced, rolling, 10, prices, room, before)?.percents).toBeNull();
  });

  it("remembers what it set out to write, and what that replaced", () => {
    const tasks = counts({ desired: 10, ...percents(200) });
    const first = entryDecision(fitting, tasks, 10, prices, new Map([["main", 20]]), null);
    expect(first?.memory).toEqual({ users: percents(200), written: { from: percents(200), to: percents(119) } });
    const taken = counts({ desired: 10, ...percents(119) });
    const second = entryDecision(fitting, taken, 10, prices, new Map([["main", 20]]), first!.memory);
    expect(second).toEqual({
      percents: null,
      memory: { users: percents(200), written: { from: percents(119), to: percents(119) } },
    });
  });
});
