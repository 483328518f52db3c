import * as z from "zod";
import type { PriceBasis, PriceRow } from "../price-book.ts";
import type { PriceQuery } from "./price-query.ts";
import { addDecimals, divideDecimal, shiftDecimal } from "./shift-decimal.ts";

const dimension = z.object({
  unit: z.string(),
  pricePerUnit: z.object({ USD: z.string().optional() }),
  beginRange: z.string().optional(),
});
const term = z.object({
  effectiveDate: z.string(),
  priceDimensions: z.record(z.string(), dimension),
  termAttributes: z.record(z.string(), z.string()).optional(),
});
/** An item of PriceList, which is JSON as text. @see AWS Billing User Guide, "Reading the service price list file" */
const priceListItem = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({
    OnDemand: z.record(z.string(), term).optional(),
    Reserved: z.record(z.string(), term).optional(),
  }),
});

type Term = z.infer<typeof term>;

/**
 * The rows that one product of the Price List gives for a query.
 *
 * Of tiers the first one is taken, which is the dearest. A reservation's price is its hour plus its part of what is paid up
 * front; without money up front where AWS sells that, else with a part of it.
 *
 * @param text one string of PriceList
 * @returns none for a product that the query doesn't mean, or that has no price in dollars
 * @throws never; a text of another shape gives no row
 */
export const rowsOfProduct = (text: string, query: PriceQuery, region: string): readonly PriceRow[] => {
  const item = priceListItem.safeParse(jsonOf(text));
  if (!item.success) return [];
  const { product, terms } = item.data;
  const usageType = product.attributes["usagetype"] ?? "";
  const basis = basisOf(usageType, query.usageType);
  if (basis === null || (product.attributes["regionCode"] ?? region) !== region) return [];
  const row = (found: { readonly dollars: string; readonly asOf: string }, as: PriceBasis, of: string): PriceRow => ({
    region,
    what: query.what,
    unit: query.unit,
    dollars: shiftDecimal(found.dollars, query.shift),
    basis: as,
    asOf: found.asOf,
    source: `AWS Price List, ${query.serviceCode} ${usageType}${of}`,
    confirmed: true,
  });
  const onDemand = Object.values(terms.OnDemand ?? {}).flatMap((entry) => firstTier(entry) ?? []);
  return [
    ...onDemand.slice(0, 1).map((found) => row(found, basis, "")),
    ...(query.reservable ? [1, 3].flatMap((years) => reserved(terms.Reserved ?? {}, years, row)) : []),
  ];
};

/** `EUC1-`, `EU-`, `USE1-`, or nothing: the region that a usage type begins with. */
const prefix = "(?:[A-Z]{2,4}[0-9]?-)?";

/** On Fargate the same usage is sold as Spot too. */
const basisOf = (usageType: string, wanted: string): "on-demand" | "spot" | null => {
  const name = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (new RegExp(`^${prefix}${name}$`).test(usageType)) return "on-demand";
  return new RegExp(`^${prefix}SpotUsage-${name}$`).test(usageType) ? "spot" : null;
};

const firstTier = ({
  priceDimensions,
  effectiveDate,
}: Term): { readonly dollars: string; readonly asOf: string } | null => {
  const dimensions = Object.values(priceDimensions).sort(
    (a, b) => Number(a.beginRange ?? 0) - Number(b.beginRange ?? 0),
  );
  // Free tiers and what a reservation has paid already are listed with a price of 0.
  const first = dimensions.find(({ pricePerUnit: { USD } }) => Number(USD) > 0);
  return first === undefined ? null : { dollars: plain(first.pricePerUnit.USD!), asOf: effectiveDate.slice(0, 10) };
};

const payments = ["No Upfront", "Partial Upfront", "All Upfront"];
const hoursPerYear = 8760;

const reserved = (
  terms: Readonly<Record<string, Term>>,
  years: number,
  row: (found: { readonly dollars: string; readonly asOf: string }, as: PriceBasis, of: string) => PriceRow,
): readonly PriceRow[] => {
  const ofLength = Object.values(terms).filter(
    ({ termAttributes = {} }) =>
      termAttributes["LeaseContractLength"] === `${years}yr` &&
      (termAttributes["OfferingClass"] ?? "standard") === "standard",
  );
  for (const payment of payments) {
    const found = ofLength.find(({ termAttributes = {} }) => termAttributes["PurchaseOption"] === payment);
    if (found === undefined) continue;
    const dimensions = Object.values(found.priceDimensions);
    const hourly = dimensions.find(({ unit }) => unit === "Hrs")?.pricePerUnit.USD ?? "0";
    const upfront = dimensions.find(({ unit }) => unit === "Quantity")?.pricePerUnit.USD ?? "0";
    const dollars = addDecimals(plain(hourly), divideDecimal(plain(upfront), years * hoursPerYear));
    if (Number(dollars) === 0) return [];
    const basis = years === 1 ? "reserved-1y" : "reserved-3y";
    return [row({ dollars, asOf: found.effectiveDate.slice(0, 10) }, basis, `, ${years} years, ${payment}`)];
  }
  return [];
};

/** `0.0404800000` as `0.04048`. */
const plain = (text: string): string => shiftDecimal(text, 0);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
