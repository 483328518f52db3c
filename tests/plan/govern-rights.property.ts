import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { emptyMemory, type Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import { always } from "./always.ts";
import {
  config,
  counts,
  database,
  databaseReading,
  datapoint,
  known,
  pool,
  scalableTarget,
  service,
  serviceReading,
  snapshot,
  nowMs as startMs,
} from "./builders.ts";
import { type EcsService, elapsed, written } from "./ecs-model.ts";

/** What befalls one service between two plans. */
type Weather = {
  readonly loadTasks: number;
  /** Its target tracking takes a step, as far as its target lets it. */
  readonly scalesTo: number | null;
  readonly usersMaxCapacity: number | null;
  readonly deploys: boolean;
  readonly writeFails: boolean;
};

type Life = {
  readonly limit: number;
  readonly members: readonly {
    readonly perTask: number;
    readonly priority: number;
    readonly desired: number;
    readonly minCapacity: number;
    readonly spare: number;
  }[];
  readonly steps: readonly { readonly afterSeconds: number; readonly weather: readonly Weather[] }[];
};

const most = 4;
/** Mostly nothing: once in `of` + 1 times a count. */
const sometimes = (of: number): fc.Arbitrary<number | null> =>
  fc.oneof({ weight: of, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) });
const weather: fc.Arbitrary<Weather> = fc.record({
  loadTasks: fc.integer({ min: 0, max: 30 }),
  scalesTo: sometimes(2),
  usersMaxCapacity: sometimes(15),
  deploys: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  writeFails: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});
