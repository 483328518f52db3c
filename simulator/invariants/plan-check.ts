import type { Config } from "../../shared/config/config.ts";
import type { KnownBudget } from "../../shared/plan/budget/budget.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import { countOf } from "../../shared/plan/service-plan.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { Breach } from "./breach.ts";
import { checkCalls } from "./call-check.ts";
import {
  connectionsPerTask,
  type Entry,
  entriesOf,
  heldConnections,
  proxiedConnections,
  standingTasks,
  usesDatabase,
} from "./ledger.ts";
import { reversedConfig, reversedSnapshot } from "./reversed.ts";

/** A plan with everything that it was made from. */
export type Planned = {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly memoryBefore: Memory;
  readonly plan: Omit<Plan, "memory">;
};

type Known = Planned & { readonly entries: readonly Entry[] };

/**
 * Checks one plan against the invariants that a plan can break: I1, I2, I3, I5, I6, I7, I8 and I9.
 *
 * The sums are told again in `ledger.ts`. I4 needs the world after the writes: `replanCheck`.
 *
 * @returns what is broken, with its numbers; empty: nothing
 * @throws never
 * @see tests/plan/invariants.property.ts, which checks the same over generated histories
 */
export const checkPlan = (planned: Planned): readonly Breach[] => {
  const known = { ...planned, entries: entriesOf(planned) };
  return [
    ...checkConnections(known),
    ...checkBounds(known),
    ...checkUnknown(known),
    ...checkWaste(known),
    ...checkOrder(known),
    ...checkCalls(known),
    ...checkModes(known),
    ...checkReleased(known),
  ];
};

/** Once a plan's writes are done, the same moment plans to nothing (I4). */
export const replanCheck = (
  config: Config,
  snapshotAfter: Snapshot,
  memoryAfter: Memory,
  nowMs: number,
): readonly Breach[] => {
  const { actions } = plan(snapshotAfter, memoryAfter, config, nowMs);
  return actions.length === 0 ? [] : [{ invariant: "I4", detail: `planned again to ${JSON.stringify(actions)}` }];
};

const raises = (action: Action): boolean =>
  action.kind === "resume-scale-out" ||
  ((action.kind === "set-desired-count" || action.kind === "set-max-capacity") && action.to > action.from);

/** Where a write leaves a service; where nothing is written, where it stands. */
const writtenTasks = (entry: Entry, actions: readonly Action[]): number => {
  const write = actions.find(
    ({ kind, service }) =>
      service === entry.planned.name && (kind === "set-desired-count" || kind === "set-max-capacity"),
  );
  return write !== undefined && "to" in write ? write.to : standingTasks(entry);
};

const knownBudgets = ({ plan: { budgets } }: Known): readonly KnownBudget[] =>
  budgets.flatMap((budget) => (budget.kind === "known" ? [budget] : []));

const checkConnections = (known: Known): readonly Breach[] =>
  knownBudgets(known).flatMap((budget): Breach[] => {
    const { entries, plan: planned } = known;
    const growing = entries.filter(
      (entry) =>
        usesDatabase(entry, budget.database) &&
        planned.actions.some((action) => action.service === entry.planned.name && raises(action)) &&
        writtenTasks(entry, planned.actions) > standingTasks(entry),
    );
    if (growing.length === 0) return [];
    const after =
      proxiedConnections(budget) +
      heldConnections(entries, budget, (entry) => Math.max(standingTasks(entry), writtenTasks(entry, planned.actions)));
    if (after <= budget.budgetConnections) return [];
    const detail = `${budget.database}: ${after} connections committed by a write, budget ${budget.budgetConnections}`;
    return [{ invariant: "I1", detail }];
  });

const checkBounds = ({ entries, plan: { actions } }: Known): readonly Breach[] =>
  actions.flatMap((action): Breach[] => {
    if (action.kind !== "set-desired-count") return [];
    const { planned } = entries.find(({ service }) => service.name === action.service)!;
    if (planned.want.kind !== "wants") return [];
    const { leastTasks: minTasks, mostTasks: maxTasks, parked } = planned.want.bounds;
    const { from, to } = action;
    const inside = to >= minTasks && to <= maxTasks;
    const towards = (to < from && from > maxTasks) || (to > from && from < minTasks);
    if (inside || towards || parked) return [];
    return [{ invariant: "I2", detail: `${action.service}: ${from} to ${to}, bounds ${minTasks}..${maxTasks}` }];
  });

const checkUnknown = ({ entries, plan: { actions, budgets } }: Known): readonly Breach[] =>
  budgets.flatMap((budget) => {
    if (budget.kind === "known") return [];
    return entries.flatMap((entry): Breach[] => {
      if (!usesDatabase(entry, budget.database)) return [];
      const grows = actions.some(
        (action) => action.service === entry.planned.name && action.kind !== "resume-scale-out" && raises(action),
      );
      return grows ? [{ invariant: "I3", detail: `${entry.planned.name} grew; ${budget.database} is unknown` }] : [];
    });
  });

/** Whoever is capped could not have had one more task. */
const checkWaste = ({ plan: { services } }: Known): readonly Breach[] =>
  services.flatMap(({ name, admission }): Breach[] => {
    if (admission?.kind !== "capped" || admission.freeUnits < admission.priceUnits) return [];
    const detail = `${name} is capped by ${admission.by}, where ${admission.freeUnits} are free and one costs ${admission.priceUnits}`;
    return [{ invariant: "I5", detail }];
  });

const checkOrder = ({ config, snapshot, memoryBefore, plan: planned }: Known): readonly Breach[] => {
  const other = plan(reversedSnapshot(snapshot), memoryBefore, reversedConfig(config), planned.nowMs);
  if (JSON.stringify(other.actions) === JSON.stringify(planned.actions)) return [];
  return [{ invariant: "I6", detail: `in another order: ${JSON.stringify(other.actions)}` }];
};

const permitted = {
  observe: [],
  govern: ["set-max-capacity", "suspend-scale-out", "resume-scale-out"],
  scale: ["set-desired-count", "set-rollout-percents", "suspend-autoscaling", "protect-tasks", "unprotect-tasks"],
} as const satisfies Record<string, readonly Action["kind"][]>;

const checkModes = ({ entries, plan: { actions } }: Known): readonly Breach[] =>
  actions.flatMap(({ kind, service: name }): Breach[] => {
    const { mode } = entries.find(({ service }) => service.name === name)!.service;
    const allowed: readonly Action["kind"][] = permitted[mode];
    return allowed.includes(kind) ? [] : [{ invariant: "I8", detail: `${kind} of ${name} in ${mode}` }];
  });

/** What stopping and surplus tasks hold is not granted. */
const checkReleased = (known: Known): readonly Breach[] =>
  knownBudgets(known).flatMap((budget): Breach[] => {
    let openConnections = proxiedConnections(budget);
    let grows = false;
    for (const entry of known.entries) {
      const { counts } = entry.planned;
      if (counts === null) continue;
      const perTask = connectionsPerTask(entry, budget);
      const { running, pending, stopping, desired } = counts;
      const aim = countOf(entry.planned) ?? desired;
      openConnections += perTask * (Math.max(running + pending, desired, aim) + stopping);
      grows ||= perTask > 0 && aim > Math.max(standingTasks(entry), running + pending);
    }
    if (!grows || openConnections <= budget.budgetConnections) return [];
    const detail = `${budget.database}: ${openConnections} with what still stops, budget ${budget.budgetConnections}`;
    return [{ invariant: "I9", detail }];
  });
