import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { anywhere } from "../../shared/plan/admit/places.ts";
import { type AdmittedCalls, admitCalls } from "../../shared/plan/graph/admit-calls.ts";
import { always } from "./always.ts";
import { acyclicCases, type GraphCase, graphCases, stageOf } from "./graph-case.ts";
import { arrivals, feasible, fits, isOneCircle, withCallees } from "./graph-oracle.ts";
import { shuffled } from "./shuffled.ts";

const admitted = (given: GraphCase): AdmittedCalls =>
  admitCalls(stageOf(given), given.contenders, given.free, () => anywhere);

/** What is bought: written now, or kept for a caller that waits. */
const reserved = (result: AdmittedCalls, name: string): number =>
  result.reservedTasks.get(name) ?? result.admissions.get(name)!.tasks;

const contenderOf = ({ contenders }: GraphCase, name: string) =>
  contenders.find((contender) => contender.name === name)!;

/** What a service goes down to, if nobody needs more of it. */
const standing = (given: GraphCase, name: string): number => {
  const { currentTasks, wantedTasks } = contenderOf(given, name);
  return Math.min(currentTasks, wantedTasks);
};

const dust = 1e-6;
const cases = 400;

describe("I7: what callers were admitted", () => {
  it("is always carried by callees that are healthy now, or came before", () => {
    always(
      fc.property(graphCases(), (given) => {
        const result = admitted(given);
        // What runs and is kept for somebody's requests sends on already.
        const kept = (name: string) => Math.min(contenderOf(given, name).currentTasks, reserved(result, name));
        const before = arrivals(given, kept);
        const after = arrivals(given, (name) => Math.max(kept(name), result.admissions.get(name)!.tasks));
        if (before === null || after === null) return;
        const growing = given.nodes.filter(({ name }) => result.admissions.get(name)!.tasks > kept(name));
        for (const { name, carrier, arrivingPerSecond } of given.nodes) {
          if (carrier.kind !== "own" || growing.some((grown) => isOneCircle(given, grown.name, name))) continue;
          const rate = arrivingPerSecond + (after.get(name) ?? 0);
          const most = Math.max(
            carrier.perTaskPerSecond * carrier.healthyTasks,
            arrivingPerSecond + (before.get(name) ?? 0),
          );
          expect(rate).toBeLessThanOrEqual(most + dust);
        }
      }),
      cases,
    );
  });

  it("never sends more to a callee that can't be read", () => {
    always(
      fc.property(graphCases(), (given) => {
        const result = admitted(given);
        const before = arrivals(given, (name) => standing(given, name));
        const after = arrivals(given, (name) => Math.max(standing(given, name), reserved(result, name)));
        if (before === null || after === null) return;
        for (const { name, carrier } of given.nodes) {
          if (carrier.kind !== "unknown") continue;
          expect(after.get(name) ?? 0).toBeLessThanOrEqual((before.get(name) ?? 0) + dust);
        }
      }),
      cases,
    );
  });
});

describe("what is reserved", () => {
  it("always fits into the rooms together with every callee's tasks that it needs", () => {
    always(
      fc.property(acyclicCases(), (given) => {
        const result = admitted(given);
        const tasks = new Map(given.contenders.map(({ name }) => [name, reserved(result, name)]));
        expect(fits(given, tasks)).toBe(true);
        expect(withCallees(given, tasks)).toEqual(tasks);
      }),
      cases,
    );
  });

  it("never holds a callee's task that neither itself nor its callers' requests need", () => {
    always(
      fc.property(graphCases(), (given) => {
        const result = admitted(given);
        const after = arrivals(given, (name) => Math.max(standing(given, name), reserved(result, name)));
        if (after === null) return;
        for (const { name, carrier, arrivingPerSecond } of given.nodes) {
          const { wantedTasks } = contenderOf(given, name);
          const tasks = reserved(result, name);
          if (tasks <= wantedTasks) continue;
          if (carrier.kind !== "own") throw new Error(`${name} was raised and carries nothing`);
          const rate = arrivingPerSecond + (after.get(name) ?? 0);
          expect(tasks).toBeLessThanOrEqual(Math.ceil(rate / carrier.perTaskPerSecond - dust));
        }
      }),
      cases,
    );
  });

  /** Of all vectors of own counts, by brute force: none that can be had gives everybody at least as much and one more. */
  it("always leaves nothing on the table: no vector that can be had gives one more and nobody less", () => {
    always(
      fc.property(acyclicCases(4, 3), (given) => {
        const result = admitted(given);
        const got = new Map(
          given.contenders.map(({ name, wantedTasks }) => [name, Math.min(wantedTasks, reserved(result, name))]),
        );
        const better = feasible(given).filter(
          (vector) =>
            [...vector].every(([name, tasks]) => tasks >= got.get(name)!) &&
            [...vector].some(([name, tasks]) => tasks > got.get(name)!),
        );
        expect(better).toEqual([]);
      }),
      150,
    );
  });
});

describe("the order of calls and services", () => {
  it("never matters", () => {
    always(
      fc.property(graphCases(), fc.integer({ min: 1, max: 1_000_000 }), (given, salt) => {
        const other = {
          ...given,
          calls: shuffled(given.calls, salt),
          nodes: shuffled(given.nodes, salt),
          contenders: shuffled(given.contenders, salt),
        };
        const sorted = (result: AdmittedCalls) => [...result.admissions].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(admitted(other))).toEqual(sorted(admitted(given)));
      }),
      cases,
    );
  });
});

describe("the generated graphs", () => {
  it("are of every kind that the properties speak of", () => {
    const seen: Record<string, number> = {};
    const count = (kind: string, is: boolean): void => {
      seen[kind] = (seen[kind] ?? 0) + (is ? 1 : 0);
    };
    for (const given of fc.sample(graphCases(), { seed: 20_260_314, numRuns: cases })) {
      const result = admitted(given);
      const admissions = [...result.admissions.values()];
      const bounds = admissions.flatMap((entry) => (entry.kind === "uncarried" ? [entry.refusal.bound.kind] : []));
      count(
        "with a circle",
        given.calls.some(({ caller, callee }) => isOneCircle(given, caller, callee)),
      );
      count("a caller waits", bounds.includes("not-yet"));
      count("a callee's room binds", bounds.includes("no-room"));
      count("a callee's maximum binds", bounds.includes("maximum"));
      count("a callee is overdue", bounds.includes("overdue"));
      count("a callee can't be read", bounds.includes("unknown"));
      count("a callee is raised for its callers", result.neededTasks.size > 0);
      count(
        "everybody gets all",
        admissions.every(({ kind }) => kind === "full"),
      );
    }
    console.log(`of ${cases} graphs: ${JSON.stringify(seen)}`);
    for (const [kind, times] of Object.entries(seen))
      expect({ kind, enough: times >= 5 }).toEqual({ kind, enough: true });
  });
});
