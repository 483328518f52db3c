import type { LimitEngine } from "../shared/limits/limit-engine.ts";
import { type ComparedRow, type Comparison, type EngineSummary, isRefuted, type Verdict } from "./limits-comparison.ts";

/** The comparison for people: a table per engine, then what it amounts to. */
export const renderComparison = (file: string, comparison: Comparison): string => {
  const { rows, summary, formulaExceptions, memoryDiffers } = comparison;
  const refuted = rows.filter(isRefuted).length;
  return [
    ...summary.map(({ engine }) =>
      renderTable(
        engine,
        rows.filter((row) => row.engine === engine),
      ),
    ),
    ["Summary", ...summary.map(renderSummary)].join("\n"),
    ...section(
      "Published figures that AWS's own formula doesn't give",
      formulaExceptions.map(
        (row) =>
          `${row.engine} ${row.class} (line ${row.line}): published ${row.referenceConnections}, the formula gives ` +
          `${row.formulaConnections}; predicted ${row.predictedConnections} by the table of capacities`,
      ),
    ),
    ...section(
      "The file's memory is not the fallback table's",
      memoryDiffers.map((row) => `${row.class} (line ${row.line}): ${row.tableGib} GiB in the table`),
    ),
    `${file}: ${rows.length} rows, ${refuted === 0 ? "none against the rules" : `${refuted} against the rules`}`,
  ].join("\n\n");
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join("\n")];

const meanings: Readonly<Record<Verdict, string>> = {
  exact: "exact",
  "exact-differs": "EXACT, BUT DIFFERS",
  safe: "estimate",
  "safe-above-observed": "estimate, SAFE IS ABOVE THE OBSERVED",
  "safe-above-published": "estimate, safe is above the published",
};

const renderTable = (engine: LimitEngine, rows: readonly ComparedRow[]): string => {
  const width = Math.max(20, ...rows.map((row) => row.class.length));
  const line = (name: string, gib: string, figures: readonly string[], kind: string): string =>
    `  ${name.padEnd(width)}${gib.padStart(8)}${figures.map((figure) => figure.padStart(10)).join("")}  ${kind}`;
  return [
    engine,
    line("class", "GiB", ["reference", "safe", "diff", "expected", "diff"], "kind"),
    ...rows.map((row) =>
      line(
        row.class,
        `${row.memoryGib}`,
        [
          `${row.referenceConnections}`,
          `${row.safeConnections}`,
          signed(row.safeDifference),
          `${row.expectedConnections}`,
          signed(row.expectedDifference),
        ],
        `${meanings[row.verdict]}${row.observed ? "" : ", published"}`,
      ),
    ),
  ].join("\n");
};

const renderSummary = (summary: EngineSummary): string => {
  const { engine, rows, exactRows, exactDiffers, estimatedRows, safeAboveObserved, safeAbovePublished } = summary;
  const called = exactRows + exactDiffers;
  const parts = [
    ...(called === 0 ? [] : [`${exactRows} of ${called} exact figures agree`]),
    ...(estimatedRows === 0
      ? []
      : [
          `${estimatedRows} estimates, safe above observed ${safeAboveObserved}, above published ${safeAbovePublished}`,
          `safe at most ${summary.mostBelowPercent} % below`,
          `expected off by ${(summary.expectedOffPercent ?? []).map(signed).join(" to ")} %`,
        ]),
  ];
  return `  ${engine}: ${rows} rows; ${parts.join("; ")}`;
};

const signed = (figure: number): string => (figure > 0 ? `+${figure}` : `${figure}`);
