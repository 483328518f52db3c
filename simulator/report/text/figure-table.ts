import { wrapText } from "../wrap-text.ts";
import type { Paint } from "./paint.ts";

export type FigureTable = {
  /** Over the names. */
  readonly corner: string;
  /** Two lines at most: what it is, and its unit or which one. */
  readonly headings: readonly (readonly [string, string])[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly FigureCell[] }[];
};

export type FigureCell = { readonly text: string; readonly bad: boolean };

/** A name keeps this much, and wraps, before the columns go into a further table below. */
const NARROWEST_NAME = 20;

/**
 * One row per name, figures to the right. Columns that do not fit follow in a further table below, with the names again.
 *
 * @returns lines no longer than `width`, words and figures that are longer by themselves apart
 */
export function figureTableLines(table: FigureTable, width: number, paint: Paint): string[] {
  const widths = table.headings.map((heading, i) =>
    Math.max(...heading.map((text) => text.length), ...table.rows.map(({ cells }) => cells[i]!.text.length)),
  );
  const longestName = Math.max(table.corner.length, ...table.rows.map(({ name }) => name.length));
  const longestWord = Math.max(...table.rows.flatMap(({ name }) => name.split(" ").map((word) => word.length)), 0);
  const lines: string[] = [];
  for (const block of blocksOf(widths, width - Math.min(longestName, Math.max(longestWord, NARROWEST_NAME)))) {
    if (lines.length > 0) lines.push("");
    lines.push(...blockLines(table, block, { widths, longestName, width }, paint));
  }
  return lines;
}

/** Columns that fit beside the names, in their order; at least one in each. */
function blocksOf(widths: readonly number[], room: number): number[][] {
  const blocks: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [column, columnWidth] of widths.entries()) {
    if (used + columnWidth + 1 > room) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)!.push(column);
    used += columnWidth + 1;
  }
  return blocks;
}

type Measures = { readonly widths: readonly number[]; readonly longestName: number; readonly width: number };

function blockLines(table: FigureTable, block: readonly number[], of: Measures, paint: Paint): string[] {
  const figuresWidth = block.reduce((sum, column) => sum + of.widths[column]! + 1, 0);
  const gap = of.longestName + figuresWidth + block.length <= of.width ? "  " : " ";
  const nameWidth = Math.max(table.corner.length, Math.min(of.longestName, of.width - figuresWidth));
  const lines = [0, 1].map((line) =>
    paint(
      "dim",
      [
        (line === 0 ? table.corner : "").padEnd(nameWidth),
        ...block.map((column) => table.headings[column]![line]!.padStart(of.widths[column]!)),
      ]
        .join(gap)
        .trimEnd(),
    ),
  );
  for (const { name, cells } of table.rows) {
    const [first, ...more] = wrapText(name, nameWidth);
    const figures = block.map((column) => paintCell(cells[column]!, of.widths[column]!, paint));
    lines.push([first!.padEnd(nameWidth), ...figures].join(gap));
    lines.push(...more.map((text) => `  ${text}`));
  }
  return lines;
}

export function paintCell(cell: FigureCell, width: number, paint: Paint): string {
  const text = cell.text.padStart(width);
  return cell.bad ? paint("red", text) : text;
}
