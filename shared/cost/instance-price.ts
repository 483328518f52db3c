import type { FindPrice, NoPrice } from "./find-price.ts";
import { type Deployment, databaseInstance, type Engine } from "./items.ts";
import { amountOf, hoursPerMonth, type Microdollars } from "./money.ts";
import type { PriceRow } from "./price-book.ts";

export type InstancePrice =
  | { readonly kind: "priced"; readonly monthly: Microdollars; readonly row: PriceRow }
  | NoPrice;

/**
 * What an instance class costs in a month on demand, without storage: for `next-class`, where the team gave no figure.
 *
 * @param instanceClass `db.t3.medium`
 * @returns a missing price with what to do; never throws
 */
export const instanceMonthly = (
  {
    engine,
    instanceClass,
    deployment,
    region,
  }: {
    readonly engine: Engine;
    readonly instanceClass: string;
    readonly deployment: Deployment;
    readonly region: string;
  },
  find: FindPrice,
): InstancePrice => {
  const found = find({ region, what: databaseInstance(engine, instanceClass, deployment), basis: "on-demand" });
  if (found.kind === "no-price") return found;
  return { kind: "priced", monthly: amountOf(found.row.dollars, hoursPerMonth), row: found.row };
};
