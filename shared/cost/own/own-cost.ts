import { type Bill, billOf } from "../bill.ts";
import type { FindPrice } from "../find-price.ts";
import type { Microdollars } from "../money.ts";
import { beyondFreeTier } from "./free-tier.ts";
import { ownCharges } from "./own-charges.ts";
import type { OwnUse } from "./own-use.ts";

/** What Headgate itself costs in a month of 730 hours. */
export type OwnCost = {
  /** At list prices. */
  readonly list: Bill;
  /** In an account whose always-free amounts nobody else uses. */
  readonly beyondFree: Bill;
  /** The list bill spread over the plans that were recorded; `null` where there was none. */
  readonly perDecision: Microdollars | null;
};

/** @throws never for uses below nine billion dollars */
export const ownCost = (use: OwnUse, region: string, find: FindPrice): OwnCost => {
  const list = billOf(ownCharges(use), region, find);
  return {
    list,
    beyondFree: billOf(ownCharges(beyondFreeTier(use)), region, find),
    perDecision: use.decisions === 0 ? null : Math.round(list.monthly / use.decisions),
  };
};
