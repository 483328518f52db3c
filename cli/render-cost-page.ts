import { type Bill, billOf, isConfirmed } from "../shared/cost/bill.ts";
import { builtInBook } from "../shared/cost/book/built-in-book.ts";
import type { CostPlan } from "../shared/cost/cost-plan.ts";
import { decisionCost, describeDecisionCost } from "../shared/cost/decision-cost.ts";
import { priceFinder, regionsOf } from "../shared/cost/find-price.ts";
import { dollarsText, type Microdollars } from "../shared/cost/money.ts";
import { measuredUse } from "../shared/cost/own/measured-use.ts";
import { ownCost } from "../shared/cost/own/own-cost.ts";
import { planCharges } from "../shared/cost/plan-charges.ts";
import { comparePlan, recomputed } from "../shared/cost/published-plan.ts";
import { planRefresh } from "../shared/cost/refresh/refreshed-book.ts";
import { scenarioNamed, scenarios } from "../shared/cost/scenario.ts";
import { compareBalancers, smallLoad } from "../shared/records/ports/compare-balancers.ts";

const find = priceFinder(builtInBook);

const billFor = (plan: CostPlan): Bill => billOf(planCharges(plan, scenarioNamed("on-demand")), plan.region, find);

/** docs/cost.md, whole: every figure in it is computed here. */
export const costPage = (plan: CostPlan): string => {
  const bill = billFor(plan);
  return `${[
    ...head,
    ...comparison(bill),
    ...ways(plan),
    ...balancers(plan),
    ...ownSection(plan.region),
    ...decisions(plan),
    ...book(),
  ].join("\n")}\n`;
};

const head: readonly string[] = [
  "# What it costs",
  "",
  "<!-- Written by node cli/cost-docs.ts; the figures are the price book's and the plan's. -->",
  "",
  "`npx headgate cost` prices the sample's plan, yours, or your `headgate.yml`, line by line, without a network. All figures",
  "are list prices in US dollars for 730 hours, without tax, traffic and what an account has free. An asterisk marks a price",
  "that was not confirmed in a published text; `--json` gives each price's source and date.",
  "",
  "![The plan's bill as bars: Kafka's brokers are the longest, then the databases, the message broker and the tasks](cost.svg)",
  "",
];

const money = (amount: Microdollars | null): string => (amount === null ? "not known" : dollarsText(amount));

const marked = (amount: Microdollars, confirmed: boolean): string => `${dollarsText(amount)}${confirmed ? "" : "*"}`;

/** A thousandth of a thousand hours, to the last digit. */
const taskHour = (recomputed.thousandTaskHours / 1e9).toFixed(7);

const comparison = (bill: Bill): readonly string[] => {
  const { lines, printedTotal, printedParts, bookTotal, correctedParts } = comparePlan(bill);
  return [
    "## The published plan, multiplied again",
    "",
    "The plan of the sample was published with prices whose arithmetic is off. Three columns: what it prints, what its own",
    "rates give, and what the price book gives. Of its lines only one is known here: three tasks for $342.70 a month, which",
    "stands at each of the seven services. *Not known* is not zero.",
    "",
    "| line | printed | its own rates | price book |",
    "| --- | ---: | ---: | ---: |",
    `| a task of 0.25 vCPU and 0.5 GB, an hour | 0.01572 | ${taskHour} | ${taskHour} |`,
    ...lines.map(
      ({ part, printed, recomputed: again, book: ours, confirmed }) =>
        `| ${part} | ${money(printed)} | ${money(again)} | ${marked(ours, confirmed)} |`,
    ),
    `| **together** | **${dollarsText(printedTotal, 0)}** | see below | **${marked(bookTotal, isConfirmed(bill.lines))}** |`,
    "",
    `- **The rate.** 0.25 x $0.04048 + 0.5 x $0.004445 = $${taskHour} an hour, which is $0.01234; it prints $0.01572.`,
    `- **The month.** Three such tasks for 730 hours come to $${dollarsText(recomputed.serviceMonth)}; at the printed rate to $${dollarsText(recomputed.serviceMonthAtPrintedRate)}; it prints $342.70.`,
    `- **The sum.** Its parts add up to $${dollarsText(printedParts, 0)}, not to $${dollarsText(printedTotal, 0)}. If all seven services are in it with $342.70, then with its own rates they add up to $${dollarsText(correctedParts)}.`,
    "- **What is taken.** The plan says neither the engine, nor the type of the message broker, nor the load of the load",
    "  balancer. [plans/seven-services.yml](../plans/seven-services.yml) takes PostgreSQL as in `headgate.yml`, a RabbitMQ",
    "  broker on mq.m5.large, and one capacity unit; change them there.",
    "",
  ];
};

