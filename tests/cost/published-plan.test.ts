import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { costPage, costPicture } from "../../cli/render-cost-page.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { billOf } from "../../shared/cost/bill.ts";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { priceFinder } from "../../shared/cost/find-price.ts";
import { dollarsText } from "../../shared/cost/money.ts";
import { estimateUse } from "../../shared/cost/own/estimate-use.ts";
import { measuredUse } from "../../shared/cost/own/measured-use.ts";
import { ownCost } from "../../shared/cost/own/own-cost.ts";
import { planCharges } from "../../shared/cost/plan-charges.ts";
import { comparePlan, publishedPlan, recomputed } from "../../shared/cost/published-plan.ts";
import { scenarioNamed } from "../../shared/cost/scenario.ts";
import { generatedStack } from "../../simulator/own-use/generated-stack.ts";
import { sevenServices } from "./seven-services.ts";

const find = priceFinder(builtInBook);
const root = join(__dirname, "../..");

describe("the published plan, multiplied again", () => {
  it("has a rate, a month and a sum that its own figures don't give", () => {
    // A thousand hours of 0.25 vCPU and 0.5 GB, in millionths of a dollar: $0.0123425 each.
    expect(recomputed.thousandTaskHours).toBe(12_342_500);
    expect(publishedPlan.taskHourDollars).toBe("0.01572");
    expect(dollarsText(recomputed.serviceMonth)).toBe("27.03");
    expect(dollarsText(recomputed.serviceMonthAtPrintedRate)).toBe("34.43");
    expect(dollarsText(recomputed.printedServiceMonth)).toBe("342.70");
  });

  it("stands beside the price book line by line, and nothing is made up where it is not known", () => {
    const scenario = scenarioNamed("on-demand");
    const { lines, printedTotal, printedParts, bookTotal, correctedParts } = comparePlan(
      billOf(planCharges(sevenServices(), scenario), "us-east-1", find, scenario),
    );
    const known = lines.filter(({ printed }) => printed !== null);
    expect(known.map(({ part }) => part.split(" ")[0])).toEqual(Array.from({ length: 7 }, () => "service"));
    expect(lines.filter(({ printed }) => printed === null).every((line) => line.recomputed === null)).toBe(true);
    expect([printedTotal, printedParts, correctedParts, bookTotal].map((sum) => dollarsText(sum))).toEqual([
      "4,026.00",
      "4,030.00",
      // 4,030 - 7 x (342.70 - 27.030075)
      "1,820.31",
      "1,241.58",
    ]);
  });
});

describe("docs/cost.md", () => {
  it("is what the price book and the plan give", () => {
    expect(readFileSync(join(root, "docs/cost.md"), "utf8")).toBe(costPage(sevenServices()));
    expect(readFileSync(join(root, "docs/cost.svg"), "utf8")).toBe(costPicture(sevenServices()));
  });

  it("shows a row of a price book that can be read", async () => {
    const { parsePriceBook } = await import("../../shared/cost/files/read-price-book.ts");
    const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(root, "docs/cost.md"), "utf8"))!;
    expect(parsePriceBook(yaml!, "prices.yml")).toMatchObject({ kind: "ok" });
  });
});

describe("the use that follows from a configuration", () => {
  const sample = () => {
    const reading = parseConfig(readFileSync(join(root, "headgate.yml"), "utf8"), "headgate.yml");
    if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
    return reading.config;
  };

  it.each(["10", "100"] as const)("for %s calm services is near what was counted", (name) => {
    const estimated = ownCost(estimateUse(generatedStack(Number(name)).config), "us-east-1", find).list.monthly;
    const counted = ownCost(measuredUse[name].use, "us-east-1", find).list.monthly;
    expect(Math.abs(estimated - counted) / counted).toBeLessThan(0.1);
  });

  it("counts the reads of metrics and the functions' calls of calm services exactly", () => {
    const { metricReads, invocations, customMetrics } = estimateUse(generatedStack(100).config);
    const counted = measuredUse["100"].use;
    expect(metricReads).toBe(counted.metricReads);
    expect(Math.abs(invocations - counted.invocations) / counted.invocations).toBeLessThan(0.001);
    expect(Math.abs(customMetrics - counted.customMetrics)).toBeLessThan(0.1);
  });

  it("for the sample is what it costs while nothing changes, and less than a day with a rush", () => {
    const calm = ownCost(estimateUse(sample()), "us-east-1", find).list.monthly;
    const counted = ownCost(measuredUse.sample.use, "us-east-1", find).list.monthly;
    expect(calm).toBeLessThan(counted);
    expect(calm / counted).toBeGreaterThan(0.8);
  });
});
