import { describe, expect, it } from "@jest/globals";
import { type Admission, admit } from "../../shared/plan/admit/admit.ts";
import type { Contender } from "../../shared/plan/admit/contender.ts";
import { contender } from "./contenders.ts";

const full = (name: string, tasks: number): Admission => ({ kind: "full", name, tasks });
const capped = (name: string, tasks: number, free: number, price = 10, by = "main"): Admission => ({
  kind: "capped",
  name,
  tasks,
  by,
  freeUnits: free,
  priceUnits: price,
});
const held = (name: string, tasks: number, by = "main"): Admission => ({ kind: "held", name, tasks, by });
const onBoth = [
  { room: "main", unitsPerTask: 10 },
  { room: "orders", unitsPerTask: 5 },
];

type Row = {
  readonly when: string;
  readonly contenders: readonly Contender[];
  readonly free: Readonly<Record<string, number | null>>;
  readonly expected: readonly Admission[];
  readonly left: Readonly<Record<string, number | null>>;
};

describe("admission", () => {
  it.each<Row>([
    {
      when: "grants all where there is room",
      contenders: [contender()],
      free: { main: 40 },
      expected: [full("web", 6)],
      left: { main: 0 },
    },
    {
      when: "39 free at 10 a task round down to 3",
      contenders: [contender()],
      free: { main: 39 },
      expected: [capped("web", 5, 9)],
      left: { main: 9 },
    },
    {
      when: "grants nothing on an unknown budget",
      contenders: [contender()],
      free: { main: null },
      expected: [held("web", 2)],
      left: { main: null },
    },
    {
      when: "grants nothing on a database that is not there",
      contenders: [contender()],
      free: {},
      expected: [held("web", 2)],
      left: {},
    },
    {
      when: "grants nothing on a budget in the red, not even a task that costs nothing",
      contenders: [contender({ commitment: () => 10 })],
      free: { main: -1 },
      expected: [capped("web", 2, -1, 0)],
      left: { main: -1 },
    },
    {
      when: "a task that exists already costs nothing, with nothing free",
      contenders: [contender({ commitment: (tasks) => Math.max(4, tasks) })],
      free: { main: 0 },
      expected: [capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "shrinking waits for no budget, and releases nothing here",
      contenders: [contender({ currentTasks: 9, wantedTasks: 4 }), contender({ name: "api" })],
      free: { main: 0 },
      expected: [capped("api", 2, 0), full("web", 4)],
      left: { main: 0 },
    },
    {
      when: "shrinking does not wait for an unknown one either",
      contenders: [contender({ currentTasks: 9, wantedTasks: 4 })],
      free: { main: null },
      expected: [full("web", 4)],
      left: { main: null },
    },
    {
      when: "a service without a database gets what it wants",
      contenders: [contender({ prices: [] })],
      free: {},
      expected: [full("web", 6)],
      left: {},
    },
    {
      when: "equals share equally, the odd task to the smaller name",
      contenders: [contender({ name: "web" }), contender({ name: "api" })],
      free: { main: 50 },
      expected: [capped("api", 5, 0), capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "twice the weight gets twice the share: 4 and 2 of 6",
      contenders: [
        contender({ name: "api", wantedTasks: 12, weight: 1 }),
        contender({ name: "web", wantedTasks: 12, weight: 2 }),
      ],
      free: { main: 60 },
      expected: [capped("api", 4, 0), capped("web", 6, 0)],
      left: { main: 0 },
    },
    {
      when: "shares are of what each wants above its minimum: 8 and 4 wanted, 4 and 2 given",
      contenders: [contender({ name: "api", wantedTasks: 10 }), contender({ name: "web", wantedTasks: 6 })],
      free: { main: 60 },
      expected: [capped("api", 6, 0), capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "who is better served already waits",
      contenders: [contender({ name: "api", currentTasks: 5 }), contender({ name: "web", currentTasks: 2 })],
      free: { main: 20 },
      expected: [capped("api", 5, 0), capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "the class served first is served in full first",
      contenders: [contender({ name: "api", priority: 1 }), contender({ name: "web", priority: 0 })],
      free: { main: 50 },
      expected: [capped("api", 3, 0), full("web", 6)],
      left: { main: 0 },
    },
    {
      when: "but after everybody's minimum, also that of the last class",
      contenders: [
        contender({ name: "api", priority: 1, minTasks: 4, currentTasks: 1 }),
        contender({ name: "web", priority: 0 }),
      ],
      free: { main: 50 },
      expected: [capped("api", 4, 0), capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "minima go by priority where there is no room for all",
      contenders: [
        contender({ name: "api", priority: 1, minTasks: 4, currentTasks: 1 }),
        contender({ name: "web", priority: 0, minTasks: 4, currentTasks: 1 }),
      ],
      free: { main: 40 },
      expected: [capped("api", 2, 0), capped("web", 4, 0)],
      left: { main: 0 },
    },
    {
      when: "a ceiling beyond the want is filled with what is left, whatever the class",
      contenders: [
        contender({ name: "api", priority: 0, wantedTasks: 4, ceilingTasks: 20 }),
        contender({ name: "web", priority: 1, wantedTasks: 4 }),
      ],
      free: { main: 70 },
      expected: [capped("api", 7, 0), full("web", 4)],
      left: { main: 0 },
    },
    {
      when: "who doesn't fit is done, the cheaper go on",
      contenders: [
        contender({ name: "api", prices: [{ room: "main", unitsPerTask: 30 }] }),
        contender({ name: "web" }),
      ],
      free: { main: 29 },
      expected: [capped("api", 2, 29, 30), capped("web", 4, 9)],
      left: { main: 9 },
    },
    {
      when: "a task takes from all of its databases, or from none",
      contenders: [contender({ prices: onBoth })],
      free: { main: 100, orders: 12 },
      expected: [capped("web", 4, 2, 5, "orders")],
      left: { main: 80, orders: 2 },
    },
    {
      when: "an unknown second database holds, and nothing is taken from the first",
      contenders: [contender({ prices: onBoth })],
      free: { main: 100, orders: null },
      expected: [held("web", 2, "orders")],
      left: { main: 100, orders: null },
    },
    {
      when: "only those on the unknown database are held",
      contenders: [contender({ name: "api", prices: onBoth }), contender({ name: "web" })],
      free: { main: 100, orders: null },
      expected: [held("api", 2, "orders"), full("web", 6)],
      left: { main: 60, orders: null },
    },
    {
      when: "a task that surges costs two",
      contenders: [contender({ commitment: (tasks) => tasks * 2 })],
      free: { main: 59 },
      expected: [capped("web", 4, 19, 20)],
      left: { main: 19 },
    },
    { when: "nobody asks: nobody gets", contenders: [], free: { main: 5 }, expected: [], left: { main: 5 } },
  ])("$when", ({ contenders, free, expected, left }) => {
    const admitted = admit(contenders, new Map(Object.entries(free)));
    expect([...admitted.admissions.values()]).toEqual(expected);
    expect(Object.fromEntries(admitted.left)).toEqual(left);
  });
});