const ways = (plan: CostPlan): readonly string[] => {
  const bills = scenarios.map((scenario) => ({
    scenario,
    bill: billOf(planCharges(plan, scenario), plan.region, find, scenario),
  }));
  const all = bills[0]!.bill.monthly;
  return [
    "## On demand, Spot, Savings Plans, reserved",
    "",
    `The whole plan in ${plan.region}; \`--scenario\` takes the name.`,
    "",
    "| scenario | | $ a month | saves |",
    "| --- | --- | ---: | ---: |",
    ...bills.map(({ scenario: { name, title }, bill: { monthly, lines } }) => {
      const instead = lines.filter(({ insteadOf }) => insteadOf !== null).length;
      const note = instead === 0 ? "" : `; ${instead} lines have no such price and stay on demand`;
      return `| \`${name}\` | ${title}${note} | ${marked(monthly, isConfirmed(lines))} | ${dollarsText(all - monthly)} |`;
    }),
    "",
    "- The rates of Spot and of the Savings Plans are reckoned from published percentages (up to 70 %, about 20 % and 45 %).",
    "- RDS sells three years only with money up front, so the built-in book has no such price; a refresh has it, with what is",
    "  paid up front spread over the hours.",
    "- MSK, Amazon MQ, load balancers, EFS and metrics have no term of this kind here and stay on demand.",
    "",
  ];
};

const balancers = (plan: CostPlan): readonly string[] => {
  const services = plan.services.length;
  const { ways: found } = compareBalancers(find, plan.region, { ...smallLoad, services });
  return [
    "## A load balancer per service, or nginx",
    "",
    `For ${services} services in ${plan.region}, ${smallLoad.lcuPerService} capacity units each; traffic is left out, it is the same everywhere.`,
    "",
    "| way | arithmetic | $ a month |",
    "| --- | --- | ---: |",
    ...found.map(({ title, lines, dollarsPerMonth }) => {
      const sums = lines.map(({ what, arithmetic, confirmed }) => `${what} ${arithmetic}${confirmed ? "" : "*"}`);
      return `| ${title} | ${sums.join("; ")} | ${dollarsPerMonth.toFixed(2)} |`;
    }),
    "",
  ];
};

const ownSection = (region: string): readonly string[] => {
  const stacks = [
    { title: "the sample: seven services, a zone, an nginx fleet", measured: measuredUse.sample },
    { title: "10 services, five to a database, a zone", measured: measuredUse["10"] },
    { title: "100 services, five to a database, a zone", measured: measuredUse["100"] },
  ];
  const sample = ownCost(measuredUse.sample.use, region, find);
  return [
    "## Headgate itself",
    "",
    "A day of each stack was played with the deployed handlers in the embedded cloud, and every call was counted; the month is",
    "730 hours of it. The sample carries 10,000 requests a minute, with target tracking beside it, as it is in `observe`.",
    "",
    `| stack | domains | list price, ${region} | beyond AWS's always-free amounts | a recorded decision |`,
    "| --- | ---: | ---: | ---: | ---: |",
    ...stacks.map(({ title, measured }) => {
      const { list, beyondFree, perDecision } = ownCost(measured.use, region, find);
      return `| ${title} | ${measured.domains} | ${marked(list.monthly, isConfirmed(list.lines))} | ${dollarsText(beyondFree.monthly)} | ${perDecision === null ? "none" : dollarsText(perDecision, 4)} |`;
    }),
    "",
    "What every account has free (10 metrics, 10 alarms, a million requests to queues, and more) is taken off in the second",
    "figure, as if nothing else in the account used it. For the sample it is below $10; the list price is not.",
    "",
    "| of the sample | units in a month | $ |",
    "| --- | ---: | ---: |",
    ...sample.list.lines.map(
      ({ title, quantity, row, monthly }) =>
        `| ${title} | ${Number(quantity.toPrecision(4))} ${row.unit} x ${row.dollars} | ${marked(monthly, row.confirmed)} |`,
    ),
    "",
    "| call on the sample's day | times |",
    "| --- | ---: |",
    ...Object.entries(measuredUse.sample.callsPerDay).map(([name, count]) => `| ${name} | ${count} |`),
    "",
    "- A domain whose services are near their targets is read each minute instead of each five, so its metric reads cost up to",
    "  five times as much. That is most of what moves the bill.",
    "- Assumed, on the dear side: a function takes 50 ms and 25 ms for each of its calls, one after the other; Lambda asks",
    "  each queue over five connections, 20 s at a time; all invocations are traced.",
    "- `node cli/cost-measure.ts` plays the days again.",
    "",
  ];
};

