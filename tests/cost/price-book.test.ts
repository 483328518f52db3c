import { describe, expect, it } from "@jest/globals";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { mergeBooks, priceFinder, regionsOf } from "../../shared/cost/find-price.ts";
import { databaseInstance, items } from "../../shared/cost/items.ts";
import { isDecimalDollars } from "../../shared/cost/money.ts";
import { keyOfRow, type PriceBook, priceBases, priceUnits } from "../../shared/cost/price-book.ts";

const find = priceFinder(builtInBook);

describe("the price book that ships", () => {
  it("has every row once, with a price above zero, a unit, a date and a source", () => {
    const keys = builtInBook.rows.map(keyOfRow);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    for (const { what, dollars, unit, basis, asOf, source } of builtInBook.rows) {
      expect(what).toMatch(/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/);
      expect(isDecimalDollars(dollars) && Number(dollars) > 0).toBe(true);
      expect(priceUnits).toContain(unit);
      expect(priceBases).toContain(basis);
      expect(asOf).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
      expect(source.length).toBeGreaterThan(10);
    }
  });

  it("calls no price confirmed whose source has no address", () => {
    const confirmed = builtInBook.rows.filter((row) => row.confirmed);
    expect(confirmed.length).toBeGreaterThan(30);
    expect(confirmed.filter(({ source }) => !/https:\/\/|on PyPI/.test(source))).toEqual([]);
  });

  it("has no term that is dearer than on demand", () => {
    for (const row of builtInBook.rows.filter(({ basis }) => basis !== "on-demand")) {
      const onDemand = find({ ...row, basis: "on-demand" });
      expect({ row, onDemand: onDemand.kind === "price" && Number(onDemand.row.dollars) }).toEqual({
        row,
        onDemand: expect.any(Number),
      });
      if (onDemand.kind === "price") expect(Number(row.dollars)).toBeLessThan(Number(onDemand.row.dollars));
    }
  });

  it("knows three regions", () => expect(regionsOf(builtInBook)).toEqual(["eu-central-1", "eu-west-1", "us-east-1"]));
});

describe("looking a price up", () => {
  const medium = databaseInstance("postgres", "db.t3.medium", "multi-az");

  it("takes the region's row before the one of everywhere", () => {
    const row = { what: items.logIngestion, unit: "GB", basis: "on-demand", asOf: "2026", confirmed: true } as const;
    const book: PriceBook = {
      version: 1,
      currency: "USD",
      rows: [
        { ...row, region: "global", dollars: "0.50", source: "everywhere" },
        { ...row, region: "eu-central-1", dollars: "0.63", source: "here" },
        { ...row, region: "eu-west-1", what: items.secret, dollars: "0.4", source: "makes the region known" },
      ],
    };
    const at = (region: string) => priceFinder(book)({ region, what: items.logIngestion, basis: "on-demand" });
    expect(at("eu-central-1")).toMatchObject({ kind: "price", row: { source: "here" } });
    expect(at("eu-west-1")).toMatchObject({ kind: "price", row: { source: "everywhere" } });
  });

  it.each([
    {
      when: "a region that is not in the book",
      key: { region: "ap-south-1", what: medium, basis: "on-demand" },
      code: "region-not-in-book",
      says: "the price book has no region ap-south-1, only eu-central-1, eu-west-1, us-east-1",
    },
    {
      when: "an item that nobody has written down",
      key: { region: "us-east-1", what: "rds/oracle/db.t3.medium/multi-az", basis: "on-demand" },
      code: "item-not-in-book",
      says: "the price book has no rds/oracle/db.t3.medium/multi-az",
    },
    {
      when: "an item of another region",
      key: { region: "eu-west-1", what: medium, basis: "on-demand" },
      code: "item-not-in-region",
      says: `the price book has no ${medium} in eu-west-1`,
    },
    {
      when: "a term that is not sold",
      key: { region: "us-east-1", what: medium, basis: "reserved-3y" },
      code: "basis-not-in-book",
      says: `${medium} in us-east-1 has no price for reserved-3y, only for on-demand, reserved-1y`,
    },
  ] as const)("$when is no price, with a code and what to do, and not zero", ({ key, code, says }) => {
    expect(find(key)).toEqual({
      kind: "no-price",
      code,
      key,
      message: says,
      fix: expect.stringContaining(`--refresh prices.json --region ${key.region}`),
    });
  });

  it("a team's own rates come before the list's", () => {
    const own: PriceBook = {
      version: 1,
      currency: "USD",
      rows: [
        {
          region: "us-east-1",
          what: items.fargateVcpu,
          unit: "vCPU-hour",
          dollars: "0.03",
          basis: "on-demand",
          asOf: "2026-10",
          source: "our contract",
          confirmed: true,
        },
      ],
    };
    const merged = mergeBooks(builtInBook, own);
    expect(merged.rows).toHaveLength(builtInBook.rows.length);
    expect(priceFinder(merged)({ region: "us-east-1", what: items.fargateVcpu, basis: "on-demand" })).toMatchObject({
      row: { dollars: "0.03", source: "our contract" },
    });
  });
});
