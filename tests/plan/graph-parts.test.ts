import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { callGraphOf } from "../../shared/plan/graph/call-graph.ts";
import { circleOf } from "../../shared/plan/graph/circle.ts";
import { components } from "../../shared/plan/graph/components.ts";
import { describePlace } from "../../shared/plan/graph/describe-path.ts";
import { flowOf } from "../../shared/plan/graph/flow.ts";
import type { ShareMemory } from "../../shared/plan/graph/graph-memory.ts";
import { emptyGraphMemory } from "../../shared/plan/graph/graph-memory.ts";
import { releasedPerSecond } from "../../shared/plan/graph/released.ts";
import { rememberShare, type ShareMoment, shareOf } from "../../shared/plan/graph/share.ts";
import { isOverdue, rememberWaits } from "../../shared/plan/graph/waits.ts";
import { inOrderOfWriting } from "../../shared/plan/policy/policy.ts";
import {
  counts,
  cpuSignal,
  datapoint,
  nowMs,
  requestsSignal,
  secondsAgo,
  service,
  serviceMemory,
  serviceReading,
} from "./builders.ts";

type ComponentsRow = {
  readonly when: string;
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly expected: readonly (readonly string[])[];
};

describe("components", () => {
  it.each<ComponentsRow>([
    { when: "a chain is callers first", calls: { c: [], a: ["b"], b: ["c"] }, expected: [["a"], ["b"], ["c"]] },
    { when: "a circle is one", calls: { a: ["b"], b: ["c"], c: ["a"] }, expected: [["a", "b", "c"]] },
    {
      when: "two circles with a call between them stay two, the calling one first",
      calls: { a: ["b"], b: ["a"], x: ["y"], y: ["x", "a"] },
      expected: [
        ["x", "y"],
        ["a", "b"],
      ],
    },
    { when: "a call to somebody unknown is not looked at", calls: { a: ["elsewhere"] }, expected: [["a"]] },
    { when: "nobody calls anybody", calls: { a: [], b: [] }, expected: [["b"], ["a"]] },
  ])("$when", ({ calls, expected }) => {
    expect(components(Object.keys(calls).sort(), (name) => calls[name]!)).toEqual(expected);
  });

  it("takes a chain that is longer than a call stack", () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `s${String(index).padStart(6, "0")}`);
    const next = new Map(names.map((name, index) => [name, names.slice(index + 1, index + 2)]));
    const found = components(names, (name) => next.get(name)!);
    expect(found).toHaveLength(names.length);
    expect(found[0]).toEqual([names[0]]);
  });
});

describe("a circle", () => {
  it("sends on the sum of all its rounds: half of each comes back, so it is twice as much", () => {
    // a sends 1 to b, b sends 0.5 back to a.
    const circle = circleOf([
      [0, 0.5],
      [1, 0],
    ])!;
    expect(circle.map((row) => row[0])).toEqual([2, 2]);
  });

  it.each([
    { when: "of as much as it gets has no sum", back: 1 },
    { when: "of more than it gets has no sum", back: 1.5 },
  ])("$when", ({ back }) => {
    expect(
      circleOf([
        [0, back],
        [1, 0],
      ]),
    ).toBeNull();
  });

  it("has one rank, between its callers' and its callees'", () => {
    const call = (caller: string, callee: string) => ({ caller, callee, requestsPerRequest: 0.5 });
    const graph = callGraphOf([call("in", "a"), call("a", "b"), call("b", "a"), call("b", "out")]);
    expect(["in", "a", "b", "out", "nobody"].map(graph.rankOf)).toEqual([0, 1, 1, 2, null]);
  });
});

describe("the way to a callee", () => {
  const call = (caller: string, callee: string) => ({ caller, callee, requestsPerRequest: 1 });
  const graph = callGraphOf([call("web", "order"), call("order", "stock"), call("web", "cart")]);
  it.each([
    { when: "is its name where it is called directly", callee: "order", expected: "order" },
    { when: "names who is in between", callee: "stock", expected: "order > stock" },
  ])("$when", ({ callee, expected }) => expect(describePlace(graph, "web", callee)).toBe(expected));
});

describe("what a service releases", () => {
  const source = { unservedPerSecond: 100, servedPerSecond: 200, perTaskPerSecond: 50 };
  it.each([
    { when: "is nothing with the tasks that serve now", tasks: 4, expected: 0 },
    { when: "is what two more of them serve", tasks: 6, expected: 100 },
    { when: "is never more than what is unserved", tasks: 9, expected: 100 },
    { when: "is nothing with fewer tasks", tasks: 1, expected: 0 },
  ])("$when", ({ tasks, expected }) => expect(releasedPerSecond(source, tasks)).toBe(expected));
});

