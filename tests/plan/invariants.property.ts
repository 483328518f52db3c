import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { KnownBudget } from "../../shared/plan/budget/budget.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import { type DatabaseReading, noFacts, noPressure } from "../../shared/plan/readings/database-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import { countOf, type ServicePlan } from "../../shared/plan/service-plan.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import {
  connectionsPerTask,
  type Entry,
  entriesOf,
  heldConnections,
  proxiedConnections,
  standingTasks,
  usesDatabase,
} from "../../simulator/invariants/ledger.ts";
import { always } from "./always.ts";
import { connectionsAt, known, unknown } from "./builders.ts";
import { type DomainCase, domainCases } from "./domain-case.ts";
import { afterWrites } from "./ecs-model.ts";
import { type Moment, momentsOf } from "./history.ts";
import { shuffledConfig, shuffledSnapshot } from "./shuffled.ts";

const cases = 250;

/** So many that growth beside a published service whose victims are on their way out is among them often enough. */
const casesWithVictims = 450;

const atEveryMoment = (check: (moment: Moment, given: DomainCase) => void, numRuns = cases): void =>
  always(
    fc.property(domainCases, (given) => {
      for (const moment of momentsOf(given)) check(moment, given);
    }),
    numRuns,
  );

/** Where a write leaves a service; where nothing is written, where it stands. */
const writtenTasks = (entry: Entry, actions: readonly Action[]): number => {
  const write = actions.find(
    (action) =>
      action.service === entry.planned.name &&
      (action.kind === "set-desired-count" || action.kind === "set-max-capacity"),
  );
  return write !== undefined && "to" in write ? write.to : standingTasks(entry);
};

/** Victims of a published service that hold connections to a database and are counted on to let go of them. */
const haveVictims = (entries: readonly Entry[], budget: KnownBudget): boolean =>
  entries.some((entry) => {
    const { counts, withdrawal } = entry.planned;
    const round = withdrawal?.memory;
    if (counts === null || round?.kind !== "withdrawing" || round.victims.length === 0) return false;
    return connectionsPerTask(entry, budget) > 0;
  });

const raises = (action: Action): boolean =>
  action.kind === "resume-scale-out" ||
  ((action.kind === "set-desired-count" || action.kind === "set-max-capacity") && action.to > action.from);

describe("I1: connections", () => {
  it("are never raised above a known budget by any write, even where the lowering ones before it fail", () => {
    let besideVictims = 0;
    atEveryMoment((moment) => {
      const entries = entriesOf(moment);
      const { actions, budgets } = moment.plan;
      for (const budget of budgets) {
        const growing = entries.filter(
          (entry) =>
            usesDatabase(entry, budget.database) &&
            actions.some((action) => action.service === entry.planned.name && raises(action)),
        );
        if (growing.length === 0 || budget.kind === "unknown") continue;
        const after = heldConnections(entries, budget, (entry) =>
          Math.max(standingTasks(entry), writtenTasks(entry, actions)),
        );
        const resumedOnly = growing.every((entry) => writtenTasks(entry, actions) === standingTasks(entry));
        if (resumedOnly) continue;
        expect(after + proxiedConnections(budget)).toBeLessThanOrEqual(budget.budgetConnections);
        if (haveVictims(entries, budget)) besideVictims += 1;
      }
    }, casesWithVictims);
    expect(besideVictims).toBeGreaterThan(15);
  });

  it("are always within the budget at the counts that are planned, or no more than they were", () => {
    atEveryMoment((moment) => {
      const entries = entriesOf(moment);
      for (const budget of moment.plan.budgets) {
        if (budget.kind === "unknown") continue;
        const before = heldConnections(entries, budget, standingTasks);
        // A published service stays above its target until its victims may stop.
        const after = heldConnections(entries, budget, (entry) => countOf(entry.planned) ?? standingTasks(entry));
        expect(budget.directConnections).toBe(before);
        expect(after).toBeLessThanOrEqual(Math.max(budget.budgetConnections - proxiedConnections(budget), before));
      }
    });
  });
});

