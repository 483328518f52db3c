import { describeIssues } from "../../config/check-shape.ts";
import { type Finding, type Problem, sortProblems } from "../../config/problems.ts";
import { readTree } from "../../config/read-tree.ts";
import { keyOfRow, type PriceBook, type PriceRow } from "../price-book.ts";
import { priceBookForm, priceBookGuide } from "./price-book-form.ts";

export type PriceBookReading =
  | { readonly kind: "ok"; readonly book: PriceBook }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/**
 * Reads a price book file, JSON or YAML: what a refresh has written, or a team's own rates.
 *
 * @param fileName for messages
 * @returns the book, or every problem with line and fix; two rows of one key are a problem
 * @throws never
 */
export const parsePriceBook = (text: string, fileName: string): PriceBookReading => {
  const reading = readTree(text, fileName);
  if (reading.kind === "refused") return reading;
  const { tree } = reading;
  const shape = priceBookForm.safeParse(tree.value);
  const rows: readonly PriceRow[] = shape.success
    ? shape.data.rows.map((row) => ({ ...row, basis: row.basis ?? "on-demand", confirmed: row.confirmed ?? true }))
    : [];
  const findings = shape.success ? twice(rows) : describeIssues(shape.error.issues, tree.value, priceBookGuide);
  const problems = sortProblems([...tree.problems, ...tree.locate(findings)]);
  if (!shape.success || problems.length > 0) return { kind: "refused", problems };
  return { kind: "ok", book: { version: 1, currency: "USD", rows } };
};

const twice = (rows: readonly PriceRow[]): readonly Finding[] => {
  const seen = new Map<string, number>();
  return rows.flatMap((row, index): readonly Finding[] => {
    const first = seen.get(keyOfRow(row));
    seen.set(keyOfRow(row), first ?? index);
    if (first === undefined) return [];
    return [
      {
        code: "duplicate-key",
        path: ["rows", index],
        message: `${row.what} in ${row.region} has a price for ${row.basis} already, in row ${first + 1}`,
        fix: "keep one of the two",
      },
    ];
  });
};
