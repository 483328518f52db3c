import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { problemCodes } from "../../../shared/config/problem-codes.ts";
import { readTree } from "../../../shared/config/read-tree.ts";
import { builtInBook } from "../../../shared/cost/book/built-in-book.ts";
import { planCost } from "../../../shared/cost/cost-report.ts";
import { parsePlan } from "../../../shared/cost/files/read-plan.ts";
import { parsePriceBook } from "../../../shared/cost/files/read-price-book.ts";
import { mergeBooks, priceFinder } from "../../../shared/cost/find-price.ts";
import { scenarios } from "../../../shared/cost/scenario.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateYaml } from "../mutate/mutate-yaml.ts";
import { promiseLawful } from "./lawful-problems.ts";

const fileName = "prices.json";

/** A price book, a team's own or a refreshed one: what is accepted reads back the same, and prices the shipped plan. */
export const priceBookTarget: FuzzTarget = {
  name: "price-book",
  share: 10,
  codes: new Set(Object.keys(problemCodes)),
  prepare: async () => {
    const shipped = parsePlan(readFileSync("plans/seven-services.yml", "utf8"), "plan.yml");
    if (shipped.kind !== "ok") throw new Error("the shipped plan is refused");
    const { plan } = shipped;
    const { rows } = builtInBook;
    const books = [0, 5, 12, 40].map((from) => ({ ...builtInBook, rows: rows.slice(from, from + 3 + (from % 7)) }));
    const seeds = books.flatMap((book) =>
      [JSON.stringify(book, null, 2), stringify(book)].map((text) => {
        const reading = readTree(text, fileName);
        return { text, tree: reading.kind === "tree" ? reading.tree.value : null };
      }),
    );
    return {
      generate: (dice) => mutateYaml(dice, dice.pick(seeds)),
      run: (text) => {
        const reading = parsePriceBook(text, fileName);
        if (reading.kind === "refused") {
          promise(reading.problems.length > 0, "refused without a problem");
          promiseLawful(reading.problems, text);
          return rejected(reading.problems.map(({ code }) => code));
        }
        const again = parsePriceBook(JSON.stringify(reading.book), fileName);
        promise(isDeepStrictEqual(again, reading), "another book after printing");
        const find = priceFinder(mergeBooks(builtInBook, reading.book));
        const { bill } = planCost(plan, { region: plan.region, scenario: scenarios[0]!, find });
        promise(Number.isSafeInteger(bill.monthly) && bill.monthly >= 0, `the plan costs ${bill.monthly}`);
        return accepted();
      },
    };
  },
};
