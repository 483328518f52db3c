import type { RecordChange } from "../records-action.ts";
import { fitsInBatch } from "./batch-cost.ts";
import type { SetStep } from "./set-step.ts";

/**
 * Takes a change of routing policy apart that is too large for one batch.
 *
 * The old sets must go in the batch in which the first of the new ones come. The rest of the new ones follow, each with
 * its ownership record; the old ownership records, which do no harm without their sets, go last.
 *
 * @returns pieces that each fit in a batch, in the order of writing
 */
export const splitSwitch = (steps: readonly SetStep[]): readonly (readonly RecordChange[])[] => {
  const removals = steps.flatMap(({ changes }) => changes.filter(({ action }) => action === "DELETE"));
  const isOwnership = ({ recordSet }: RecordChange): boolean => recordSet.type === "TXT";
  const first: RecordChange[] = removals.filter((change) => !isOwnership(change));
  const rest: (readonly RecordChange[])[] = [];
  let isFirstFull = false;
  for (const step of steps) {
    const changes = step.changes.filter(({ action }) => action !== "DELETE");
    if (changes.length === 0) continue;
    isFirstFull ||= !fitsInBatch([...first, ...changes]);
    if (isFirstFull) rest.push(changes);
    else first.push(...changes);
  }
  return [...(first.length > 0 ? [first] : []), ...rest, ...removals.filter(isOwnership).map((change) => [change])];
};
