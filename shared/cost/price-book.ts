import type { DecimalDollars } from "./money.ts";

/** How a unit is bought. The terms of one and three years are the ones without money up front where AWS sells them so. */
export const priceBases = [
  "on-demand",
  "spot",
  "savings-plan-1y",
  "savings-plan-3y",
  "reserved-1y",
  "reserved-3y",
] as const;

export type PriceBasis = (typeof priceBases)[number];

/** What a price is per. A million of requests is one unit, as AWS writes its prices. */
export const priceUnits = [
  "hour",
  "vCPU-hour",
  "GB-hour",
  "GB-second",
  "GB-month",
  "month",
  "thousand",
  "million",
  "GB",
] as const;

export type PriceUnit = (typeof priceUnits)[number];

/** The same in every region. */
export const everywhere = "global";

/** One published price. */
export type PriceRow = {
  /** `eu-central-1`, or `global` for what costs the same everywhere. */
  readonly region: string;
  /** `rds/postgres/db.t3.medium/multi-az`: what is bought, see `items.ts`. */
  readonly what: string;
  readonly unit: PriceUnit;
  readonly dollars: DecimalDollars;
  readonly basis: PriceBasis;
  /** YYYY, YYYY-MM or YYYY-MM-DD: the date of the source; of one without a date, when it was read. */
  readonly asOf: string;
  /** Where it was read. */
  readonly source: string;
  /** False: reckoned from another price, or not read in a text with an address. Such a price is marked wherever it is shown. */
  readonly confirmed: boolean;
};

/** List prices in US dollars, without tax, free tiers and discounts of an account. No two rows of one key. */
export type PriceBook = {
  readonly version: 1;
  readonly currency: "USD";
  readonly rows: readonly PriceRow[];
};

export type PriceKey = Pick<PriceRow, "region" | "what" | "basis">;

export const keyOfRow = ({ region, what, basis }: PriceKey): string => `${region} ${what} ${basis}`;
