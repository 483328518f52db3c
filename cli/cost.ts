import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nearestName } from "../shared/config/nearest-name.ts";
import { builtInBook } from "../shared/cost/book/built-in-book.ts";
import {
  type CostReport,
  configCost,
  isPartial,
  measuredCost,
  planCost,
  type Terms,
} from "../shared/cost/cost-report.ts";
import { looksLikePlan, parsePlan } from "../shared/cost/files/read-plan.ts";
import { parsePriceBook } from "../shared/cost/files/read-price-book.ts";
import { mergeBooks, priceFinder, regionsOf } from "../shared/cost/find-price.ts";
import { planCharges } from "../shared/cost/plan-charges.ts";
import { everywhere, type PriceBook } from "../shared/cost/price-book.ts";
import { renderCost } from "../shared/cost/render-cost.ts";
import { type ScenarioName, scenarioNamed, scenarioNames } from "../shared/cost/scenario.ts";
import type { TaskSize } from "../shared/cost/task-charges.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { loadConfig } from "./load-config.ts";
import { renderProblems } from "./render-problems.ts";

export type CostOptions = {
  readonly region?: string;
  readonly scenario?: string;
  readonly services?: string;
  readonly prices?: string;
  readonly task?: string;
  readonly json?: boolean;
};

export type CostResult = { readonly exitCode: ExitCode; readonly output: string };

/** The sample's plan, which ships. */
export const shippedPlan = fileURLToPath(new URL("../plans/seven-services.yml", import.meta.url));

/**
 * Prices a plan, a headgate.yml, or Headgate itself. Needs no network.
 *
 * @param file `undefined`: the plan that ships
 * @returns 0 priced. 1 something has no price, or a file is refused. 2 an option or a file can't be used.
 * @throws never
 */
export const cost = (file: string | undefined, options: CostOptions): CostResult => {
  const book = bookOf(options.prices);
  if ("exitCode" in book) return book;
  const scenario = scenarioNames.find((name) => name === (options.scenario ?? "on-demand"));
  if (scenario === undefined) return unusable(unknownScenario(options.scenario!));
  const terms = (region: string): Terms | CostResult => termsOf(book, options.region ?? region, scenario);
  const size = taskSizeOf(options.task ?? "256/512");
  if (size === null)
    return unusable(`--task ${options.task} is no size\n  fix: write CPU units and MiB of a task: --task 256/512`);
  if (options.services !== undefined) return ownAlone(options.services, file, terms("us-east-1"), options);
  const path = file ?? shippedPlan;
  const text = textOf(path);
  if (typeof text !== "string") return text;
  if (!looksLikePlan(text)) {
    const loaded = loadConfig(path);
    if (loaded.kind === "failed") return loaded;
    const bought = terms("us-east-1");
    return "exitCode" in bought ? bought : told(configCost(loaded.config, size, bought), options);
  }
  const reading = parsePlan(text, path);
  if (reading.kind === "refused")
    return { exitCode: EXIT.failed, output: renderProblems(path, text, reading.problems, "error") };
  const bought = terms(reading.plan.region);
  return "exitCode" in bought ? bought : told(planCost(reading.plan, bought), options);
};

/** The items that a plan pays for, so that a refresh asks for them too. Never throws. */
export const itemsOfPlan = (file: string): readonly string[] | CostResult => {
  const text = textOf(file);
  if (typeof text !== "string") return text;
  const reading = parsePlan(text, file);
  if (reading.kind === "refused")
    return { exitCode: EXIT.failed, output: renderProblems(file, text, reading.problems, "error") };
  return planCharges(reading.plan, scenarioNamed("on-demand")).map(({ what }) => what);
};

const told = (report: CostReport, { json = false }: CostOptions): CostResult => ({
  exitCode: isPartial(report) ? EXIT.failed : EXIT.ok,
  output: json ? JSON.stringify(report, null, 2) : renderCost(report),
});

const unusable = (output: string): CostResult => ({ exitCode: EXIT.usage, output });

const ownAlone = (
  services: string,
  file: string | undefined,
  terms: Terms | CostResult,
  options: CostOptions,
): CostResult => {
  if (services !== "10" && services !== "100")
    return unusable(
      `--services ${services} was not measured\n  fix: take 10 or 100; headgate cost headgate.yml reckons with yours`,
    );
  if (file !== undefined) return unusable(`--services ${services} takes no file\n  fix: leave ${file} out`);
  return "exitCode" in terms ? terms : told(measuredCost(services, terms), options);
};

const termsOf = (book: PriceBook, region: string, scenario: ScenarioName): Terms | CostResult => {
  const regions = regionsOf(book);
  if (regions.includes(region)) return { region, scenario: scenarioNamed(scenario), find: priceFinder(book) };
  const near = nearestName(region, regions);
  const fix = near === null ? `take one of ${regions.join(", ")}` : `did you mean ${near}?`;
  return unusable(
    `${region === everywhere ? `${region} is no region` : `the price book has no region ${region}`}\n  fix: ${fix} Or ask AWS: headgate cost --refresh prices.json --region ${region}`,
  );
};

const bookOf = (file: string | undefined): PriceBook | CostResult => {
  if (file === undefined) return builtInBook;
  const text = textOf(file);
  if (typeof text !== "string") return text;
  const reading = parsePriceBook(text, file);
  if (reading.kind === "ok") return mergeBooks(builtInBook, reading.book);
  return { exitCode: EXIT.failed, output: renderProblems(file, text, reading.problems, "error") };
};

const textOf = (file: string): string | CostResult => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const fix = "check the path; it is relative to the current folder";
    return unusable(`${file}: can't be read: ${(error as Error).message}\n  fix: ${fix}`);
  }
};

const unknownScenario = (name: string): string => {
  const near = nearestName(name, scenarioNames);
  return `--scenario ${name} is none\n  fix: ${near === null ? `take one of ${scenarioNames.join(", ")}` : `did you mean ${near}?`}`;
};

const taskSizeOf = (text: string): TaskSize | null => {
  const [, cpuUnits, memoryMib] = /^(\d{3,5})\/(\d{3,6})$/.exec(text) ?? [];
  return cpuUnits === undefined ? null : { cpuUnits: Number(cpuUnits), memoryMib: Number(memoryMib) };
};
