import { type Check, costsNothing, type Verdict } from "./check.ts";
import { type CheckCode, checkCodes } from "./check-codes.ts";

/**
 * The checks of one code: one for each finding and for each thing that can't be judged, and one for all that passed. Never
 * empty: where there is nothing to judge, that is said.
 *
 * @param verdicts one per subject, in any order
 */
export const gather = (code: CheckCode, verdicts: readonly Verdict[]): readonly Check[] => {
  const { why, passes, none } = checkCodes[code];
  const sorted = [...verdicts].sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
  const passing = sorted.flatMap(({ status, subject }) => (status === "pass" ? [subject] : []));
  const others = sorted.flatMap((verdict): readonly Check[] => {
    if (verdict.status === "pass") return [];
    const { status, subject, what, numbers = {} } = verdict;
    const cost = verdict.status === "finding" ? verdict.cost : costsNothing("nothing was found");
    return [{ code, status, about: [subject], what, why, fix: verdict.fix ?? [], cost, numbers }];
  });
  if (passing.length === 0 && others.length > 0) return others;
  const what = passing.length === 0 ? none : `${passing.length} ${passes}`;
  const pass: Check = {
    code,
    status: "pass",
    about: passing,
    what,
    why,
    fix: [],
    cost: costsNothing("nothing is to be done"),
    numbers: { passed: passing.length },
  };
  return [...others, pass];
};