describe("I2: the target", () => {
  it("is always in [min, max], or where it was, or on its way there", () => {
    atEveryMoment((moment) => {
      for (const { service, planned } of entriesOf(moment)) {
        const { counts, targetTasks, stance } = planned;
        if (counts === null || targetTasks === null || stance === "governed") continue;
        const { minTasks, maxTasks } = service;
        const from = counts.desired;
        for (const tasks of [targetTasks, countOf(planned) ?? from]) {
          const inside = tasks >= minTasks && tasks <= maxTasks;
          const down = from > maxTasks && tasks < from && tasks > maxTasks;
          const up = from < minTasks && tasks > from && tasks < minTasks;
          const parks = planned.want.kind === "wants" && planned.want.bounds.parked && tasks < from;
          expect({ inside: inside || down || up || parks || tasks === from, planned }).toEqual({
            inside: true,
            planned,
          });
        }
      }
    });
  });

  it("of a published service is where its count always goes when it grows, and never left below when it shrinks", () => {
    atEveryMoment((moment) => {
      for (const { planned } of entriesOf(moment)) {
        const { counts, targetTasks, withdrawal } = planned;
        if (withdrawal === undefined || counts === null || targetTasks === null) continue;
        const countTasks = countOf(planned)!;
        if (targetTasks >= counts.desired) expect(countTasks).toBe(targetTasks);
        else {
          expect(countTasks).toBeGreaterThanOrEqual(targetTasks);
          expect(countTasks).toBeLessThanOrEqual(counts.desired);
        }
      }
    });
  });

  it("of a govern service is never below what exists, nor above the user's own ceiling", () => {
    atEveryMoment((moment) => {
      for (const action of moment.plan.actions) {
        if (action.kind !== "set-max-capacity") continue;
        const { planned } = entriesOf(moment).find(({ service }) => service.name === action.service)!;
        const { counts, scalableTarget } = planned;
        if (counts === null || scalableTarget.kind === "unknown" || scalableTarget.value === "none") throw new Error();
        const { minCapacity, maxCapacity } = scalableTarget.value;
        expect(action.from).toBe(maxCapacity);
        expect(action.to).toBeGreaterThanOrEqual(
          Math.max(counts.desired, counts.running + counts.pending, minCapacity),
        );
        expect(counts.desired).toBeGreaterThanOrEqual(minCapacity);
        expect(counts.desired).toBeLessThanOrEqual(maxCapacity);
        expect(action.to).toBeLessThanOrEqual(moment.plan.memory.services[action.service]!.ceiling!.usersMaxCapacity);
      }
    });
  });
});

/** Any reading of a database that CloudWatch could give, and some that it can't. */
const otherReadings = (snapshot: Snapshot): fc.Arbitrary<readonly DatabaseReading[]> =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom("known", "unknown", "left-out"),
        ageSeconds: fc.integer({ min: 0, max: 3000 }),
        maximum: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constant(Number.NaN)),
      }),
      { minLength: 3, maxLength: 3 },
    )
    .map((readings) =>
      readings.flatMap(({ kind, ageSeconds, maximum }, index): DatabaseReading[] => {
        const name = ["main", "orders", "reports"][index]!;
        if (kind === "left-out") return [];
        const datapoints = known([connectionsAt(snapshot.readAtMs - ageSeconds * 1000, maximum)]);
        const connections = kind === "unknown" ? unknown() : datapoints;
        return [{ name, facts: noFacts, pressure: noPressure, proxies: [], connections }];
      }),
    );

describe("I3: what isn't known", () => {
  it("never lets anything grow that needs it", () => {
    atEveryMoment((moment) => {
      for (const budget of moment.plan.budgets) {
        if (budget.kind === "known") continue;
        for (const entry of entriesOf(moment)) {
          if (!usesDatabase(entry, budget.database)) continue;
          const { targetTasks, name } = entry.planned;
          if (targetTasks !== null) expect(targetTasks).toBeLessThanOrEqual(standingTasks(entry));
          const own = moment.plan.actions.filter((action) => action.service === name);
          expect(own.filter((action) => action.kind !== "resume-scale-out").filter(raises)).toEqual([]);
        }
      }
    });
  });

  it("is always an unknown budget: no limit, an unreadable neighbour, no reading or an old one", () => {
    atEveryMoment(({ config, snapshot, nowMs, plan: { budgets } }) => {
      for (const budget of budgets) {
        const { maxConnections, unmanagedConnections } = config.databases.find(({ name }) => name === budget.database)!;
        const reading = snapshot.databases.find(({ name }) => name === budget.database)?.connections;
        const newest = reading?.kind === "known" ? reading.value.at(-1) : undefined;
        const blind = newest === undefined || nowMs - newest.atMs - newest.periodSeconds * 1000 > 600_000;
        // Of a proxy's clients nothing need be known: it counts as the most that it may open.
        const users = config.services.filter(({ pools }) =>
          pools.some(({ database, proxy }) => database === budget.database && proxy === null),
        );
        const unreadable = users.some(({ name }) => {
          const tasks = snapshot.services.find((entry) => entry.name === name)?.tasks;
          return tasks === undefined || (tasks.kind === "unknown" && tasks.because !== "not-found");
        });
        if (maxConnections === null || unreadable || (unmanagedConnections === null && blind)) {
          expect(budget.kind).toBe("unknown");
        }
      }
    });
  });

  it("of a database never changes a scale-in", () => {
    always(
      fc.property(
        domainCases.chain((given) => {
          const moments = momentsOf(given);
          return fc.nat(moments.length - 1).chain((index) => {
            const moment = moments[index]!;
            return fc.tuple(fc.constant(moment), otherReadings(moment.snapshot));
          });
        }),
        ([{ config, snapshot, memory, nowMs, plan: planned }, databases]) => {
          const other = plan({ ...snapshot, databases }, memory, config, nowMs);
          planned.services.forEach((service, index) => {
            const { counts, targetTasks, stance } = service;
            if (stance === "governed" || counts === null || targetTasks === null) return;
            const lowered = (planned: ServicePlan): readonly number[] =>
              [planned.targetTasks!, countOf(planned)!].map((tasks) => Math.min(counts.desired, tasks));
            expect(lowered(other.services[index]!)).toEqual(lowered(service));
          });
        },
      ),
      cases,
    );
  });
});

