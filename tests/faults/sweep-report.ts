import { textTable } from "../../shared/text-table.ts";
import type { CaseResult } from "./play-case.ts";

const failed = ({ differences }: CaseResult): boolean => differences.length > 0;

const countBy = (
  results: readonly CaseResult[],
  title: string,
  of: (result: CaseResult) => string,
): readonly string[] => {
  const groups = [...Map.groupBy(results, of)].sort(([a], [b]) => a.localeCompare(b));
  return textTable([
    [title, "cases", "failed"],
    ...groups.map(([name, group]) => [name, group.length, group.filter(failed).length]),
  ]);
};

/** How many cases of each scene, each fault and each function's commands were played, and every one that failed. */
export const sweepReport = (results: readonly CaseResult[]): readonly string[] => [
  ...results
    .filter(failed)
    .flatMap(({ one, differences }) => [
      `FAILED ${one.scene}: ${one.name}`,
      ...differences.map((line) => `    ${line}`),
    ]),
  "",
  ...countBy(results, "scene", ({ one }) => one.scene),
  "",
  ...countBy(results, "fault", ({ one }) => one.fault.kind),
  "",
  ...countBy(results, "function and command", ({ one }) => `${one.function} ${one.where}`),
  "",
  `${results.length} faults, ${results.filter(failed).length} failed`,
];