const decisions = (plan: CostPlan): readonly string[] => {
  const [{ name, size, tasks }] = plan.services as [CostPlan["services"][number]];
  const change = (toTasks: number): string =>
    describeDecisionCost(decisionCost([{ service: name, fromTasks: tasks, toTasks, size }], plan.region, find));
  return [
    "## A decision",
    "",
    `Of a service with tasks of ${size.cpuUnits / 1024} vCPU and ${size.memoryMib / 1024} GB: *${change(tasks + 3)}*; *${change(tasks - 1)}*.`,
    "",
  ];
};

const book = (): readonly string[] => {
  const { queries, leaves } = planRefresh(builtInBook.rows.map(({ what }) => what));
  const confirmed = builtInBook.rows.filter((row) => row.confirmed).length;
  return [
    "## The price book",
    "",
    `${builtInBook.rows.length} prices of ${regionsOf(builtInBook).join(", ")}, ${confirmed} of them confirmed in a text with an address. What is not in it has no`,
    "price: the bill says so, with what to do, and its sum is then the least that it costs (exit code 1).",
    "",
    "```",
    "npx headgate cost --refresh prices.json --region eu-west-1    # asks AWS, writes the file whole or not at all",
    "npx headgate cost my-plan.yml --prices prices.json            # its rows come before the built-in ones",
    "```",
    "",
    "A row of a file of your own:",
    "",
    "```yaml",
    "version: 1",
    "currency: USD",
    "rows:",
    '  - { region: eu-west-1, what: msk/kafka.m5.large, unit: hour, dollars: "0.22", asOf: "2026-10", source: our contract }',
    "```",
    "",
    `A refresh asks the Price List API (pricing:GetProducts, in us-east-1, eu-central-1 or ap-south-1 with \`--endpoint\`) for ${queries.length}`,
    "items: tasks on Fargate on demand and Spot, database instances and cache nodes with their reservations, Kafka's brokers,",
    "load balancers, files, metrics, logs, the table's requests, EC2 instances. It leaves as they are:",
    `${leaves.map((what) => `\`${what}\``).join(", ")}. Savings Plans have an API of their own`,
    "(savingsplans:DescribeSavingsPlansOfferingRates), and so have EC2's Spot prices (ec2:DescribeSpotPriceHistory); neither is",
    "asked.",
  ];
};

const barHeight = 22;
const gap = 10;
const left = 150;
const widest = 520;

/** docs/cost.svg: the bill's groups as bars, the longest first. */
export const costPicture = (plan: CostPlan): string => {
  const groups = new Map<string, Microdollars>();
  for (const { part, monthly } of billFor(plan).lines) {
    const [group = part] = part.startsWith("load balancer") ? ["load balancer"] : part.split(" ");
    groups.set(group, (groups.get(group) ?? 0) + monthly);
  }
  const titles: Readonly<Record<string, string>> = {
    service: `${plan.services.length} services`,
    database: `${plan.databases.length} databases`,
    kafka: "Kafka",
    broker: "message broker",
  };
  const bars = [...groups].sort(([, a], [, b]) => b - a);
  const most = bars[0]?.[1] ?? 1;
  const height = bars.length * (barHeight + gap) + gap;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${height}" font-family="system-ui, sans-serif" font-size="14" role="img" aria-label="Dollars a month by part of the plan">`,
    "  <style>text { fill: #1f2937 } rect { fill: #2563eb } @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } rect { fill: #60a5fa } }</style>",
    ...bars.flatMap(([group, amount], index) => {
      const top = gap + index * (barHeight + gap);
      const width = Math.max(2, Math.round((amount / most) * widest));
      const middle = top + barHeight / 2 + 5;
      return [
        `  <text x="${left - 10}" y="${middle}" text-anchor="end">${titles[group] ?? group}</text>`,
        `  <rect x="${left}" y="${top}" width="${width}" height="${barHeight}" rx="3"/>`,
        `  <text x="${left + width + 8}" y="${middle}">$${dollarsText(amount)}</text>`,
      ];
    }),
    "</svg>",
  ].join("\n")}\n`;
};