describe("I4: a plan whose writes are done", () => {
  it("always plans to no action, as often as it is asked", () => {
    atEveryMoment(({ config, snapshot, nowMs, plan: first }) => {
      let before = first;
      const after = afterWrites(snapshot, first.actions);
      for (let read = 0; read < 3; read++) {
        const again = plan(after, before.memory, config, nowMs);
        expect(again.actions).toEqual([]);
        before = again;
      }
    });
  });

  it("always asks for the same of the same datapoint", () => {
    atEveryMoment(({ config, snapshot, nowMs, plan: first }) => {
      const again = plan(afterWrites(snapshot, first.actions), first.memory, config, nowMs + 5000);
      first.services.forEach(({ want }, index) => {
        const other = again.services[index]!.want;
        if (want.kind !== "wants" || other.kind !== "wants") return;
        const service = config.services.find(({ name }) => name === first.services[index]!.name)!;
        want.demand.opinions.forEach((opinion, at) => {
          const signal = service.signals[at]!;
          const later = other.demand.opinions[at]!;
          // A total has its tolerance around the desired count; past it, its ask is of the datapoint alone.
          if (signal.kind === "requests" || signal.kind === "backlog") return;
          if (signal.kind === "target" && signal.measures === "total") return;
          if (opinion.kind === "ask" && later.kind === "ask") expect(later.tasks).toBe(opinion.tasks);
        });
      });
    });
  });
});

describe("I5: a domain without a constraint", () => {
  it("is always granted what it wants", () => {
    always(
      fc.property(domainCases, (given) => {
        const databases = given.config.databases.map((database) => ({
          ...database,
          maxConnections: 1_000_000,
          marginConnections: 50_000,
          unmanagedConnections: 0,
        }));
        const steps = given.steps.map((step) => ({
          ...step,
          services: step.services.map((weather) => ({ ...weather, tasks: "known" as const })),
          databases: step.databases.map((weather) => ({
            ...weather,
            reading: "fresh" as const,
            hot: false,
            front: "calm" as const,
            allowedConnections: 1_000_000,
          })),
        }));
        const moments = momentsOf({ ...given, steps, config: { ...given.config, databases } });
        for (const { planned } of moments.flatMap(entriesOf)) {
          if (planned.want.kind !== "wants" || planned.stance === "bystander") continue;
          if (planned.stance !== "governed") expect(planned.targetTasks).toBe(planned.want.wantedTasks);
          else if (planned.admission !== null) expect(planned.admission.kind).toBe("full");
        }
      }),
      cases,
    );
  });
});

describe("I6: the order of input", () => {
  it("never matters: services, databases, readings, entries of the configuration", () => {
    let moved = 0;
    always(
      fc.property(domainCases, fc.integer({ min: 1, max: 1_000_000 }), (given, salt) => {
        for (const { config, snapshot, memory, nowMs, plan: planned } of momentsOf(given)) {
          const shuffled = shuffledSnapshot(snapshot, salt);
          if (JSON.stringify(shuffled) !== JSON.stringify(snapshot)) moved += 1;
          const other = plan(shuffled, memory, shuffledConfig(config, salt), nowMs);
          expect(JSON.stringify(other)).toBe(JSON.stringify(planned));
        }
      }),
      cases,
    );
    expect(moved).toBeGreaterThan(500);
  });
});

