import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { KnownBudget } from "../../shared/plan/budget/budget.ts";
import { plan } from "../../shared/plan/plan.ts";
import { checkPlan } from "../../simulator/invariants/plan-check.ts";
import { always } from "./always.ts";
import { afterWrites } from "./ecs-model.ts";
import { type Moment, momentsOf } from "./history.ts";
import { lendingCases } from "./lending-case.ts";

const cases = 300;

const atEveryMoment = (check: (moment: Moment) => void): void =>
  always(
    fc.property(lendingCases, (given) => {
      for (const moment of momentsOf(given)) check(moment);
    }),
    cases,
  );

const knownOf = ({ plan: { budgets } }: Moment): readonly KnownBudget[] =>
  budgets.flatMap((budget) => (budget.kind === "known" ? [budget] : []));

/** Lent now, as against stood in. */
const isLent = (budget: KnownBudget): boolean =>
  budget.replacementLentConnections > 0 && budget.freeMilliConnections > 0;

/** The plan commits more than fits beside a whole replacement. */
const isUsed = (moment: Moment, budget: KnownBudget): boolean => {
  const { config, plan: planned } = moment;
  const added = planned.actions.map((action) => {
    if (action.kind !== "set-desired-count" || action.to <= action.from) return 0;
    const { pools } = config.services.find(({ name }) => name === action.service)!;
    const pool = pools.find(({ database, proxy }) => database === budget.database && proxy === null);
    return (action.to - action.from) * (pool?.connectionsPerTask ?? 0);
  });
  return added.reduce((sum, connections) => sum + connections, 0) * 1000 > budget.freeMilliBesideReplacement;
};

describe("the room for a replaced task, where databases are nearly full", () => {
  it("is always lent within the budget, without waste, in any order and to nothing that waits for a release", () => {
    let used = 0;
    atEveryMoment((moment) => {
      expect(checkPlan({ ...moment, memoryBefore: moment.memory })).toEqual([]);
      for (const budget of knownOf(moment)) if (isLent(budget) && isUsed(moment, budget)) used += 1;
    });
    expect(used).toBeGreaterThan(50);
  });

  it("never brings a plan to a second thought: once its writes are done, the same moment plans to nothing", () => {
    let ended = 0;
    atEveryMoment((moment) => {
      const { config, snapshot, nowMs, plan: first } = moment;
      const after = afterWrites(snapshot, first.actions);
      let before = first;
      for (let read = 0; read < 2; read++) {
        const again = plan(after, before.memory, config, nowMs);
        expect(again.actions).toEqual([]);
        before = again;
      }
      for (const budget of knownOf(moment)) {
        const then = before.budgets.find(({ database }) => database === budget.database)!;
        if (isLent(budget) && then.kind === "known" && !isLent(then)) ended += 1;
      }
    });
    expect(ended).toBeGreaterThan(25);
  });

  it("is never lent past the margin, nor beside a governed service, a deployment or a task that is replaced", () => {
    let lent = 0;
    let refused = 0;
    atEveryMoment((moment) => {
      for (const budget of knownOf(moment)) {
        const { limitConnections, reservedConnections, marginConnections, budgetConnections } = budget;
        expect(budgetConnections).toBeLessThanOrEqual(limitConnections - reservedConnections - marginConnections);
        const users = moment.plan.services.filter(({ name }) =>
          moment.config.services
            .find((service) => service.name === name)!
            .pools.some(({ database }) => database === budget.database),
        );
        const isBusy = users.some(
          ({ stance, counts }) =>
            stance === "governed" ||
            (counts !== null && (counts.unhealthy > 0 || counts.rebalancing || counts.deployment.kind !== "none")),
        );
        if (isLent(budget)) lent += 1;
        if (!isBusy) continue;
        if (budget.replacementConnections > 0) refused += 1;
        expect(isLent(budget)).toBe(false);
      }
    });
    expect(lent).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(20);
  });

  it("never makes a budget exceeded by itself: what stands in it leaves nothing free and nothing short", () => {
    let standing = 0;
    atEveryMoment((moment) => {
      for (const budget of knownOf(moment)) {
        const { replacementConnections, replacementLentConnections, freeMilliConnections } = budget;
        if (replacementLentConnections === 0) expect(freeMilliConnections).toBe(budget.freeMilliBesideReplacement);
        if (replacementConnections === 0 || replacementLentConnections === 0) continue;
        standing += 1;
        expect(freeMilliConnections).toBe(0);
        const told = moment.plan.findings.filter(({ code }) => code === "budget-exceeded");
        expect(told.map(({ database }) => database)).not.toContain(budget.database);
      }
    });
    expect(standing).toBeGreaterThan(50);
  });
});
