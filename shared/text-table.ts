/**
 * Columns of a text table, two spaces before each row.
 *
 * @param toLeft columns of words, from 0; the others are numbers and go to the right
 */
export const textTable = (
  rows: readonly (readonly (string | number)[])[],
  toLeft: readonly number[] = [0],
): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => String(cells[column]).length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) =>
      toLeft.includes(column) ? String(cell).padEnd(widths[column]!) : String(cell).padStart(widths[column]!),
    );
    return `  ${padded.join("  ")}`.trimEnd();
  });
};
