import { describe, expect, it } from "@jest/globals";
import type { Admission } from "../../shared/plan/admit/admit.ts";
import type { Room } from "../../shared/plan/budget/rooms.ts";
import type { GateMemory } from "../../shared/plan/gate/gate-memory.ts";
import { wallAtHand } from "../../shared/plan/gate/wall-at-hand.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { counts, secondsAgo } from "./builders.ts";

const room: Room = { name: "main", database: "main", unit: "connections", free: 40, saturated: false, closed: null };
const posted = (requestsPerSecond: number | null): GateMemory => ({
  perTask: null,
  posted: { atMs: secondsAgo(60), requestsPerSecond, sinceMs: secondsAgo(600) },
});
const full = (tasks: number): Admission => ({ kind: "full", name: "web", tasks });
const walled = (tasks: number, freeUnits: number): Admission => ({
  kind: "capped",
  name: "web",
  tasks,
  by: "main",
  freeUnits,
  priceUnits: 10,
});

type Row = {
  readonly when: string;
  readonly admission: Admission | null;
  /** Connections that are left after the grants; `null`: unknown. */
  readonly left: number | null;
  readonly counts?: TaskCounts | null;
  readonly before?: GateMemory | null;
  readonly gives: Admission | null;
};

/** Six healthy tasks of ten connections each, behind a gate at 100 requests a second. */
describe("the wall behind a closed gate", () => {
  it.each<Row>([
    { when: "is there while what was granted is starting", admission: full(7), left: 500, gives: walled(7, 500) },
    {
      when: "is there while less than half as many tasks again would fit",
      admission: full(6),
      left: 29,
      gives: walled(6, 29),
    },
    { when: "is gone where half as many tasks again would fit", admission: full(6), left: 30, gives: full(6) },
    {
      when: "is there while tasks that it had are unhealthy",
      admission: full(6),
      left: 500,
      counts: counts({ unhealthy: 1 }),
      gives: walled(6, 500),
    },
    {
      when: "is none where the room is unknown: nobody is turned away for that",
      admission: full(6),
      left: null,
      gives: full(6),
    },
    {
      when: "is not looked for where the gate is open",
      admission: full(6),
      left: 0,
      before: posted(null),
      gives: full(6),
    },
    {
      when: "is not looked for where nothing was ever posted",
      admission: full(6),
      left: 0,
      before: null,
      gives: full(6),
    },
    {
      when: "is not looked for where the tasks can't be read",
      admission: full(6),
      left: 0,
      counts: null,
      gives: full(6),
    },
    { when: "is the cap itself where there is one", admission: walled(6, 3), left: 3, gives: walled(6, 3) },
    { when: "is none for a service that was no contender", admission: null, left: 0, gives: null },
  ])("$when", ({ admission, left, gives, ...rest }) =>
    expect(
      wallAtHand(
        admission,
        rest.counts === undefined ? counts() : rest.counts,
        [{ room: "main", unitsPerTask: 10 }],
        new Map([["main", left]]),
        new Map([["main", room]]),
        rest.before === undefined ? posted(100) : rest.before,
      ),
    ).toEqual(gives),
  );

  it("is never one that no database has set", () => {
    const left = new Map([["fargate", 0]]);
    const prices = [{ room: "fargate", unitsPerTask: 1 }];
    expect(wallAtHand(full(6), counts(), prices, left, new Map([["main", room]]), posted(100))).toEqual(full(6));
  });
});
