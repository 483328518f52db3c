import * as fc from "fast-check";
import type { Contender } from "../../shared/plan/admit/contender.ts";

/** Wants 4 more tasks at 10 connections each. */
export const contender = (changes: Partial<Contender> = {}): Contender => {
  const { wantedTasks = 6 } = changes;
  return {
    name: "web",
    priority: 1,
    weight: 1,
    minTasks: 2,
    currentTasks: 2,
    wantedTasks,
    ceilingTasks: wantedTasks,
    commitment: (tasks) => tasks,
    prices: [{ room: "main", unitsPerTask: 10 }],
    ...changes,
  };
};

type Shape = {
  readonly names: readonly string[];
  readonly connectionsPerTask: fc.Arbitrary<number>;
  /** Surplus tasks and rollouts make a task's price uneven. */
  readonly even: boolean;
};

const names = ["api", "jobs", "mail", "web"] as const;

export const contendersOn = ({
  names: databases,
  connectionsPerTask,
  even,
}: Shape): fc.Arbitrary<readonly Contender[]> =>
  fc
    .array(
      fc.record({
        priority: fc.constantFrom(0, 1, 1),
        weight: fc.constantFrom(1, 1, 2, 0.5, 3),
        minTasks: fc.integer({ min: 0, max: 4 }),
        currentTasks: fc.integer({ min: 0, max: 6 }),
        wantedTasks: fc.integer({ min: 0, max: 12 }),
        beyond: fc.constantFrom(0, 0, 1, 5),
        existing: even ? fc.constant(0) : fc.integer({ min: 0, max: 9 }),
        surge: even ? fc.constant(1) : fc.constantFrom(1, 1, 1.5, 2),
        prices: fc
          .subarray([...databases], { minLength: even ? 1 : 0 })
          .chain((used) =>
            fc.tuple(
              ...used.map((database) =>
                connectionsPerTask.map((perTask) => ({ room: database, unitsPerTask: perTask })),
              ),
            ),
          ),
      }),
      { minLength: 1, maxLength: names.length },
    )
    .map((shapes) =>
      shapes.map(
        ({ beyond, existing, surge, ...shape }, index): Contender => ({
          ...shape,
          name: names[index]!,
          ceilingTasks: shape.wantedTasks + beyond,
          commitment: (tasks) => Math.max(existing, Math.ceil(tasks * surge)),
        }),
      ),
    );
