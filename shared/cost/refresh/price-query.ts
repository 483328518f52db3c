import type { PriceUnit } from "../price-book.ts";

/** One question to the Price List API, and which of its answers are meant. */
export type PriceQuery = {
  readonly what: string;
  readonly serviceCode: string;
  /** Beside the region. */
  readonly filters: Readonly<Record<string, string>>;
  /** Of the usage type, without the region that it begins with: `EUC1-`. */
  readonly usageType: string;
  readonly unit: PriceUnit;
  /** AWS prices one request; a row prices a thousand or a million: how far the point moves. */
  readonly shift: 0 | 3 | 6;
  /** Whether terms are sold that the book has. */
  readonly reservable: boolean;
};

type Answer = Pick<PriceQuery, "serviceCode" | "filters" | "usageType" | "unit"> &
  Partial<Pick<PriceQuery, "shift" | "reservable">>;

const fixed: Readonly<Record<string, Answer>> = {
  "fargate/x86/vcpu": ecs("Fargate-vCPU-Hours:perCPU", "vCPU-hour"),
  "fargate/x86/memory": ecs("Fargate-GB-Hours", "GB-hour"),
  "alb/hour": balancer("LoadBalancerUsage"),
  "alb/capacity-unit": balancer("LCUUsage"),
  "efs/standard": { serviceCode: "AmazonEFS", filters: {}, usageType: "TimedStorage-ByteHrs", unit: "GB-month" },
  "cloudwatch/custom-metric": cloudWatch("CW:MetricMonitorUsage", "month"),
  "cloudwatch/alarm-metric": cloudWatch("CW:AlarmMonitorUsage", "month"),
  "cloudwatch/metric-read": { ...cloudWatch("CW:GMD-Metrics", "thousand"), shift: 3 },
  "cloudwatch/log-ingestion": cloudWatch("DataProcessing-Bytes", "GB"),
  "dynamodb/write": table("WriteRequestUnits"),
  "dynamodb/read": table("ReadRequestUnits"),
};

function ecs(usageType: string, unit: PriceUnit): Answer {
  return { serviceCode: "AmazonECS", filters: {}, usageType, unit };
}

function balancer(usageType: string): Answer {
  const filters = { productFamily: "Load Balancer-Application" };
  return { serviceCode: "AWSELB", filters, usageType, unit: "hour" };
}

function cloudWatch(usageType: string, unit: PriceUnit): Answer {
  return { serviceCode: "AmazonCloudWatch", filters: {}, usageType, unit };
}

function table(usageType: string): Answer {
  return { serviceCode: "AmazonDynamoDB", filters: {}, usageType, unit: "million", shift: 6 };
}

const engineNames: Readonly<Record<string, string>> = { postgres: "PostgreSQL", mysql: "MySQL" };

/**
 * How the Price List API is asked for an item of the book.
 *
 * Terms of Savings Plans come from another API (savingsplans:DescribeSavingsPlansOfferingRates), and the Price List has no
 * Spot prices of EC2; neither is asked for.
 *
 * @returns `null` for an item that a refresh leaves as it is
 */
export const priceQueryOf = (what: string): PriceQuery | null => {
  const answer = Object.hasOwn(fixed, what) ? fixed[what]! : byParts(what.split("/"));
  return answer === null ? null : { what, shift: 0, reservable: false, ...answer };
};

const byParts = ([kind, first = "", second = "", third]: readonly string[]): Answer | null => {
  switch (kind) {
    case "rds": {
      const databaseEngine = engineNames[first];
      if (databaseEngine === undefined) return null;
      const multi = third === "multi-az";
      return {
        serviceCode: "AmazonRDS",
        filters: { instanceType: second, databaseEngine, deploymentOption: multi ? "Multi-AZ" : "Single-AZ" },
        usageType: `${multi ? "Multi-AZUsage" : "InstanceUsage"}:${second}`,
        unit: "hour",
        reservable: true,
      };
    }
    case "elasticache":
      return {
        serviceCode: "AmazonElastiCache",
        filters: { instanceType: second, cacheEngine: "Redis" },
        usageType: `NodeUsage:${second}`,
        unit: "hour",
        reservable: true,
      };
    case "msk":
      return first === "storage"
        ? null
        : {
            serviceCode: "AmazonMSK",
            filters: {},
            usageType: first.replace(/^kafka/, "Kafka"),
            unit: "hour",
          };
    case "ec2":
      return first === "public-ipv4"
        ? null
        : {
            serviceCode: "AmazonEC2",
            filters: {
              instanceType: first,
              operatingSystem: "Linux",
              tenancy: "Shared",
              preInstalledSw: "NA",
              capacitystatus: "Used",
            },
            usageType: `BoxUsage:${first}`,
            unit: "hour",
          };
    default:
      return null;
  }
};
