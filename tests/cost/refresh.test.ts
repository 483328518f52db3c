import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PricingClient } from "@aws-sdk/client-pricing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { pricingClient, refreshFile, refreshPrices } from "../../cli/cost-refresh.ts";
import { parsePriceBook } from "../../shared/cost/files/read-price-book.ts";
import { databaseInstance, items } from "../../shared/cost/items.ts";
import { priceQueryOf } from "../../shared/cost/refresh/price-query.ts";
import { rowsOfProduct } from "../../shared/cost/refresh/read-product.ts";
import { refreshedBook } from "../../shared/cost/refresh/refreshed-book.ts";
import { divideDecimal, shiftDecimal } from "../../shared/cost/refresh/shift-decimal.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { type PricedProduct, type PricedTerm, PriceList } from "../../simulator/cloud/price-list.ts";
import { type CloudFront, startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";

const region = "eu-central-1";
const nobody = () => {};
const effectiveDate = "2026-11-01T00:00:00Z";
const hourly = (dollars: string, unit = "Hrs"): PricedTerm => ({ effectiveDate, dimensions: [{ unit, dollars }] });

const ecs = (usagetype: string, dollars: string): PricedProduct => ({
  serviceCode: "AmazonECS",
  attributes: { regionCode: region, usagetype },
  onDemand: hourly(dollars, "hours"),
});

const lease = (years: string, PurchaseOption: string, dollars: string, upfront: string | null): PricedTerm => ({
  effectiveDate,
  attributes: { LeaseContractLength: years, OfferingClass: "standard", PurchaseOption },
  dimensions: [{ unit: "Hrs", dollars }, ...(upfront === null ? [] : [{ unit: "Quantity", dollars: upfront }])],
});

const database: PricedProduct = {
  serviceCode: "AmazonRDS",
  productFamily: "Database Instance",
  attributes: {
    regionCode: region,
    usagetype: "EUC1-Multi-AZUsage:db.t3.medium",
    instanceType: "db.t3.medium",
    databaseEngine: "PostgreSQL",
    deploymentOption: "Multi-AZ",
  },
  onDemand: hourly("0.1660000000"),
  reserved: [
    lease("1yr", "No Upfront", "0.1200000000", null),
    lease("1yr", "All Upfront", "0.0000000000", "900"),
    lease("3yr", "Partial Upfront", "0.0400000000", "1051.2"),
    lease("3yr", "All Upfront", "0", "2000"),
  ],
};

/** The API alone, over the wire: what the SDK sends and reads is real. */
let list: PriceList;
let refuse: ((operation: string) => Error | null) | null;
let asked: { ServiceCode?: string; Filters?: readonly { Field?: string; Value?: string }[]; MaxResults?: number }[];
let front: CloudFront;
let folder: string;
const kept = process.env["AWS_ENDPOINT_URL"];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "headgate-prices-"));
  front = await startCloudFront({
    handle: async (_service, operation, input) => {
      asked.push(input as (typeof asked)[number]);
      const error = refuse?.(operation) ?? null;
      if (error !== null) throw error;
      return list.getProducts(input as never);
    },
  });
});
afterAll(async () => {
  await front.close();
  rmSync(folder, { recursive: true });
  if (kept === undefined) delete process.env["AWS_ENDPOINT_URL"];
});
beforeEach(() => {
  list = new PriceList();
  refuse = null;
  asked = [];
  // Every service that is asked about has a product, as on AWS.
  const services = ["AmazonECS", "AWSELB", "AmazonEFS", "AmazonCloudWatch", "AmazonDynamoDB", "AmazonRDS"];
  for (const serviceCode of [...services, "AmazonElastiCache", "AmazonMSK", "AmazonEC2"])
    list.declare({ serviceCode, attributes: { regionCode: "us-gov-west-1", usagetype: "UGW1-Other" } });
});

const client = () =>
  new PricingClient({
    region: "us-east-1",
    endpoint: front.url,
    maxAttempts: 3,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
  });

const rowsFor = async (what: string) => {
  const { book } = await refreshPrices(client(), [region], nobody);
  return book.rows.filter((row) => row.what === what).map(({ basis, dollars, asOf }) => `${basis} ${dollars} ${asOf}`);
};

