import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import { problemCodes } from "../../../shared/config/problem-codes.ts";
import { readTree } from "../../../shared/config/read-tree.ts";
import { builtInBook } from "../../../shared/cost/book/built-in-book.ts";
import { planCost } from "../../../shared/cost/cost-report.ts";
import { parsePlan } from "../../../shared/cost/files/read-plan.ts";
import { priceFinder } from "../../../shared/cost/find-price.ts";
import { renderCost } from "../../../shared/cost/render-cost.ts";
import { scenarios } from "../../../shared/cost/scenario.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateYaml } from "../mutate/mutate-yaml.ts";
import { promiseLawful } from "./lawful-problems.ts";

const fileName = "plan.yml";

/** A plan that `headgate cost` prices: what is accepted comes to a sum. */
export const costPlanTarget: FuzzTarget = {
  name: "cost-plan",
  share: 10,
  codes: new Set(Object.keys(problemCodes)),
  prepare: async () => {
    const shipped = readFileSync("plans/seven-services.yml", "utf8");
    const texts = [
      shipped,
      "costPlan: 1\nname: small\nservices: { web: { tasks: 2, cpuUnits: 1024, memoryMib: 2048 } }\n",
      stringify({
        costPlan: 1,
        name: "all",
        services: { a: {}, b: { tasks: 0 } },
        caches: { c: { nodeType: "cache.t3.micro" } },
      }),
    ];
    const seeds = texts.map((text) => {
      const reading = readTree(text, fileName);
      return { text, tree: reading.kind === "tree" ? reading.tree.value : null };
    });
    const find = priceFinder(builtInBook);
    return {
      generate: (dice) => mutateYaml(dice, dice.pick(seeds)),
      run: (text) => {
        const reading = parsePlan(text, fileName);
        if (reading.kind === "refused") {
          promise(reading.problems.length > 0, "refused without a problem");
          promiseLawful(reading.problems, text);
          return rejected(reading.problems.map(({ code }) => code));
        }
        const { plan } = reading;
        const report = planCost(plan, { region: plan.region, scenario: scenarios[0]!, find });
        promise(
          Number.isSafeInteger(report.bill.monthly) && report.bill.monthly >= 0,
          `it costs ${report.bill.monthly}`,
        );
        promise(!/NaN|undefined|Infinity/.test(renderCost(report).replaceAll(plan.name, "")), "the page has no figure");
        return accepted();
      },
    };
  },
};
