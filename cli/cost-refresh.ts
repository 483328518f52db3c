import { GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import { builtInBook } from "../shared/cost/book/built-in-book.ts";
import type { PriceBook, PriceRow } from "../shared/cost/price-book.ts";
import type { PriceQuery } from "../shared/cost/refresh/price-query.ts";
import { rowsOfProduct } from "../shared/cost/refresh/read-product.ts";
import { planRefresh, refreshedBook } from "../shared/cost/refresh/refreshed-book.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { replaceFile } from "./nginx-replace-file.ts";

/** Where the Price List API is, whatever region is asked about. @see AWS General Reference, "AWS Price List endpoints" */
export const priceListRegions = ["us-east-1", "eu-central-1", "ap-south-1"] as const;

export type PriceListRegion = (typeof priceListRegions)[number];

/** As much as one answer may hold. */
const productsPerPage = 100;

export const pricingClient = (endpointRegion: PriceListRegion): PricingClient =>
  // It throttles; ten attempts with the SDK's growing pauses take about a minute.
  new PricingClient({ region: endpointRegion, maxAttempts: 10, retryMode: "adaptive" });

export type Refreshed = {
  readonly book: PriceBook;
  /** Asked for, and not sold in the region. */
  readonly notFound: readonly string[];
  /** Several prices for one thing. */
  readonly ambiguous: readonly string[];
  /** Items of the book that no refresh covers. */
  readonly leaves: readonly string[];
};

/**
 * Asks the Price List API for the items of the book that it has, in the regions given.
 *
 * @param progress called after each question
 * @param more items that are not in the book: the classes of a plan
 * @throws what the SDK throws after its last attempt
 */
export const refreshPrices = async (
  client: Pick<PricingClient, "send">,
  regions: readonly string[],
  progress: (done: number, of: number) => void,
  more: readonly string[] = [],
): Promise<Refreshed> => {
  const { queries, leaves } = planRefresh([...builtInBook.rows.map(({ what }) => what), ...more]);
  const rows: PriceRow[] = [];
  const notFound: string[] = [];
  let done = 0;
  for (const region of regions) {
    for (const query of queries) {
      const found = await askFor(client, query, region);
      if (found.length === 0) notFound.push(`${query.what} in ${region}`);
      rows.push(...found);
      done += 1;
      progress(done, queries.length * regions.length);
    }
  }
  return { ...refreshedBook(rows), notFound, leaves };
};

const askFor = async (
  client: Pick<PricingClient, "send">,
  query: PriceQuery,
  region: string,
): Promise<readonly PriceRow[]> => {
  const rows: PriceRow[] = [];
  const filters = { regionCode: region, ...query.filters };
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetProductsCommand({
        ServiceCode: query.serviceCode,
        Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
        FormatVersion: "aws_v1",
        MaxResults: productsPerPage,
        NextToken,
      }),
    );
    for (const product of (answer.PriceList ?? []) as readonly unknown[])
      rows.push(...rowsOfProduct(String(product), query, region));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return rows;
};

/**
 * Refreshes and writes a price book file: whole, or not at all.
 *
 * @returns 0 written. 1 AWS could not be asked, or nothing was found; the file is as it was. 2 it can't be written.
 * @throws never
 */
export const refreshFile = async (
  client: Pick<PricingClient, "send">,
  file: string,
  regions: readonly string[],
  progress: (done: number, of: number) => void,
  more: readonly string[] = [],
): Promise<{ readonly exitCode: ExitCode; readonly output: string }> => {
  let refreshed: Refreshed;
  try {
    refreshed = await refreshPrices(client, regions, progress, more);
  } catch (error) {
    const { name, message } = error as Error;
    const fix = awsHint(message) ?? "your credentials need pricing:GetProducts; the built-in prices go on without it";
    return { exitCode: EXIT.failed, output: `prices can't be read: ${name}: ${message}\n  fix: ${fix}` };
  }
  const { book, notFound, ambiguous, leaves } = refreshed;
  if (book.rows.length === 0)
    return {
      exitCode: EXIT.failed,
      output: `AWS has no price for ${regions.join(", ")}; ${file} is as it was\n  fix: check the region's name`,
    };
  try {
    replaceFile(file, new TextEncoder().encode(`${JSON.stringify(book, null, 2)}\n`));
  } catch (error) {
    return { exitCode: EXIT.usage, output: `${file}: can't be written: ${(error as Error).message}` };
  }
  const list = (title: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`  ${title}: ${names.join(", ")}`];
  return {
    exitCode: EXIT.ok,
    output: [
      `wrote ${file}: ${book.rows.length} prices of ${regions.join(", ")}`,
      ...list("not sold there, or under another name", notFound),
      ...list("several prices for one thing, so left out", ambiguous),
      ...list("left as the built-in book has it", leaves),
      "  Savings Plans have an API of their own (savingsplans:DescribeSavingsPlansOfferingRates) and EC2's Spot prices too",
      "  (ec2:DescribeSpotPriceHistory): neither is asked.",
      `Use it: headgate cost --prices ${file}`,
    ].join("\n"),
  };
};
