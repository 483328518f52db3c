import { escapeHtml } from "./escape-html.ts";

export type HtmlTable = {
  /** Read aloud before the table. */
  readonly label: string;
  /** Over the names. */
  readonly corner: string;
  readonly headings: readonly (readonly [what: string, unit: string])[];
  readonly rows: readonly HtmlRow[];
};

export type HtmlRow = {
  /** HTML. */
  readonly name: string;
  readonly cells: readonly { readonly text: string; readonly bad: boolean }[];
  /** Further attributes of the row, as ` data-family="aws"`; with the blank before them. */
  readonly attributes?: string;
};

/** Scrolls inside its own box where the page is narrower; the names stay. */
export function renderTable({ label, corner, headings, rows }: HtmlTable): string {
  const heads = headings.map(
    ([what, unit]) =>
      `<th scope="col">${escapeHtml(what)}${unit === "" ? "" : `<br><small>${escapeHtml(unit)}</small>`}</th>`,
  );
  const body = rows.map(({ name, cells, attributes = "" }) => {
    const figures = cells.map(({ text, bad }) => `<td${bad ? ' class="bad"' : ""}>${escapeHtml(text)}</td>`);
    return `<tr${attributes}><th scope="row">${name}</th>${figures.join("")}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table class="result">
<thead><tr><th scope="col">${escapeHtml(corner)}</th>${heads.join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody></table></div>`;
}
