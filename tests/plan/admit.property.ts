import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { admit } from "../../shared/plan/admit/admit.ts";
import type { Contender } from "../../shared/plan/admit/contender.ts";
import { always } from "./always.ts";
import { contendersOn } from "./contenders.ts";
import { naiveAdmit } from "./naive-admit.ts";

const anyPrice = fc.integer({ min: 1, max: 12 });
const onTwo = contendersOn({ names: ["main", "orders"], connectionsPerTask: anyPrice, even: false });
const onOne = contendersOn({ names: ["main"], connectionsPerTask: anyPrice, even: false });
const atOnePrice = contendersOn({ names: ["main"], connectionsPerTask: fc.constant(10), even: true });
const room = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 220 }) },
  { weight: 1, arbitrary: fc.integer({ min: -30, max: -1 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

const tasksOf = (contenders: readonly Contender[], free: ReadonlyMap<string, number | null>) =>
  new Map([...admit(contenders, free).admissions].map(([name, { tasks }]) => [name, tasks]));

const addedConnections = (it: Contender, from: number, to: number): number =>
  (it.prices[0]?.unitsPerTask ?? 0) * (it.commitment(to) - it.commitment(from));

describe("I5: admission on one database", () => {
  it("never wastes: it uses at least what is asked, or all but one task's price", () => {
    always(
      fc.property(onOne, fc.integer({ min: 0, max: 220 }), (contenders, freeUnits) => {
        const tasks = tasksOf(contenders, new Map([["main", freeUnits]]));
        let used = 0;
        let asked = 0;
        let largestPrice = 1;
        for (const it of contenders) {
          const from = Math.min(it.currentTasks, it.wantedTasks);
          used += addedConnections(it, from, tasks.get(it.name)!);
          asked += addedConnections(it, from, it.wantedTasks);
          for (let count = from; count < it.wantedTasks; count++) {
            largestPrice = Math.max(largestPrice, addedConnections(it, count, count + 1));
          }
        }
        expect(used).toBeLessThanOrEqual(freeUnits);
        expect(used).toBeGreaterThanOrEqual(Math.min(asked, freeUnits - (largestPrice - 1)));
      }),
      2000,
    );
  });

  it("at equal prices never falls for anybody when the budget grows", () => {
    always(
      fc.property(
        atOnePrice,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 60 }),
        (contenders, less, more) => {
          const small = tasksOf(contenders, new Map([["main", less]]));
          const large = tasksOf(contenders, new Map([["main", less + more]]));
          for (const { name } of contenders) expect(large.get(name)!).toBeGreaterThanOrEqual(small.get(name)!);
        },
      ),
      2000,
    );
  });
});

describe("admission", () => {
  it("always equals the slow and obvious way, one task at a time", () => {
    always(
      fc.property(onTwo, room, room, (contenders, main, orders) => {
        const free = new Map([
          ["main", main],
          ["orders", orders],
        ]);
        expect(tasksOf(contenders, free)).toEqual(new Map(naiveAdmit(contenders, free)));
      }),
      3000,
    );
  });

  it("always stays between the smaller of what is and what is wanted, and the ceiling", () => {
    always(
      fc.property(onTwo, room, room, (contenders, main, orders) => {
        const free = new Map([
          ["main", main],
          ["orders", orders],
        ]);
        const { admissions, left } = admit(contenders, free);
        expect([...admissions.keys()]).toEqual(contenders.map(({ name }) => name).sort());
        for (const it of contenders) {
          const admission = admissions.get(it.name)!;
          expect(admission.tasks).toBeGreaterThanOrEqual(Math.min(it.currentTasks, it.wantedTasks));
          expect(admission.tasks).toBeLessThanOrEqual(Math.max(it.currentTasks, it.ceilingTasks));
          if (admission.kind === "full") {
            expect(admission.tasks).toBeGreaterThanOrEqual(Math.min(it.wantedTasks, it.ceilingTasks));
          }
          if (admission.kind === "held") expect(free.get(admission.by)).toBeNull();
          if (admission.kind === "capped") {
            const short = admission.priceUnits > admission.freeUnits || admission.freeUnits < 0;
            expect(short).toBe(true);
            expect(admission.freeUnits).toBeGreaterThanOrEqual(left.get(admission.by)!);
          }
        }
        for (const [database, before] of free) {
          const spent = contenders.reduce((sum, it) => {
            const perTask = it.prices.find((price) => price.room === database)?.unitsPerTask ?? 0;
            const from = Math.min(it.currentTasks, it.wantedTasks);
            return sum + perTask * (it.commitment(admissions.get(it.name)!.tasks) - it.commitment(from));
          }, 0);
          if (before !== null) expect(left.get(database)).toBe(before - spent);
          else expect([left.get(database), spent]).toEqual([null, 0]);
        }
      }),
      1000,
    );
  });

  it("never depends on how much a neighbour gives up in the same plan (I9)", () => {
    always(
      fc.property(onTwo, room, room, (contenders, main, orders) => {
        const free = new Map([
          ["main", main],
          ["orders", orders],
        ]);
        const shrinks = (it: Contender): boolean =>
          it.wantedTasks < it.currentTasks && it.ceilingTasks <= it.wantedTasks;
        const unmoved = contenders.map((it) =>
          shrinks(it) ? { ...it, minTasks: 0, wantedTasks: it.currentTasks, ceilingTasks: it.currentTasks } : it,
        );
        const before = tasksOf(contenders, free);
        const after = tasksOf(unmoved, free);
        for (const it of contenders) if (!shrinks(it)) expect(after.get(it.name)).toBe(before.get(it.name));
      }),
      1000,
    );
  });

  it("never depends on the order of the contenders (I6)", () => {
    always(
      fc.property(
        onTwo.chain((contenders) =>
          fc.tuple(
            fc.constant(contenders),
            fc.shuffledSubarray([...contenders], { minLength: contenders.length, maxLength: contenders.length }),
          ),
        ),
        room,
        room,
        ([contenders, shuffled], main, orders) => {
          const free = new Map([
            ["main", main],
            ["orders", orders],
          ]);
          expect(admit(shuffled, free)).toEqual(admit(contenders, free));
        },
      ),
      500,
    );
  });
});
