import { builtInBook } from "../../cost/book/built-in-book.ts";
import { configCost } from "../../cost/cost-report.ts";
import { priceFinder, regionsOf } from "../../cost/find-price.ts";
import { renderCost } from "../../cost/render-cost.ts";
import type { ScenarioName } from "../../cost/scenario.ts";
import { scenarioNamed, scenarioNames } from "../../cost/scenario.ts";
import { choice, optional, whole } from "../parameter.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";

type Params = {
  readonly scenario?: ScenarioName | undefined;
  readonly cpuUnits?: number | undefined;
  readonly memoryMib?: number | undefined;
};

const refusals = {
  "region-not-priced": {
    means: "The price book that is built in has no prices of the stack's region.",
    remedy: "Ask AWS: `npx headgate cost headgate.yml --refresh prices.json --region REGION`.",
  },
} as const;

const defaultCpuUnits = 256;
const defaultMemoryMib = 512;

export const cost = defineRunbook<Params, { readonly region: string }, never, never>({
  name: "cost",
  purpose: "Says what the services and Headgate itself cost in a month",
  about:
    "The services of headgate.yml at their minimum and at their maximum, the databases whose cost it gives, and Headgate itself, line by line, for 730 hours at list prices. The price book has a date and a source for each row; `npx headgate cost --refresh` asks AWS for newer ones.",
  effect: "reads",
  parameters: {
    scenario: optional(
      choice(scenarioNames as readonly [ScenarioName, ...ScenarioName[]], "How it is paid. on-demand unless given."),
    ),
    cpuUnits: optional(whole(128, 16_384, `CPU units of a task. ${defaultCpuUnits} unless given.`)),
    memoryMib: optional(whole(128, 122_880, `MiB of a task. ${defaultMemoryMib} unless given.`)),
  },
  example: { scenario: "committed-1y" },
  refusals,
  grants: [],
  read: async (_params, _state, { stack: { region } }) => ({ region }),
  plan: ({ params, reading: { region }, config }) => {
    const regions = regionsOf(builtInBook);
    if (!regions.includes(region)) {
      const message = `${region} is not among ${regions.join(", ")}`;
      return { kind: "refused", refusal: refuseWith(refusals, "region-not-priced", message) };
    }
    const { scenario = "on-demand", cpuUnits = defaultCpuUnits, memoryMib = defaultMemoryMib } = params;
    const terms = { region, scenario: scenarioNamed(scenario), find: priceFinder(builtInBook) };
    const report = configCost(config, { cpuUnits, memoryMib }, terms);
    return { kind: "done", report: { text: renderCost(report), data: { ...report } } };
  },
  apply: async () => "",
});
