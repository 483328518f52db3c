import { renderBalancers } from "../records/ports/render-balancers.ts";
import { textTable } from "../text-table.ts";
import { type Bill, isConfirmed, type UnpricedCharge } from "./bill.ts";
import type { ConfigCost, CostReport, CountedCost, MeasuredCost, PlanCost } from "./cost-report.ts";
import { describeDecisionCost } from "./decision-cost.ts";
import { dollarsText } from "./money.ts";
import type { OwnCost } from "./own/own-cost.ts";
import type { PriceRow } from "./price-book.ts";
import { scenarioNamed } from "./scenario.ts";

export const renderCost = (report: CostReport): string => {
  switch (report.kind) {
    case "plan":
      return renderPlan(report).join("\n");
    case "configuration":
      return renderConfig(report).join("\n");
    default:
      return renderMeasured(report).join("\n");
  }
};

const renderPlan = ({ name, bill, scenarios, balancers, decision, own }: PlanCost): readonly string[] => [
  `${name} in ${bill.region}, ${scenarioNamed(bill.scenario).title}; dollars for a month of 730 hours:`,
  ...renderBill(bill),
  ...renderUnpriced(bill.unpriced),
  "",
  "Ways to pay:",
  ...textTable(
    [
      ["scenario", "$ a month", "saves", ""],
      ...scenarios.map(({ name: scenario, title, monthly, insteadOf, confirmed }) => [
        scenario,
        `${dollarsText(monthly)}${confirmed ? " " : "*"}`,
        dollarsText(scenarios[0]!.monthly - monthly),
        `${title}${insteadOf === 0 ? "" : `; ${insteadOf} lines have no such price and stay on demand`}`,
      ]),
    ],
    [0, 3],
  ),
  "",
  "Ways to balance:",
  ...renderBalancers(balancers),
  "",
  ...(decision === null ? [] : [`A decision: ${decision.service}: ${describeDecisionCost(decision.cost)}.`]),
  ...renderOwn("Headgate itself, for the sample of seven services", own),
  ...legend,
];

const renderConfig = ({ name, size, min, max, unknown, own }: ConfigCost): readonly string[] => [
  `${name} in ${min.bill.region}, ${scenarioNamed(min.bill.scenario).title}; dollars for a month of 730 hours:`,
  ...textTable([
    ["", "at min", "at max"],
    ...partsOf(min, max),
    ["together", dollarsText(min.monthly), dollarsText(max.monthly)],
  ]),
  `  A task is taken to have ${size.cpuUnits / 1024} vCPU and ${size.memoryMib / 1024} GB: --task 1024/2048 for another size.`,
  ...renderUnpriced(min.bill.unpriced),
  ...unknown.flatMap(({ part, because, fix }) => [`  not in the sum: ${part}: ${because}`, `    fix: ${fix}`]),
  "",
  ...renderOwn("Headgate itself, while nothing changes", own),
  ...legend,
];

const partsOf = (min: CountedCost, max: CountedCost): readonly (readonly string[])[] => {
  const atMax = sums(max);
  return [...sums(min)].map(([part, { amount, mark }]) => [
    part,
    `${dollarsText(amount)}${mark}`,
    `${dollarsText(atMax.get(part)?.amount ?? 0)}${mark}`,
  ]);
};

type PartSum = { readonly amount: number; readonly mark: "" | "*" };

const sums = ({ bill, given }: CountedCost): ReadonlyMap<string, PartSum> => {
  const parts = new Map<string, PartSum>();
  for (const { part, monthly, row } of bill.lines) {
    const before = parts.get(part);
    const mark = row.confirmed && before?.mark !== "*" ? "" : "*";
    parts.set(part, { amount: (before?.amount ?? 0) + monthly, mark });
  }
  for (const { part, monthly } of given) parts.set(part, { amount: monthly, mark: "" });
  return parts;
};

const renderMeasured = ({ measured, region, own }: MeasuredCost): readonly string[] => [
  `Headgate itself for ${measured.services} services in ${measured.domains} domains, ${measured.destinations} ${measured.destinations === 1 ? "zone" : "destinations"}, in ${region}; dollars for a month of 730 hours:`,
  ...renderBill(own.list),
  ...renderUnpriced(own.list.unpriced),
  ...renderOwn("Together", own),
  `  Counted on a played day: ${Object.entries(measured.invocationsPerDay)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")} invocations.`,
  ...legend,
];

const renderOwn = (title: string, { list, beyondFree, perDecision }: OwnCost): readonly string[] => [
  `${title}: $${dollarsText(list.monthly)}${isConfirmed(list.lines) ? "" : "*"} a month at list prices; $${dollarsText(beyondFree.monthly)} beyond what AWS has free in every account.`,
  ...(perDecision === null ? [] : [`  That is $${dollarsText(perDecision, 4)} per decision that it recorded.`]),
];

const renderBill = ({ lines, monthly, unpriced }: Bill): readonly string[] =>
  textTable(
    [
      ...lines.map(({ part, title, quantity, row, monthly: amount, insteadOf }) => [
        part,
        title,
        `${quantityText(quantity)} ${row.unit} x ${row.dollars}`,
        `${dollarsText(amount)}${markOf(row)}`,
        insteadOf === null ? "" : `on demand: no price for ${insteadOf}`,
      ]),
      [
        unpriced.length === 0 ? "together" : "together, at least",
        "",
        "",
        `${dollarsText(monthly)}${isConfirmed(lines) ? " " : "*"}`,
        "",
      ],
    ],
    [0, 1, 4],
  );

/** An amount without a mark is one digit shorter, and stands under the others' digits. */
const markOf = ({ confirmed }: PriceRow): string => (confirmed ? " " : "*");

const quantityText = (quantity: number): string =>
  quantity >= 1000 || Number.isInteger(quantity)
    ? Math.round(quantity)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, ",")
    : String(Number(quantity.toPrecision(4)));

const renderUnpriced = (unpriced: readonly UnpricedCharge[]): readonly string[] =>
  unpriced.flatMap(({ part, title, because }) => [
    `  no price: ${part}, ${title}: ${because.message} (${because.code})`,
    `    fix: ${because.fix}`,
  ]);

const legend: readonly string[] = [
  "",
  "List prices without tax and traffic. * not confirmed: see --json for each price's source and date, and --prices for",
  "your own rates.",
];
