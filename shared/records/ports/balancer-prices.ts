/**
 * What load balancing costs by the hour, for a comparison of orders of magnitude.
 *
 * Public list prices without tax, discounts and free tiers. A small table of its own until the price book is there,
 * whose figures then take its place.
 */
export type BalancerPrices = {
  readonly region: string;
  readonly albPerHourDollars: number;
  /** A load balancer capacity unit used for an hour. */
  readonly lcuPerHourDollars: number;
  /** On demand, Linux. */
  readonly instancePerHourDollars: Readonly<Record<NginxInstance, number>>;
  readonly gp3PerGibMonthDollars: number;
  /** In use or not, since 2024-02-01. */
  readonly publicIpv4PerHourDollars: number;
};

export type NginxInstance = "t4g.nano" | "t4g.micro" | "t4g.small";

/** The same in every region. */
export const route53Prices = {
  /** Of the first 25. */
  zonePerMonthDollars: 0.5,
  /** Of standard queries, the first billion of a month. Private zones are asked through the VPC and pay the same. */
  millionQueriesDollars: 0.4,
} as const;

/**
 * About when the figures were written down. Compared with published text then: the load balancer's in us-east-1, its hour
 * in eu-central-1, and the zone's fee. The others were not, and may be off by some percent.
 */
export const pricesAsOf = "2026-07";

export const priceSources = [
  "https://aws.amazon.com/elasticloadbalancing/pricing/",
  "https://aws.amazon.com/ec2/pricing/on-demand/",
  "https://aws.amazon.com/ebs/pricing/",
  "https://aws.amazon.com/vpc/pricing/",
  "https://aws.amazon.com/route53/pricing/",
] as const;

export const balancerPrices: readonly BalancerPrices[] = [
  {
    region: "us-east-1",
    albPerHourDollars: 0.0225,
    lcuPerHourDollars: 0.008,
    instancePerHourDollars: { "t4g.nano": 0.0042, "t4g.micro": 0.0084, "t4g.small": 0.0168 },
    gp3PerGibMonthDollars: 0.08,
    publicIpv4PerHourDollars: 0.005,
  },
  {
    region: "eu-central-1",
    albPerHourDollars: 0.027,
    lcuPerHourDollars: 0.008,
    instancePerHourDollars: { "t4g.nano": 0.0048, "t4g.micro": 0.0096, "t4g.small": 0.0192 },
    gp3PerGibMonthDollars: 0.0952,
    publicIpv4PerHourDollars: 0.005,
  },
];
