import { styleText } from "node:util";
import { formatClock } from "./format-quantity.ts";
import type { Replay, ReplayCase, ReplayNotice } from "./replay.ts";
import { describeCase, type ResultColumn, resultColumns } from "./result-table.ts";
import { wrapText } from "./wrap-text.ts";

export type TextOptions = {
  /** Of the terminal. From 100 on controllers are rows, below they are columns. */
  readonly columns: number;
  readonly colour: boolean;
};

const WIDE_COLUMNS = 100;
const WIDEST_COLUMNS = 120;
const LISTED_NOTICES = 8;
const NOTICE_LINES = 4;

type Paint = (style: "bold" | "dim" | "red" | "green", text: string) => string;
type Cell = { readonly text: string; readonly bad: boolean };

/**
 * The replay as a terminal shows it.
 *
 * @returns lines no longer than `columns` (single words and the narrow table's three columns apart), without a line
 *   break at the end
 */
export function renderText(replay: Replay, options: TextOptions): string {
  const paint: Paint = (style, text) => (options.colour ? styleText(style, text, { validateStream: false }) : text);
  const width = Math.max(40, Math.min(options.columns, WIDEST_COLUMNS));
  const lines = [paint("bold", replay.title), ""];
  for (const of of replay.cases) {
    const { title, bound } = describeCase(of);
    lines.push(paint("bold", title), ...wrapText(bound, width), "");
    lines.push(...(options.columns >= WIDE_COLUMNS ? wideTable(of, width, paint) : narrowTable(of, paint)), "");
    for (const check of of.checks) lines.push(...wrapText(check, width));
    if (of.checks.length > 0) lines.push("");
    lines.push(...noticeLines(of, width, paint));
  }
  if (replay.remarks.length > 0) {
    lines.push(paint("bold", "What this rests on"));
    for (const remark of replay.remarks) lines.push(...hang("- ", wrapText(remark, width - 2)));
  }
  return lines.join("\n").replace(/\n+$/, "");
}

/** One row per controller; its name takes what the figures leave, and wraps. */
function wideTable(of: ReplayCase, width: number, paint: Paint): string[] {
  const body = of.runs.map((run) => resultColumns.map((column) => cellOf(column, run, of)));
  const widths = resultColumns.map((column, i) =>
    Math.max(...column.heading.map((text) => text.length), ...body.map((row) => row[i]!.text.length)),
  );
  const longestName = Math.max("controller".length, ...of.runs.map((run) => run.controller.length));
  const figuresWidth = widths.reduce((sum, each) => sum + each + 1, 0);
  const gap = longestName + figuresWidth + widths.length <= width ? "  " : " ";
  const nameWidth = Math.max("controller".length, Math.min(longestName, width - figuresWidth));
  const lines = [0, 1].map((row) =>
    paint(
      "dim",
      [
        (row === 0 ? "controller" : "").padEnd(nameWidth),
        ...resultColumns.map((column, i) => column.heading[row]!.padStart(widths[i]!)),
      ]
        .join(gap)
        .trimEnd(),
    ),
  );
  for (const [r, run] of of.runs.entries()) {
    const [name, ...more] = wrapText(run.controller, nameWidth);
    lines.push([name!.padEnd(nameWidth), ...body[r]!.map((cell, i) => paintCell(cell, widths[i]!, paint))].join(gap));
    lines.push(...more.map((text) => `  ${text}`));
  }
  return lines;
}

/** One column per controller. */
function narrowTable(of: ReplayCase, paint: Paint): string[] {
  const labels = resultColumns.map((column) => column.heading.filter((text) => text !== "").join(" "));
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const names = of.runs.map((run) => wrapText(run.controller, 16));
  const body = resultColumns.map((column) => of.runs.map((run) => cellOf(column, run, of)));
  const widths = of.runs.map((_, r) =>
    Math.max(...names[r]!.map((text) => text.length), ...body.map((row) => row[r]!.text.length)),
  );
  const nameRows = Math.max(...names.map((rows) => rows.length));
  const lines: string[] = [];
  for (let row = 0; row < nameRows; row++) {
    const cells = names.map((rows, r) => (rows[row] ?? "").padStart(widths[r]!));
    lines.push(paint("dim", ["".padEnd(labelWidth), ...cells].join("  ").trimEnd()));
  }
  for (const [i, label] of labels.entries())
    lines.push([label.padEnd(labelWidth), ...body[i]!.map((cell, r) => paintCell(cell, widths[r]!, paint))].join("  "));
  return lines;
}

function cellOf(column: ResultColumn, run: ReplayCase["runs"][number], of: ReplayCase): Cell {
  return { text: column.cell(run, of), bad: column.severity(run, of) === "bad" };
}

function paintCell(cell: Cell, width: number, paint: Paint): string {
  const text = cell.text.padStart(width);
  return cell.bad ? paint("red", text) : text;
}

function noticeLines(of: ReplayCase, width: number, paint: Paint): string[] {
  const lines: string[] = [];
  for (const run of of.runs.filter((each) => each.notices.length > 0)) {
    lines.push(paint("bold", `What ${run.controller} said`) + paint("dim", ` (time from ${of.clock.zeroMeans})`));
    const notices = groupNotices(run.notices);
    for (const group of notices.slice(0, LISTED_NOTICES)) lines.push(...noticeText(group, of, width, paint));
    const more = notices.length - LISTED_NOTICES;
    if (more > 0) lines.push(paint("dim", `         and ${more} more, in the report`));
    lines.push("");
  }
  return lines;
}

type NoticeGroup = { readonly first: ReplayNotice; readonly count: number; readonly lastAtSeconds: number };

/** What was said again under the same subject is shown once, where it was said first. */
function groupNotices(notices: readonly ReplayNotice[]): NoticeGroup[] {
  const groups = new Map<string, NoticeGroup>();
  for (const notice of notices) {
    const key = `${notice.code} ${notice.subject}`;
    const { first, count } = groups.get(key) ?? { first: notice, count: 0 };
    groups.set(key, { first, count: count + 1, lastAtSeconds: notice.atSeconds });
  }
  return [...groups.values()];
}

function noticeText(
  { first, count, lastAtSeconds }: NoticeGroup,
  of: ReplayCase,
  width: number,
  paint: Paint,
): string[] {
  const clock = (atSeconds: number) => formatClock(atSeconds - of.clock.zeroAtSeconds);
  const code = first.subject.includes(first.code) ? "" : ` (${first.code})`;
  const again = count === 1 ? "" : `, ${count} times until ${clock(lastAtSeconds)}`;
  const subject = hang(`${clock(first.atSeconds).padStart(7)}  `, wrapText(first.subject + code + again, width - 9));
  // The first paragraph says what and why; the numbers below it are in the report.
  const text = wrapText(first.text.split(/\n\s*\n/)[0]!, width - 9);
  if (first.subject.includes(text.join(" "))) return subject;
  if (text.length > NOTICE_LINES) text.splice(NOTICE_LINES - 1, text.length, `${text[NOTICE_LINES - 1]} …`);
  return [...subject, ...hang("         ", text).map((line) => paint("dim", line))];
}

/** The first line after `prefix`, the others under it. */
function hang(prefix: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? prefix : " ".repeat(prefix.length)) + line);
}
