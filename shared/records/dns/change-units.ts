import { compareText } from "../../config/by-name.ts";
import type { RecordChange } from "../records-action.ts";
import { fitsInBatch } from "./batch-cost.ts";
import type { ObservedZone } from "./observed-zone.ts";
import { referencesOf } from "./references.ts";
import type { SetStep } from "./set-step.ts";
import { splitSwitch } from "./split-switch.ts";

/** Changes that are written in one batch, in this order. */
export type ChangePiece = readonly RecordChange[];

/**
 * Groups steps that belong together: a change of routing policy at a name, an SRV record with its hosts, an alias with
 * its target.
 *
 * A group that is too large for one batch is taken apart in an order in which no SRV record or alias ever points to what
 * is not there: what is pointed to, then what points, then removals the other way round.
 *
 * @returns pieces that each fit in a batch, in the order of writing
 */
export const changePieces = (steps: readonly SetStep[], zone: ObservedZone): readonly ChangePiece[] => {
  const targets = targetGroups(steps, zone);
  return connectedSteps(steps)
    .map((unit) => orderedAtoms(unit, targets))
    .flatMap((atoms) => {
      const whole = atoms.flatMap(changesIn);
      if (fitsInBatch(whole)) return [whole];
      return atoms.flatMap((atom) => (fitsInBatch(changesIn(atom)) ? [changesIn(atom)] : splitSwitch(atom)));
    });
};

const changesIn = (steps: readonly SetStep[]): readonly RecordChange[] => {
  const changes = steps.flatMap((step) => step.changes);
  if (!steps.some(({ isSwitch }) => isSwitch)) return changes;
  // The old policy makes room before the new one comes: Route 53 applies a batch from its start.
  return [
    ...changes.filter(({ action }) => action === "DELETE"),
    ...changes.filter(({ action }) => action !== "DELETE"),
  ];
};

/** All that something of ours points to, before or after. */
const targetGroups = (steps: readonly SetStep[], zone: ObservedZone): ReadonlySet<string> =>
  new Set(
    [...[...zone.owned.values()].map(({ set }) => set), ...steps.map(({ after }) => after)].flatMap((set) =>
      set === null ? [] : referencesOf(set),
    ),
  );

/** Steps that can't be in two batches: the sets of a name and type that change their policy; any other one alone. */
const orderedAtoms = (unit: readonly SetStep[], targets: ReadonlySet<string>): readonly (readonly SetStep[])[] => {
  const atoms = Map.groupBy(unit, ({ isSwitch, group, key }) => (isSwitch ? group : key));
  return [...atoms.values()].sort(
    (a, b) => rankOf(a, targets) - rankOf(b, targets) || compareText(a[0]!.key, b[0]!.key),
  );
};

const rankOf = (atom: readonly SetStep[], targets: ReadonlySet<string>): number => {
  const isTarget = targets.has(atom[0]!.group);
  const isRemoval = atom.every(({ kind }) => kind === "remove");
  if (isRemoval) return isTarget ? 3 : 2;
  return isTarget ? 0 : 1;
};

/** Sorted by their smallest key. */
const connectedSteps = (steps: readonly SetStep[]): readonly (readonly SetStep[])[] => {
  const parents = new Map<string, string>();
  const rootOf = (group: string): string => {
    let root = group;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  const changing = new Set(steps.map(({ group }) => group));
  for (const { group, before, after } of steps) {
    const references = [before, after].flatMap((set) => (set === null ? [] : referencesOf(set)));
    for (const reference of references) {
      if (!changing.has(reference)) continue;
      const [first, second] = [rootOf(group), rootOf(reference)].sort();
      if (first !== second) parents.set(second!, first!);
    }
  }
  const units = new Map<string, SetStep[]>();
  const linked = new Set([...parents.keys(), ...parents.values()]);
  for (const step of [...steps].sort((a, b) => compareText(a.key, b.key))) {
    const unit = step.isSwitch || linked.has(step.group) ? rootOf(step.group) : step.key;
    const there = units.get(unit);
    if (there) there.push(step);
    else units.set(unit, [step]);
  }
  return [...units.values()];
};