const lives: fc.Arbitrary<Life> = fc.record({
  limit: fc.integer({ min: 60, max: 350 }),
  members: fc.array(
    fc.record({
      perTask: fc.constantFrom(10, 10, 5, 20),
      priority: fc.constantFrom(1, 1, 2),
      desired: fc.integer({ min: 1, max: 12 }),
      minCapacity: fc.integer({ min: 0, max: 3 }),
      spare: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 2, maxLength: most },
  ),
  steps: fc.array(
    fc.record({
      afterSeconds: fc.constantFrom(20, 20, 40, 80, 300),
      weather: fc.array(weather, { minLength: most, maxLength: most }),
    }),
    { minLength: 4, maxLength: 14 },
  ),
});

const floorOf = ({ counts: { desired, running, pending }, target }: EcsService): number =>
  Math.max(desired, running + pending, target.minCapacity);

/** How far its own autoscaling may take a service if nobody writes anything. */
const rightOf = (state: EcsService): number =>
  state.target.scaleOutSuspended ? floorOf(state) : Math.max(floorOf(state), state.target.maxCapacity);

/** Told again here, so that the plan's own sum is checked: no surge is reserved in these lives. */
const connectionsAt = (
  states: readonly EcsService[],
  services: readonly ServiceConfig[],
  tasksOf: (s: EcsService) => number,
) =>
  states.reduce((sum, state, index) => {
    const { running, pending, stopping } = state.counts;
    const tasks = Math.max(tasksOf(state), running + pending) + stopping;
    return sum + tasks * services[index]!.pools[0]!.connectionsPerTask;
  }, 0);

type Moment = {
  readonly services: readonly ServiceConfig[];
  readonly before: readonly EcsService[];
  /** Where the writes that were carried out have left each of them. */
  readonly after: readonly EcsService[];
  /** Where they would be had every lowering write failed and every raising one not. */
  readonly worst: readonly EcsService[];
  /** What the user's ceiling may be: a figure of theirs that happens to be ours can't be told from ours. */
  readonly users: readonly (readonly number[])[];
  readonly budgetConnections: number;
  readonly rolling: boolean;
  readonly plan: Plan;
  /** Twice more at the same moment, with nothing changed but what the plan has written. */
  readonly replanned: readonly Plan[];
  readonly nowMs: number;
};

const raises = (action: Action): boolean =>
  action.kind === "resume-scale-out" || (action.kind === "set-max-capacity" && action.to > action.from);

/** Plays a life on a small ECS and a small Application Auto Scaling. */
const momentsOf = ({ limit, members, steps }: Life): readonly Moment[] => {
  const services = members.map(({ perTask, priority, minCapacity }, index) =>
    service({
      name: `s${index}`,
      mode: "govern",
      priority,
      minTasks: Math.max(1, minCapacity),
      maxTasks: 40,
      drainSeconds: 60,
      pools: [pool({ connectionsPerTask: perTask })],
    }),
  );
  const domainConfig = config(services, [database({ maxConnections: limit })]);
  let states: readonly EcsService[] = members.map(({ desired, minCapacity, spare }) => ({
    counts: counts({ desired: Math.max(desired, minCapacity) }),
    target: scalableTarget({ minCapacity, maxCapacity: Math.max(desired, minCapacity) + spare }),
  }));
  let users: readonly (readonly number[])[] = states.map(({ target }) => [target.maxCapacity]);
  let memory: Memory = emptyMemory;
  let nowMs = startMs;
  const moments: Moment[] = [];
  for (const step of steps) {
    nowMs += step.afterSeconds * 1000;
    states = states.map((state, index) => {
      const { scalesTo, usersMaxCapacity, deploys } = step.weather[index]!;
      const moved = elapsed(state, services[index]!, step.afterSeconds, nowMs);
      const maxCapacity = Math.max(usersMaxCapacity ?? moved.target.maxCapacity, moved.target.minCapacity);
      const target = { ...moved.target, maxCapacity };
      // Registering a target moves the count into its range, whoever does it.
      const desired = Math.min(Math.max(moved.counts.desired, target.minCapacity), maxCapacity);
      const scaled = target.scaleOutSuspended ? desired : Math.max(desired, Math.min(scalesTo ?? 0, maxCapacity));
      return {
        counts: {
          ...moved.counts,
          desired: scaled,
          deployment: deploys ? { kind: "rolling" as const, sinceMs: nowMs } : { kind: "none" as const },
        },
        target,
      };
    });
    users = users.map((user, index) => {
      if (step.weather[index]!.usersMaxCapacity === null) return user;
      const { maxCapacity } = states[index]!.target;
      const ours = memory.services[services[index]!.name]?.ceiling?.written;
      return ours != null && (ours.from === maxCapacity || ours.to === maxCapacity)
        ? [...user, maxCapacity]
        : [maxCapacity];
    });
    const readingOf = (state: EcsService, index: number) =>
      serviceReading({
        name: services[index]!.name,
        tasks: known(state.counts),
        signals: [
          datapoint({
            atMs: nowMs - 120_000,
            value: (step.weather[index]!.loadTasks * 50) / Math.max(1, state.counts.running),
            tasks: state.counts.running,
          }),
        ],
        scalableTarget: known(state.target),
        scheduledActions: known([]),
      });
    const planOf = (found: readonly EcsService[], before: Memory): Plan => {
      const read = { domain: domainConfig.domains[0]!.id, readAtMs: nowMs };
      return plan(snapshot(found.map(readingOf), [databaseReading()], read), before, domainConfig, nowMs);
    };
    const planned = planOf(states, memory);
    const carriedOut = (does: (action: Action, index: number) => boolean): readonly EcsService[] =>
      states.map((state, index) =>
        planned.actions
          .filter((action) => action.service === services[index]!.name && does(action, index))
          .reduce(written, state),
      );
    const after = carriedOut((_, index) => !step.weather[index]!.writeFails);
    const allWritten = carriedOut(() => true);
    const again = planOf(allWritten, planned.memory);
    const [budget] = planned.budgets;
    moments.push({
      services,
      before: states,
      after,
      worst: carriedOut(raises),
      users,
      budgetConnections: budget!.kind === "known" ? budget!.budgetConnections : 0,
      rolling: states.some(({ counts: { deployment } }) => deployment.kind !== "none"),
      plan: planned,
      replanned: [again, planOf(allWritten, again.memory)],
      nowMs,
    });
    memory = planned.memory;
    states = after;
  }
  return moments;
};

const atEveryMoment = (check: (moment: Moment, index: number, all: readonly Moment[]) => void, runs = 400): void =>
  always(
    fc.property(lives, (life) => momentsOf(life).forEach(check)),
    runs,
  );

it("the rights that stand are never raised above the budget by any write, whichever writes fail", () => {
  let raised = 0;
  atEveryMoment(({ services, before, worst, after, budgetConnections, rolling }) => {
    // While a rollout runs its surge is committed too; no right is raised then.
    if (rolling) return;
    const standing = connectionsAt(before, services, rightOf);
    for (const states of [worst, after]) {
      const rights = connectionsAt(states, services, rightOf);
      if (rights > standing) raised += 1;
      expect(rights).toBeLessThanOrEqual(Math.max(budgetConnections, standing));
    }
  });
  expect(raised).toBeGreaterThan(50);
});

it("granted ceilings always sum to the budget at most, unless what exists is already above it", () => {
  let full = 0;
  atEveryMoment(({ services, before, plan: planned, budgetConnections, rolling }) => {
    if (rolling) return;
    const exists = connectionsAt(before, services, floorOf);
    const granted = before.reduce((sum, state, index) => {
      const { running, pending, stopping } = state.counts;
      const tasks = Math.max(planned.services[index]!.targetTasks!, running + pending) + stopping;
      return sum + tasks * services[index]!.pools[0]!.connectionsPerTask;
    }, 0);
    expect(granted).toBeLessThanOrEqual(Math.max(budgetConnections, exists));
    if (granted > exists && granted > budgetConnections - 20) full += 1;
  });
  expect(full).toBeGreaterThan(50);
});

it("no write ever moves a desired count, and MaxCapacity is never written below what exists", () => {
  atEveryMoment(({ before, after, worst, plan: planned }) => {
    for (const states of [after, worst])
      for (const [index, state] of states.entries()) expect(state.counts.desired).toBe(before[index]!.counts.desired);
    for (const action of planned.actions) {
      if (action.kind !== "set-max-capacity") continue;
      const state = before[Number(action.service.slice(1))]!;
      expect(action.to).toBeGreaterThanOrEqual(floorOf(state));
      expect(state.counts.deployment.kind).toBe("none");
    }
  });
});

it("the user's own ceiling is never lost, and nothing is ever written above it", () => {
  let ofOurs = 0;
  atEveryMoment(({ services, users, before, plan: planned, nowMs }) => {
    services.forEach(({ name }, index) => {
      const ceiling = planned.memory.services[name]?.ceiling;
      // Outside its range a target is left alone, and looked at again later.
      if (ceiling == null || ceiling.seenAtMs !== nowMs) return;
      expect(users[index]).toContain(ceiling.usersMaxCapacity);
      if (before[index]!.target.maxCapacity !== ceiling.usersMaxCapacity) ofOurs += 1;
      for (const action of planned.actions) {
        if (action.kind === "set-max-capacity" && action.service === name) {
          expect(action.to).toBeLessThanOrEqual(ceiling.usersMaxCapacity);
        }
      }
    });
  });
  expect(ofOurs).toBeGreaterThan(100);
});

it("nothing but protection is ever written twice within five minutes", () => {
  always(
    fc.property(lives, (life) => {
      const last = new Map<string, number>();
      for (const { plan: planned, nowMs } of momentsOf(life)) {
        for (const action of planned.actions) {
          const before = last.get(action.service);
          if (raises(action) && before !== undefined) expect(nowMs - before).toBeGreaterThanOrEqual(300_000);
        }
        for (const { service: name } of planned.actions) last.set(name, nowMs);
        const perService = new Set(planned.actions.map(({ service: name }) => name));
        expect(planned.actions).toHaveLength(perService.size);
      }
    }),
    400,
  );
});

it("a plan whose writes are done, planned again at once, always writes nothing: what was lowered is not yet given away", () => {
  atEveryMoment(({ replanned }) => {
    for (const { actions } of replanned) expect(actions).toEqual([]);
  }, 150);
});
