/** Columns of a text table: the first to the left, numbers to the right, two spaces before each row. */
export const textTable = (rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => String(cells[column]).length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) =>
      column === 0 ? String(cell).padEnd(widths[column]!) : String(cell).padStart(widths[column]!),
    );
    return `  ${padded.join("  ")}`.trimEnd();
  });
};