describe("a refresh through the Price List API", () => {
  it("reads Fargate on demand and Spot, and neither ARM nor Windows", async () => {
    list.declare(ecs("EUC1-Fargate-vCPU-Hours:perCPU", "0.0465600000"));
    list.declare(ecs("EUC1-SpotUsage-Fargate-vCPU-Hours:perCPU", "0.0150000000"));
    list.declare(ecs("EUC1-Fargate-ARM-vCPU-Hours:perCPU", "0.03725"));
    list.declare(ecs("EUC1-Fargate-Windows-vCPU-Hours:perCPU", "0.10"));
    expect(await rowsFor(items.fargateVcpu)).toEqual(["on-demand 0.04656 2026-11-01", "spot 0.015 2026-11-01"]);
  });

  it("takes a year without money up front, and three with as little of it as is sold, spread over the hours", async () => {
    list.declare(database);
    expect(await rowsFor(databaseInstance("postgres", "db.t3.medium", "multi-az"))).toEqual([
      "on-demand 0.166 2026-11-01",
      "reserved-1y 0.12 2026-11-01",
      // 0.04 + 1051.2 / (3 x 8760)
      "reserved-3y 0.08 2026-11-01",
    ]);
  });

  it("goes through all pages", async () => {
    for (let number = 0; number < 250; number += 1) list.declare(ecs(`EUC1-Other-${number}`, "1"));
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.00511"));
    expect(await rowsFor(items.fargateMemory)).toEqual(["on-demand 0.00511 2026-11-01"]);
    const pages = asked.filter(({ ServiceCode }) => ServiceCode === "AmazonECS");
    expect(pages).toHaveLength(6); // three for each of vCPU and memory
    expect(pages.every(({ MaxResults }) => MaxResults === 100)).toBe(true);
  });

  it("takes the first tier, and requests by the million", async () => {
    list.declare({
      serviceCode: "AmazonDynamoDB",
      attributes: { regionCode: region, usagetype: "EUC1-WriteRequestUnits" },
      onDemand: { effectiveDate, dimensions: [{ unit: "WriteRequestUnits", dollars: "0.0000007625" }] },
    });
    list.declare({
      serviceCode: "AmazonCloudWatch",
      attributes: { regionCode: region, usagetype: "EUC1-CW:MetricMonitorUsage" },
      onDemand: {
        effectiveDate,
        dimensions: [
          { unit: "Metrics", dollars: "0.10", beginRange: "10000" },
          { unit: "Metrics", dollars: "0.30", beginRange: "0" },
        ],
      },
    });
    expect(await rowsFor(items.tableWrite)).toEqual(["on-demand 0.7625 2026-11-01"]);
    expect(await rowsFor(items.customMetric)).toEqual(["on-demand 0.3 2026-11-01"]);
  });

  it("leaves out what has two prices, and says which", async () => {
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.005"));
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.006"));
    const { book, ambiguous } = await refreshPrices(client(), [region], nobody);
    expect(ambiguous).toEqual([`${region} ${items.fargateMemory} on-demand`]);
    expect(book.rows.filter(({ what }) => what === items.fargateMemory)).toEqual([]);
  });

  it("tries again when it is throttled", async () => {
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.00511"));
    let left = 2;
    refuse = () => {
      left -= 1;
      return left < 0 ? null : new AwsError("ThrottlingException", "Rate exceeded");
    };
    expect(await rowsFor(items.fargateMemory)).toHaveLength(1);
  });

  it("asks for the classes of a plan that are not in the book", async () => {
    const what = databaseInstance("postgres", "db.x99.large", "multi-az");
    const attributes = {
      ...database.attributes,
      usagetype: "EUC1-Multi-AZUsage:db.x99.large",
      instanceType: "db.x99.large",
    };
    list.declare({ ...database, attributes });
    const { book } = await refreshPrices(client(), [region], nobody, [what]);
    expect(book.rows.filter((row) => row.what === what)).toHaveLength(3);
  });

  it("tells how far it is", async () => {
    const seen: string[] = [];
    await refreshPrices(client(), [region, "eu-west-1"], (done, of) => seen.push(`${done}/${of}`));
    const [, of] = seen.at(-1)!.split("/");
    expect(seen.at(-1)).toBe(`${of}/${of}`);
    expect(seen).toHaveLength(Number(of));
  });

  it("asks one of the three places where the API is", async () => {
    const from = pricingClient("eu-central-1");
    expect(await from.config.region()).toBe("eu-central-1");
  });
});