describe("I8: the mode", () => {
  it("always bounds the writes: observe none, govern MaxCapacity and suspension, scale counts and protection", () => {
    const permitted = {
      observe: [],
      govern: ["set-max-capacity", "suspend-scale-out", "resume-scale-out"],
      scale: ["set-desired-count", "set-rollout-percents", "protect-tasks", "unprotect-tasks"],
    } as const;
    const ofPublished: readonly Action["kind"][] = ["protect-tasks", "unprotect-tasks"];
    atEveryMoment(({ config, plan: { actions } }, { published }) => {
      for (const { service: name, kind } of actions) {
        const { mode } = config.services.find((service) => service.name === name)!;
        expect(permitted[mode]).toContain(kind);
        if (!published.has(name)) expect(ofPublished).not.toContain(kind);
      }
    });
  });

  it("of observe always speaks of what would happen, never of what did", () => {
    atEveryMoment(({ config, plan: { findings } }) => {
      for (const { code, service } of findings) {
        const mode = config.services.find(({ name }) => name === service)?.mode;
        if (mode === "observe") expect(["scaled-out", "scaled-in"]).not.toContain(code);
        if (mode === "scale") expect(["would-scale-out", "would-scale-in"]).not.toContain(code);
      }
    });
  });
});

describe("I9: what stopping and surplus tasks hold", () => {
  it("is never granted: what exists and what is added to it fit together", () => {
    let besideVictims = 0;
    atEveryMoment((moment) => {
      const entries = entriesOf(moment).filter(({ planned }) => planned.counts !== null);
      for (const budget of moment.plan.budgets) {
        if (budget.kind === "unknown") continue;
        let openConnections = 0;
        let grows = false;
        for (const entry of entries) {
          const { planned } = entry;
          const perTask = connectionsPerTask(entry, budget);
          const { running, pending, stopping, desired } = planned.counts!;
          const aim = countOf(planned) ?? desired;
          openConnections += perTask * (Math.max(running + pending, desired, aim) + stopping);
          grows ||= perTask > 0 && aim > Math.max(standingTasks(entry), running + pending);
        }
        if (!grows) continue;
        expect(openConnections + proxiedConnections(budget)).toBeLessThanOrEqual(budget.budgetConnections);
        if (haveVictims(entries, budget)) besideVictims += 1;
      }
    }, casesWithVictims);
    expect(besideVictims).toBeGreaterThan(15);
  });
});

const withValue = (signal: SignalReading, value: number): SignalReading => {
  if (signal.kind === "datapoint") return { ...signal, value };
  if (signal.kind === "queue") return { ...signal, waitingMessages: value, inFlightMessages: value };
  return signal.kind === "series" ? { ...signal, points: signal.points.map((point) => ({ ...point, value })) } : signal;
};

describe("a plan", () => {
  it("is always the same for the same input", () => {
    atEveryMoment(({ config, snapshot, memory, nowMs, plan: planned }) => {
      expect(plan(snapshot, memory, config, nowMs)).toEqual(planned);
    });
  });

  it("is always the same after its input was stored as JSON", () => {
    const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    atEveryMoment(({ config, snapshot, memory, nowMs, plan: planned }) => {
      const again = plan(stored(snapshot), stored(memory), stored(config), nowMs);
      // A value that is not a number is null in JSON; only the words about it differ.
      const wordless = (text: string): string => text.replaceAll("the value null", "the value NaN");
      expect(wordless(JSON.stringify(again))).toBe(JSON.stringify(planned));
    });
  });

  it("never throws, whatever was read", () => {
    const strange = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e15);
    always(
      fc.property(domainCases, strange, (given, value) => {
        for (const { config, snapshot, memory, nowMs } of momentsOf(given)) {
          const services = snapshot.services.map((reading) => ({
            ...reading,
            signals: reading.signals.map((signal) => withValue(signal, value)),
          }));
          const databases = snapshot.databases.map(({ name }) => ({
            name,
            facts: noFacts,
            pressure: {
              ...noPressure,
              cpuPercent: known([1, 2, 3].map((minutes) => ({ atMs: nowMs - minutes * 60_000, value }))),
            },
            proxies: [],
            connections: known([connectionsAt(nowMs, value)]),
          }));
          expect(() => plan({ ...snapshot, services, databases }, memory, config, nowMs)).not.toThrow();
          expect(() => plan({ ...snapshot, services: [], databases: [] }, memory, config, nowMs)).not.toThrow();
        }
      }),
      60,
    );
  });
});
