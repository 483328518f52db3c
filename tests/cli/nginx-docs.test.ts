import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { priceFinder } from "../../shared/cost/find-price.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";
import { recordsCodes } from "../../shared/plan/explain/records-codes.ts";
import { compareBalancers, smallLoad } from "../../shared/records/ports/compare-balancers.ts";

const pages = ["nginx.md", "records.md"].map((name) => ({
  name,
  text: readFileSync(join(__dirname, "../../docs", name), "utf8"),
}));
const all = pages.map(({ text }) => text).join("\n");

describe("docs/nginx.md and docs/records.md", () => {
  it("link every code of records, and no other", () => {
    const linked = [...all.matchAll(/\[`([a-z-]+)`\]\(codes\.md#([a-z-]+)\)/g)];
    expect(linked.filter(([, shown, anchor]) => shown !== anchor)).toEqual([]);
    const codes = new Set(linked.map(([, code]) => code!));
    expect([...codes].filter((code) => !(code in findingCodes))).toEqual([]);
    expect(Object.keys(recordsCodes).filter((code) => !codes.has(code))).toEqual([]);
  });

  it.each(
    pages.flatMap(({ name, text }) =>
      [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml], at) => ({ name, at, yaml: yaml! })),
    ),
  )("show a headgate.yml that is valid: $name, sample $at", ({ yaml }) =>
    expect(parseConfig(yaml, "headgate.yml")).toMatchObject({ kind: "ok" }),
  );

  it("quote the costs that the comparison comes to", () => {
    const load = { ...smallLoad, services: 5 };
    for (const { dollarsPerMonth } of compareBalancers(priceFinder(builtInBook), "us-east-1", load).ways)
      expect(all).toContain(`$${dollarsPerMonth.toFixed(2)}`);
  });
});
