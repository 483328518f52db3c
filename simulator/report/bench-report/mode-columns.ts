import type { BenchReport, ModeRow, WithoutConnections } from "../../bench/bench-report.ts";
import { formatPercent } from "../format-quantity.ts";

const modes: readonly WithoutConnections[] = ["degrade", "crash", "wait"];

export const modeHeadings: readonly (readonly [string, string])[] = modes.flatMap((mode) => [
  [`${mode} %`, "mean"] as const,
  [`${mode} %`, "median"] as const,
]);

export const modesNote =
  "Failed requests where a task gets no connections: it takes traffic and fails it (degrade), it exits and starts again (crash), or it waits (wait). The mode decides the headline, so all three are shown.";

export type ModeGroup = { readonly title: string; readonly rows: readonly ModeRow[] };

/** By when the services peak and by the kind of pool, in the order of the rows. */
export function modeGroupsOf({ modes: rows }: Pick<BenchReport, "modes">): readonly ModeGroup[] {
  const groups = Map.groupBy(rows, ({ peaks, pools }) => `Peaks ${peaks}, ${pools} pools`);
  return [...groups].map(([title, of]) => ({
    title: `${title} (${of[0]!.worlds} ${of[0]!.worlds === 1 ? "world" : "worlds"} a mode)`,
    rows: of,
  }));
}

export function modeCells({
  failedRatio,
  worlds,
}: ModeRow): readonly { readonly text: string; readonly bad: boolean }[] {
  return modes.flatMap((mode) => {
    const { sum, median } = failedRatio[mode];
    return [sum / Math.max(1, worlds), median].map((ratio) => ({ text: formatPercent(ratio), bad: false }));
  });
}
