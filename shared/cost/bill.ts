import { type Charge, monthlyQuantity } from "./charge.ts";
import type { FindPrice, NoPrice } from "./find-price.ts";
import { amountOf, type Microdollars, sumOf } from "./money.ts";
import type { PriceBasis, PriceRow } from "./price-book.ts";
import { basisOf, type Scenario, scenarioNamed } from "./scenario.ts";

/** One multiplication of a bill. */
export type BillLine = {
  readonly part: string;
  readonly title: string;
  /** Units of the row in a month. */
  readonly quantity: number;
  /** The price it was multiplied by, with its region, date and source. */
  readonly row: PriceRow;
  readonly monthly: Microdollars;
  /** The basis that was wanted and has no price, so that the on-demand price stands here; `null`: as wanted. */
  readonly insteadOf: PriceBasis | null;
};

/** What has no price at all. It is not zero: the bill is at least its sum. */
export type UnpricedCharge = { readonly part: string; readonly title: string; readonly because: NoPrice };

export type Bill = {
  readonly region: string;
  readonly scenario: Scenario["name"];
  readonly lines: readonly BillLine[];
  readonly unpriced: readonly UnpricedCharge[];
  /** The sum of the lines, exact; the whole only where nothing is unpriced. */
  readonly monthly: Microdollars;
};

const onDemand = scenarioNamed("on-demand");

/**
 * Prices charges for a month of 730 hours.
 *
 * Where the scenario's basis has no price the on-demand price is taken and the line says so: a discount is never assumed.
 *
 * @returns lines in the order of the charges
 * @throws RangeError only for amounts above nine billion dollars
 */
export const billOf = (
  charges: readonly Charge[],
  region: string,
  find: FindPrice,
  scenario: Scenario = onDemand,
): Bill => {
  const lines: BillLine[] = [];
  const unpriced: UnpricedCharge[] = [];
  for (const charge of charges) {
    const { part, title, what } = charge;
    const wanted = basisOf(scenario, charge);
    const first = find({ region, what, basis: wanted });
    const found = first.kind === "price" || wanted === "on-demand" ? first : find({ region, what, basis: "on-demand" });
    if (found.kind === "no-price") {
      unpriced.push({ part, title, because: found });
      continue;
    }
    const quantity = monthlyQuantity(charge);
    const insteadOf = found.row.basis === wanted ? null : wanted;
    lines.push({ part, title, quantity, row: found.row, monthly: amountOf(found.row.dollars, quantity), insteadOf });
  }
  const monthly = sumOf(lines.map((line) => line.monthly));
  return { region, scenario: scenario.name, lines, unpriced, monthly };
};

/** The sums of a bill's parts, in the order of their first lines. */
export const sumsByPart = ({ lines }: Pick<Bill, "lines">): ReadonlyMap<string, Microdollars> => {
  const sums = new Map<string, Microdollars>();
  for (const { part, monthly } of lines) sums.set(part, (sums.get(part) ?? 0) + monthly);
  return sums;
};

/** Whether every price behind the lines was confirmed. */
export const isConfirmed = (lines: readonly BillLine[]): boolean => lines.every(({ row }) => row.confirmed);
