import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "./small-world.ts";

type Turn =
  | { readonly kind: "count"; readonly desired: number }
  | { readonly kind: "protect"; readonly picks: readonly number[]; readonly minutes: number | null }
  | { readonly kind: "deploy"; readonly strategy: "rolling" | "blue-green" };

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc.record({ kind: fc.constant("count" as const), desired: fc.nat({ max: 12 }) }),
  fc.record({
    kind: fc.constant("protect" as const),
    picks: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 10 }),
    minutes: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
  fc.record({
    kind: fc.constant("deploy" as const),
    strategy: fc.constantFrom("rolling" as const, "blue-green" as const),
  }),
);

const wanted = (world: World): ReadonlyMap<string, number | null> =>
  new Map(
    world
      .tasks("shop")
      .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
      .map(({ taskId, protectedUntilMs }) => [taskId, protectedUntilMs]),
  );

/** @returns tasks that were protected at the beginning of a second in which they were ordered to stop */
const stoppedInSpite = (
  world: World,
  { turns, seconds }: { readonly turns: readonly Turn[]; readonly seconds: number },
): readonly string[] => {
  const stopped: string[] = [];
  for (const next of turns) {
    if (next.kind === "count") world.setDesiredCount("shop", next.desired);
    else if (next.kind === "deploy") world.startDeployment("shop", { strategy: next.strategy });
    else {
      const ids = world.tasks("shop").map(({ taskId }) => taskId);
      const picked = next.picks.flatMap((pick) => ids[pick] ?? []);
      world.protectTasks("shop", picked, next.minutes === null ? null : world.nowMs + next.minutes * 60_000);
    }
    for (let second = 0; second < seconds; second += 1) {
      const before = wanted(world);
      world.step();
      const after = wanted(world);
      for (const [taskId, untilMs] of before) if (untilMs !== null && !after.has(taskId)) stopped.push(taskId);
    }
  }
  return stopped;
};

it("a protected task is never stopped by scale-in or a deployment before its protection ends", () => {
  void fc.assert(
    fc.property(fc.array(turn, { minLength: 2, maxLength: 12 }), fc.integer({ min: 1, max: 70 }), (turns, seconds) => {
      expect(stoppedInSpite(new World(legalWorld({ initialTasks: 5 }), 1), { turns, seconds })).toEqual([]);
    }),
    { numRuns: 200, seed: 20_260_314 },
  );
});

it("protection alone never changes a task, its connections or what the world serves", () => {
  void fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 10 }), { maxLength: 8 }),
      (rounds) => {
        const [plain, guarded] = [1, 1].map((seed) => new World(legalWorld({ initialTasks: 20 }), seed)) as [
          World,
          World,
        ];
        for (const picks of rounds) {
          const ids = guarded.tasks("shop").map(({ taskId }) => taskId);
          guarded.protectTasks(
            "shop",
            picks.flatMap((pick) => ids[pick] ?? []),
            guarded.nowMs + 60_000,
          );
          for (const world of [plain, guarded]) for (let second = 0; second < 10; second += 1) world.step();
        }
        const shown = (world: World) => world.tasks("shop").map((task) => ({ ...task, protectedUntilMs: null }));
        expect(shown(guarded)).toEqual(shown(plain));
        expect(guarded.connections("orders")).toBe(plain.connections("orders"));
        expect(guarded.totals()).toEqual(plain.totals());
      },
    ),
    { numRuns: 60, seed: 20_260_315 },
  );
});
