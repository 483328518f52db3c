import { keyOfRow, type PriceBook, type PriceRow } from "../price-book.ts";
import { type PriceQuery, priceQueryOf } from "./price-query.ts";

/** What a refresh asks for, and what it leaves as the book has it. */
export type RefreshPlan = { readonly queries: readonly PriceQuery[]; readonly leaves: readonly string[] };

/** @param whats names of items; each is asked for once, sorted */
export const planRefresh = (whats: readonly string[]): RefreshPlan => {
  const sorted = [...new Set(whats)].sort();
  const queries = sorted.flatMap((what) => priceQueryOf(what) ?? []);
  return { queries, leaves: sorted.filter((what) => priceQueryOf(what) === null) };
};

/**
 * The rows of a refresh as a book: of one key the newest, sorted.
 *
 * Two products that give different prices for one key on the same day are no price: it is not known which one is meant.
 */
export const refreshedBook = (
  rows: readonly PriceRow[],
): { readonly book: PriceBook; readonly ambiguous: readonly string[] } => {
  const byKey = new Map<string, PriceRow[]>();
  for (const row of rows) byKey.set(keyOfRow(row), [...(byKey.get(keyOfRow(row)) ?? []), row]);
  const kept: PriceRow[] = [];
  const ambiguous: string[] = [];
  for (const key of [...byKey.keys()].sort()) {
    const all = byKey.get(key)!;
    const newest = all
      .map(({ asOf }) => asOf)
      .sort()
      .at(-1);
    const [first, ...others] = all.filter(({ asOf }) => asOf === newest);
    if (others.some(({ dollars }) => dollars !== first!.dollars)) ambiguous.push(key);
    else kept.push(first!);
  }
  return { book: { version: 1, currency: "USD", rows: kept }, ambiguous };
};
