import { items } from "../items.ts";
import type { PriceRow } from "../price-book.ts";
import { published, unconfirmed } from "./published.ts";

const { fargateVcpu, fargateMemory } = items;

/** Linux on x86. The 20 GB of storage that each task has are free. */
const onDemand: readonly PriceRow[] = [
  ...published(
    { region: "us-east-1", asOf: "2026-03-10", source: "https://www.wring.co/blog/aws-fargate-pricing-guide" },
    [
      [fargateVcpu, "vCPU-hour", "0.04048"],
      [fargateMemory, "GB-hour", "0.004445"],
    ],
  ),
  // Quoted from the Price List in a rate card without an address.
  ...unconfirmed(
    {
      region: "eu-central-1",
      asOf: "2026-07-07",
      source: "AWS Price List of Amazon ECS, usage types EUC1-Fargate-vCPU-Hours:perCPU and EUC1-Fargate-GB-Hours",
    },
    [
      [fargateVcpu, "vCPU-hour", "0.04656"],
      [fargateMemory, "GB-hour", "0.00511"],
    ],
  ),
  // AWS's page had one tariff for N. Virginia, Ohio, Oregon and Ireland when it still printed its prices as text.
  ...unconfirmed(
    {
      region: "eu-west-1",
      asOf: "2026-03-10",
      source: "the tariff of us-east-1, which was Ireland's too: https://aws.amazon.com/jp/fargate/pricing/",
    },
    [
      [fargateVcpu, "vCPU-hour", "0.04048"],
      [fargateMemory, "GB-hour", "0.004445"],
    ],
  ),
];

/** A Spot price follows supply. AWS promises up to 70 % off, and seldom publishes less. */
const spotSource = "70 % off on demand, the most that AWS promises: https://aws.amazon.com/fargate/pricing/";
const oneYearSource =
  "about 20 % off, Compute Savings Plan, no upfront: https://vantage.sh/blog/what-is-an-aws-savings-plan";
const threeYearSource =
  "about 45 % off, Compute Savings Plan, no upfront: https://vantage.sh/blog/what-is-an-aws-savings-plan";
const asOf = "2026-11";

/** Reckoned from the on-demand price and a published percentage, so none of them is confirmed. */
const discounted: readonly PriceRow[] = [
  ...unconfirmed({ region: "us-east-1", asOf, basis: "spot", source: spotSource }, [
    [fargateVcpu, "vCPU-hour", "0.012144"],
    [fargateMemory, "GB-hour", "0.0013335"],
  ]),
  ...unconfirmed({ region: "eu-central-1", asOf, basis: "spot", source: spotSource }, [
    [fargateVcpu, "vCPU-hour", "0.013968"],
    [fargateMemory, "GB-hour", "0.001533"],
  ]),
  ...unconfirmed({ region: "eu-west-1", asOf, basis: "spot", source: spotSource }, [
    [fargateVcpu, "vCPU-hour", "0.012144"],
    [fargateMemory, "GB-hour", "0.0013335"],
  ]),
  ...unconfirmed({ region: "us-east-1", asOf, basis: "savings-plan-1y", source: oneYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.032384"],
    [fargateMemory, "GB-hour", "0.003556"],
  ]),
  ...unconfirmed({ region: "eu-central-1", asOf, basis: "savings-plan-1y", source: oneYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.037248"],
    [fargateMemory, "GB-hour", "0.004088"],
  ]),
  ...unconfirmed({ region: "eu-west-1", asOf, basis: "savings-plan-1y", source: oneYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.032384"],
    [fargateMemory, "GB-hour", "0.003556"],
  ]),
  ...unconfirmed({ region: "us-east-1", asOf, basis: "savings-plan-3y", source: threeYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.022264"],
    [fargateMemory, "GB-hour", "0.00244475"],
  ]),
  ...unconfirmed({ region: "eu-central-1", asOf, basis: "savings-plan-3y", source: threeYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.025608"],
    [fargateMemory, "GB-hour", "0.0028105"],
  ]),
  ...unconfirmed({ region: "eu-west-1", asOf, basis: "savings-plan-3y", source: threeYearSource }, [
    [fargateVcpu, "vCPU-hour", "0.022264"],
    [fargateMemory, "GB-hour", "0.00244475"],
  ]),
];

export const fargatePrices: readonly PriceRow[] = [...onDemand, ...discounted];
