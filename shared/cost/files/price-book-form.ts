import * as z from "zod";
import type { FormGuide } from "../../config/check-shape.ts";
import type { SchemaNode } from "../../config/form-schema.ts";
import { optional, required } from "../../config/schema-key.ts";
import { priceBases, priceUnits } from "../price-book.ts";

const row = z.strictObject({
  region: required(
    z.string().regex(/^([a-z]{2}(-[a-z]+)+-\d|global)$/, "a region looks like eu-central-1; global is everywhere"),
    "Where the price holds.",
    { examples: ["eu-central-1"] },
  ),
  what: required(
    z.string().regex(/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/, "a name looks like rds/postgres/db.t3.medium/multi-az"),
    "What is bought.",
    { examples: ["fargate/x86/vcpu"] },
  ),
  unit: required(z.enum(priceUnits), "What the price is per."),
  dollars: required(
    z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'a price is text with up to 12 decimals: "0.04048"'),
    "In quotes, so that no digit is lost.",
    { examples: ["0.04048"] },
  ),
  basis: optional(z.enum(priceBases), "How it is bought.", { default: "on-demand" }),
  asOf: required(
    z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date is "2026-03-10", "2026-03" or "2026"'),
    "In quotes.",
    {
      examples: ["2026-03-10"],
    },
  ),
  source: required(z.string().min(1).max(500), "Where it was read.", { examples: ["our contract"] }),
  confirmed: optional(z.boolean(), "False marks it wherever it is shown.", { default: true }),
});

/** What a price book file may hold. */
export const priceBookForm = z.strictObject({
  version: required(z.literal(1), "The form of the file.", { examples: [1] }),
  currency: required(z.literal("USD"), "Only US dollars.", { examples: ["USD"] }),
  rows: required(z.array(row).max(10_000), "One per region, item and basis."),
});

export const priceBookGuide: FormGuide = {
  schema: z.toJSONSchema(priceBookForm, { target: "draft-2020-12", io: "input" }) as SchemaNode,
  misplacedKeys: new Map(
    Object.entries({ price: 'write dollars: "0.04048"', date: 'write asOf: "2026-03-10"', item: "write what" }),
  ),
};
