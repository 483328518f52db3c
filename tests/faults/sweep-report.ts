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

/** A case that ended otherwise, and in what; nothing for one that didn't. */
export const failureLines = (result: CaseResult): readonly string[] =>
  failed(result)
    ? [`FAILED ${result.one.scene}: ${result.one.name}`, ...result.differences.map((line) => `    ${line}`)]
    : [];

/** How many cases of each scene, each fault and each function's commands were played, and how many of them failed. */
export const sweepReport = (results: readonly CaseResult[]): readonly string[] => [
  "",
  ...countBy(results, "scene", ({ one }) => one.scene),
  "",
  ...countBy(results, "fault", ({ one }) => one.fault.kind),
  "",
  ...countBy(results, "function and command", ({ one }) => `${one.function} ${one.where}`),
  "",
  `${results.length} faults, ${results.filter(failed).length} failed`,
];
