import type { PriceBasis, PriceRow, PriceUnit } from "../price-book.ts";

/** What the rows of one table have in common. */
export type Publication = {
  readonly region: string;
  readonly asOf: string;
  readonly source: string;
  readonly basis?: PriceBasis;
};

type Entry = readonly [what: string, unit: PriceUnit, dollars: string];

/** Read in a text that has an address and names the region and the item. */
export const published = (publication: Publication, entries: readonly Entry[]): readonly PriceRow[] =>
  entries.map((entry) => rowOf(publication, entry, true));

/** Reckoned from a published price, or not read in a text that has an address. */
export const unconfirmed = (publication: Publication, entries: readonly Entry[]): readonly PriceRow[] =>
  entries.map((entry) => rowOf(publication, entry, false));

const rowOf = (
  { region, asOf, source, basis = "on-demand" }: Publication,
  [what, unit, dollars]: Entry,
  confirmed: boolean,
): PriceRow => ({ region, what, unit, dollars, basis, asOf, source, confirmed });