/** Four tasks; 25 requests a second are a task's target, and 50 % of its CPU. */
const flow = (given: { readonly perSecond: number; readonly cpuPercent: number | null; readonly running?: number }) => {
  const signals = given.cpuPercent === null ? [requestsSignal()] : [cpuSignal(), requestsSignal()];
  const target = requestsSignal().targetPerSecond;
  const series = {
    kind: "series",
    points: [{ atMs: secondsAgo(120), value: given.perSecond * 60 }],
    periodSeconds: 60,
    seenAtMs: secondsAgo(120),
  } as const;
  const readings = given.cpuPercent === null ? [series] : [datapoint({ value: given.cpuPercent, tasks: 4 }), series];
  const found = flowOf(
    service({ signals }),
    serviceReading({ signals: readings }),
    counts({ desired: 4, running: given.running ?? 4 }),
    serviceMemory({ running: [{ atMs: secondsAgo(900), tasks: 4 }] }),
    { perSecond: target, fullPerSecond: 2 * target, atMs: secondsAgo(60) },
    nowMs,
  );
  return { served: found.servedPerSecond! / target, arriving: found.arrivingPerSecond! / target };
};

describe("what a service serves, in tasks' worth at target", () => {
  const target = requestsSignal().targetPerSecond;
  it.each([
    {
      when: "is all that arrives below 90 % of CPU, however far above its target",
      arrive: 9,
      cpuPercent: 88,
      expected: 9,
    },
    { when: "is what its CPU in use carries at 100 %", arrive: 12, cpuPercent: 100, expected: 8 },
    { when: "is what its CPU in use carries at 95 %", arrive: 12, cpuPercent: 95, expected: 7.6 },
    { when: "is all that arrives where a saturated service could take it", arrive: 6, cpuPercent: 100, expected: 6 },
  ])("$when", ({ arrive, cpuPercent, expected }) => {
    expect(flow({ perSecond: arrive * target, cpuPercent }).served).toBeCloseTo(expected, 6);
  });

  it("is what its tasks carry at their target where no utilization shows how busy they are", () => {
    expect(flow({ perSecond: 6 * target, cpuPercent: null }).served).toBeCloseTo(4, 6);
  });

  it("counts the tasks of the minute that was measured, not those that run since", () => {
    expect(flow({ perSecond: 12 * target, cpuPercent: 100, running: 9 }).served).toBeCloseTo(8, 6);
  });
});

describe("a share that is learned", () => {
  const moment = (changes: Partial<ShareMoment> = {}): ShareMoment => ({
    callerPerSecond: 100,
    calleePerSecond: 150,
    othersPerSecond: 30,
    isSaturated: false,
    ...changes,
  });
  const learned = (minutes: number, changes: Partial<ShareMoment> = {}): ShareMemory | null => {
    let memory: ShareMemory | null = null;
    for (let minute = 0; minute < minutes; minute += 1) {
      memory = rememberShare(memory, moment(changes), nowMs + minute * 60_000);
    }
    return memory;
  };

  it.each([
    { when: "is what the callee's other callers leave unexplained", minutes: 10, changes: {}, expected: 1.2 },
    { when: "is not believed before ten minutes", minutes: 9, changes: {}, expected: null },
    {
      when: "is not taken from minutes without traffic",
      minutes: 20,
      changes: { callerPerSecond: 0.5 },
      expected: null,
    },
    {
      when: "is not taken while another caller is unknown",
      minutes: 20,
      changes: { othersPerSecond: null },
      expected: null,
    },
    { when: "is not taken while the caller is saturated", minutes: 20, changes: { isSaturated: true }, expected: null },
    { when: "is never negative", minutes: 10, changes: { othersPerSecond: 500 }, expected: 0 },
  ])("$when", ({ minutes, changes, expected }) => {
    const share = shareOf(learned(minutes, changes));
    if (expected === null) expect(share).toBeNull();
    else expect(share).toBeCloseTo(expected, 6);
  });

  it("looks at a minute once, however often it is read", () => {
    const once = rememberShare(null, moment(), nowMs);
    expect(rememberShare(once, moment({ calleePerSecond: 900 }), nowMs + 59_000)).toBe(once);
  });

  it("follows a change within an hour or two", () => {
    let memory = learned(60);
    for (let minute = 60; minute < 180; minute += 1) {
      memory = rememberShare(memory, moment({ calleePerSecond: 230 }), nowMs + minute * 60_000);
    }
    expect(shareOf(memory)).toBeGreaterThan(1.9);
  });
});

