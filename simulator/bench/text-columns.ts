/**
 * Columns of text, two blanks apart, two before each row.
 *
 * @param toLeft columns of words, from 0; the others are numbers and go to the right
 */
export function columnsOf(rows: readonly (readonly string[])[], toLeft: readonly number[] = [0]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  return rows.map((cells) => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? "";
      return toLeft.includes(column) ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${padded.join("  ")}`.trimEnd();
  });
}