describe("the file of a refresh", () => {
  const file = () => join(folder, "prices.json");

  it("is written whole, can be read back, and says what it does not cover", async () => {
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.00511"));
    const { exitCode, output } = await refreshFile(client(), file(), [region], nobody);
    expect(exitCode).toBe(0);
    expect(output).toContain("1 prices of eu-central-1");
    expect(output).toMatch(/left as the built-in book has it: .*secrets-manager\/secret/);
    expect(output).toContain("savingsplans:DescribeSavingsPlansOfferingRates");
    expect(parsePriceBook(readFileSync(file(), "utf8"), "prices.json")).toMatchObject({
      kind: "ok",
      book: { rows: [{ region, what: items.fargateMemory, dollars: "0.00511", confirmed: true }] },
    });
  });

  it.each([
    {
      when: "AWS refuses",
      error: new AwsError("AccessDeniedException", "not you"),
      says: /^prices can't be read: AccessDeniedException: not you\n {2}fix: .*pricing:GetProducts/,
    },
    {
      when: "the service is down",
      error: new AwsError("InternalErrorException", "down", 500),
      says: /^prices can't be read: InternalErrorException/,
    },
  ])("stays as it was when $when", async ({ error, says }) => {
    writeFileSync(file(), "before");
    refuse = () => error;
    const { exitCode, output } = await refreshFile(client(), file(), [region], nobody);
    expect(exitCode).toBe(1);
    expect(output).toMatch(says);
    expect(readFileSync(file(), "utf8")).toBe("before");
  });

  it("stays as it was when AWS has nothing of the region", async () => {
    writeFileSync(file(), "before");
    const { exitCode, output } = await refreshFile(client(), file(), ["eu-nowhere-1"], nobody);
    expect({ exitCode, output }).toEqual({
      exitCode: 1,
      output: expect.stringContaining("AWS has no price for eu-nowhere-1"),
    });
    expect(readFileSync(file(), "utf8")).toBe("before");
  });

  it("that can't be written is told", async () => {
    list.declare(ecs("EUC1-Fargate-GB-Hours", "0.00511"));
    const { exitCode, output } = await refreshFile(client(), join(folder, "none", "prices.json"), [region], nobody);
    expect(exitCode).toBe(2);
    expect(output).toContain("can't be written");
  });
});

describe("what a product of the Price List says", () => {
  const query = priceQueryOf(items.fargateVcpu)!;

  it.each([
    { when: "no JSON", text: "{" },
    { when: "another shape", text: '{"product":{}}' },
    {
      when: "a price in another currency",
      text: JSON.stringify({
        product: { attributes: { usagetype: query.usageType } },
        terms: {
          OnDemand: { a: { effectiveDate, priceDimensions: { b: { unit: "h", pricePerUnit: { CNY: "1" } } } } },
        },
      }),
    },
  ])("is nothing for $when", ({ text }) => expect(rowsOfProduct(text, query, region)).toEqual([]));

  it("names no query for what a refresh can't ask for", () =>
    expect([items.secret, items.trace, "mq/rabbitmq/mq.m5.large/single-instance", "made/up"].map(priceQueryOf)).toEqual(
      [null, null, null, null],
    ));

  it("keeps the newest of one key", () => {
    const row = {
      region,
      what: items.secret,
      unit: "month",
      basis: "on-demand",
      source: "test",
      confirmed: true,
    } as const;
    const { book } = refreshedBook([
      { ...row, dollars: "1", asOf: "2026-01-01" },
      { ...row, dollars: "2", asOf: "2026-10-01" },
    ]);
    expect(book.rows.map(({ dollars }) => dollars)).toEqual(["2"]);
  });

  it.each([
    { text: "0.0465600000", by: 0, gives: "0.04656" },
    { text: "0.0000007625", by: 6, gives: "0.7625" },
    { text: "1", by: 3, gives: "1000" },
    { text: "not a number", by: 0, gives: "0" },
  ])("$text moved by $by is $gives", ({ text, by, gives }) => expect(shiftDecimal(text, by)).toBe(gives));

  it("divides what is paid up front, half up", () => {
    expect(divideDecimal("1051.2", 26_280)).toBe("0.04");
    expect(divideDecimal("1", 3)).toBe("0.333333333333");
    expect(divideDecimal("2", 3)).toBe("0.666666666667");
  });
});