describe("a wait", () => {
  const waiting = { ...emptyGraphMemory, waits: { order: { sinceMs: secondsAgo(120), healthyTasks: 4 } } };
  it.each([
    { when: "of three start times without one more healthy task is over", healthyTasks: 4, expected: true },
    { when: "goes on after one more healthy task", healthyTasks: 5, expected: false },
    { when: "is over with fewer healthy tasks too", healthyTasks: 3, expected: true },
  ])("$when", ({ healthyTasks, expected }) => {
    expect(isOverdue(waiting, "order", healthyTasks, 40, nowMs)).toBe(expected);
  });

  it("of a second less goes on", () => {
    expect(isOverdue(waiting, "order", 4, 40.1, nowMs)).toBe(false);
  });

  it("is counted anew with each healthy task more", () => {
    const again = (healthyTasks: number, isRehearsed = false) =>
      rememberWaits(waiting, [{ callee: "order", healthyTasks, isRehearsed }], nowMs)["order"];
    expect(again(4)).toEqual({ sinceMs: secondsAgo(120), healthyTasks: 4 });
    expect(again(5)).toEqual({ sinceMs: nowMs, healthyTasks: 5 });
    expect(again(4, true)).toEqual({ sinceMs: nowMs, healthyTasks: 4 });
  });

  it("that nobody waits for any longer still holds for a plan of the same moment, and is forgotten by the next", () => {
    const ended = { ...emptyGraphMemory, waits: rememberWaits(waiting, [], nowMs) };
    expect(isOverdue(ended, "order", 4, 40, nowMs)).toBe(true);
    expect(isOverdue(ended, "order", 4, 40, nowMs + 1000)).toBe(false);
    expect(rememberWaits(ended, [], nowMs)).toEqual(ended.waits);
    expect(rememberWaits(ended, [], nowMs + 1000)).toEqual({});
    const anew = [{ callee: "order", healthyTasks: 4, isRehearsed: false }];
    expect(rememberWaits(ended, anew, nowMs + 1000)).toEqual({ order: { sinceMs: nowMs + 1000, healthyTasks: 4 } });
  });
});

describe("the order of writing", () => {
  const set = (name: string, from: number, to: number) =>
    ({ kind: "set-desired-count", service: name, from, to }) as const;
  const ranks: Readonly<Record<string, number>> = { web: 0, order: 1, stock: 2 };

  it("is callers first where they shrink, then callees first where they grow", () => {
    const actions = [set("web", 4, 8), set("order", 4, 8), set("stock", 4, 8), set("mail", 4, 2)];
    const ordered = inOrderOfWriting(actions, (name) => ranks[name] ?? null);
    expect(ordered.map((action) => action.service)).toEqual(["mail", "stock", "order", "web"]);
    const down = [set("stock", 8, 4), set("web", 8, 4), set("order", 8, 4)];
    expect(inOrderOfWriting(down, (name) => ranks[name] ?? null).map((action) => action.service)).toEqual([
      "web",
      "order",
      "stock",
    ]);
  });
});

describe("calls in headgate.yml", () => {
  const file = (calls: string): string => `version: 1
name: shop
services:
  a: { cluster: shop, signals: { cpu: 50 }, calls: ${calls} }
  b: { cluster: shop, signals: { cpu: 50 }, calls: { a: 0.5 } }
  c: { cluster: shop, signals: { cpu: 50 }, calls: { b: learn } }
`;
  const warningsOf = (calls: string): readonly string[] => {
    const reading = parseConfig(file(calls), "headgate.yml");
    return reading.kind === "ok" ? reading.warnings.map(({ code }) => code) : reading.problems.map(({ code }) => code);
  };

  it.each([
    { when: "may form a circle that ends", calls: "{ b: 1.5 }", expected: [] },
    { when: "are warned of where a circle has no end", calls: "{ b: 2 }", expected: ["calls-without-end"] },
    {
      when: "are warned of where two shares of one callee are to be learned",
      calls: "{ b: learn }",
      expected: ["share-not-identifiable"],
    },
    { when: "take no other word", calls: "{ b: guess }", expected: ["out-of-bounds"] },
  ])("$when", ({ calls, expected }) => expect(warningsOf(calls)).toEqual(expected));

  it("say null where the share is to be learned", () => {
    const reading = parseConfig(file("{ b: learn }"), "headgate.yml");
    if (reading.kind !== "ok") throw new Error("refused");
    expect(reading.config.services[0]!.calls).toEqual([{ service: "b", requestsPerRequest: null }]);
  });
});
