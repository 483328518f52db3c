import type { Filter, GetProductsRequest } from "@aws-sdk/client-pricing";
import { AwsError } from "./aws-error.ts";

/** A product as the Price List has it. */
export type PricedProduct = {
  readonly serviceCode: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly productFamily?: string;
  readonly onDemand?: PricedTerm;
  readonly reserved?: readonly PricedTerm[];
};

export type PricedTerm = {
  readonly effectiveDate: string;
  readonly dimensions: readonly { readonly unit: string; readonly dollars: string; readonly beginRange?: string }[];
  readonly attributes?: Readonly<Record<string, string>>;
};

const mostResults = 100;

/** The Price List API: products with their terms, in pages, each as JSON in a string. */
export class PriceList {
  readonly #products: PricedProduct[] = [];

  declare(product: PricedProduct): void {
    this.#products.push(product);
  }

  getProducts({ ServiceCode, Filters = [], MaxResults = mostResults, NextToken }: GetProductsRequest): object {
    if (MaxResults < 1 || MaxResults > mostResults)
      throw new AwsError("InvalidParameterException", `MaxResults ${MaxResults} is not between 1 and ${mostResults}`);
    const ofService = this.#products.flatMap((product, index) =>
      product.serviceCode === ServiceCode ? [{ product, sku: skuOf(index) }] : [],
    );
    if (ofService.length === 0) throw new AwsError("NotFoundException", `Service ${ServiceCode} was not found`);
    const found = ofService.filter(({ product }) => Filters.every((filter) => matches(product, filter)));
    const start = NextToken === undefined ? 0 : Number(NextToken);
    if (!Number.isInteger(start) || start < 0 || (NextToken !== undefined && start >= found.length))
      throw new AwsError("InvalidNextTokenException", "The pagination token is invalid");
    const end = start + MaxResults;
    return {
      FormatVersion: "aws_v1",
      PriceList: found.slice(start, end).map(({ product, sku }) => JSON.stringify(itemOf(product, sku))),
      ...(end < found.length ? { NextToken: String(end) } : {}),
    };
  }
}

const skuOf = (index: number): string => `SKU${String(index).padStart(13, "0")}`;

const matches = ({ attributes, productFamily }: PricedProduct, { Type, Field, Value }: Filter): boolean => {
  if (Type !== "TERM_MATCH")
    throw new AwsError("InvalidParameterException", `Filters of type ${Type} are not modelled`);
  return (Field === "productFamily" ? productFamily : attributes[Field ?? ""]) === Value;
};

/** @see AWS Billing User Guide, "Reading the service price list file" */
const itemOf = (
  { serviceCode, attributes, productFamily, onDemand, reserved = [] }: PricedProduct,
  sku: string,
): object => {
  const termOf = (term: PricedTerm, code: string) => ({
    [`${sku}.${code}`]: {
      priceDimensions: Object.fromEntries(
        term.dimensions.map(({ unit, dollars, beginRange = "0" }, index) => [
          `${sku}.${code}.RATE${index}`,
          { unit, beginRange, endRange: "Inf", description: "", appliesTo: [], pricePerUnit: { USD: dollars } },
        ]),
      ),
      sku,
      effectiveDate: term.effectiveDate,
      offerTermCode: code,
      termAttributes: term.attributes ?? {},
    },
  });
  return {
    product: { productFamily, attributes: { servicecode: serviceCode, ...attributes }, sku },
    serviceCode,
    terms: {
      ...(onDemand === undefined ? {} : { OnDemand: termOf(onDemand, "JRTCKXETXF") }),
      ...(reserved.length === 0
        ? {}
        : { Reserved: Object.assign({}, ...reserved.map((term, index) => termOf(term, `TERM${index}`))) }),
    },
    version: "20261101000000",
    publicationDate: "2026-11-01T00:00:00Z",
  };
};
