import type { PriceBook } from "../price-book.ts";
import { balancerPrices } from "./balancer-prices.ts";
import { dataPrices } from "./data-prices.ts";
import { fargatePrices } from "./fargate-prices.ts";
import { serverlessPrices } from "./serverless-prices.ts";

/**
 * The price book that ships: list prices of us-east-1, eu-central-1 and eu-west-1, each with where and when it was read.
 *
 * It works without a network. What is not in it has no price rather than a guess; `headgate cost --refresh` asks AWS.
 */
export const builtInBook: PriceBook = {
  version: 1,
  currency: "USD",
  rows: [...fargatePrices, ...dataPrices, ...balancerPrices, ...serverlessPrices],
};
