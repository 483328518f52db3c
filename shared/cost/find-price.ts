import { everywhere, keyOfRow, type PriceBook, type PriceKey, type PriceRow } from "./price-book.ts";

/** Why there is no price. Unknown is never zero, so each says what to do. */
export type NoPriceCode = "region-not-in-book" | "item-not-in-book" | "item-not-in-region" | "basis-not-in-book";

export type NoPrice = {
  readonly kind: "no-price";
  readonly code: NoPriceCode;
  readonly key: PriceKey;
  readonly message: string;
  readonly fix: string;
};

export type PriceFound = { readonly kind: "price"; readonly row: PriceRow };

export type FindPrice = (key: PriceKey) => PriceFound | NoPrice;

/**
 * Looks prices up in a book: the region's own row first, then one that holds everywhere.
 *
 * @returns a function that never throws; a missing price comes with its code and what to do
 */
export const priceFinder = (book: PriceBook): FindPrice => {
  const rows = new Map(book.rows.map((row) => [keyOfRow(row), row]));
  return (key) => {
    const row = rows.get(keyOfRow(key)) ?? rows.get(keyOfRow({ ...key, region: everywhere }));
    return row === undefined ? noPrice(book, key) : { kind: "price", row };
  };
};

/** The rows of `own` beside those of `base`; of one key the own one. */
export const mergeBooks = (base: PriceBook, own: PriceBook): PriceBook => ({
  ...base,
  rows: [...new Map([...base.rows, ...own.rows].map((row) => [keyOfRow(row), row])).values()],
});

/** Regions that have rows of their own, sorted. */
export const regionsOf = (book: PriceBook): readonly string[] =>
  [...new Set(book.rows.map(({ region }) => region))].filter((region) => region !== everywhere).sort();

const noPrice = (book: PriceBook, key: PriceKey): NoPrice => {
  const { region, what, basis } = key;
  const refresh = `headgate cost --refresh prices.json --region ${region} asks AWS; or add a row to a file and give it with --prices.`;
  const at = (code: NoPriceCode, message: string, fix: string): NoPrice => ({
    kind: "no-price",
    code,
    key,
    message,
    fix,
  });
  const regions = regionsOf(book);
  if (!regions.includes(region))
    return at("region-not-in-book", `the price book has no region ${region}, only ${regions.join(", ")}`, refresh);
  const ofItem = book.rows.filter((row) => row.what === what);
  if (ofItem.length === 0) return at("item-not-in-book", `the price book has no ${what}`, refresh);
  const here = ofItem.filter((row) => row.region === region || row.region === everywhere);
  if (here.length === 0) return at("item-not-in-region", `the price book has no ${what} in ${region}`, refresh);
  const sold = here.map((row) => row.basis).join(", ");
  return at("basis-not-in-book", `${what} in ${region} has no price for ${basis}, only for ${sold}`, refresh);
};
