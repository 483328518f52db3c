import type { Check, Cost } from "./check.ts";
import type { Checklist } from "./checklist.ts";
import type { Price } from "./price.ts";
import { quoteArgument } from "./shell-command.ts";
import { type Stage, stages } from "./stage.ts";

/** What a run of the checklist comes to; `--json` prints it as it is. */
export type ChecklistReport = { readonly checklist: Checklist; readonly stage: Stage };

/** Of one code so many are shown with their fix; the others are named. */
const mostShown = 5;
const mostNamed = 20;

/** The report for a terminal: what was found first, with each fix as a line that can be pasted. */
export const renderChecklist = ({ checklist, stage }: ChecklistReport): string => {
  const { checks, region, accountId, atMs } = checklist;
  const of = (status: Check["status"]): readonly Check[] => checks.filter((check) => check.status === status);
  const [findings, unknowns] = [of("finding"), of("unknown")];
  return [
    `Account ${accountId ?? "(not known)"}, ${region}, ${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    ...(findings.length === 0 ? [] : [`The fixes are for this region: export AWS_REGION=${quoteArgument(region)}`]),
    "",
    ...[...Map.groupBy(findings, ({ code }) => code).values()].flatMap(renderFindings),
    ...(unknowns.length === 0
      ? []
      : ["Not known:", ...unknowns.map(({ code, what }) => `  ${code}: ${safe(what)}`), ""]),
    ...passLines(of("pass")),
    `${counted(findings.length, "finding")}, ${unknowns.length} not known.${addedCosts(findings)}`,
    "",
    ...renderStage(stage),
  ].join("\n");
};

const renderFindings = (checks: readonly Check[]): readonly string[] => {
  const [{ code, why }, ...others] = checks as readonly [Check, ...Check[]];
  const hidden = checks.slice(mostShown).flatMap(({ about }) => about);
  const names = hidden.slice(0, mostNamed).map(safe).join(", ");
  return [
    `${code}${others.length === 0 ? "" : ` (${checks.length})`}: ${why}`,
    ...checks.slice(0, mostShown).flatMap(renderFinding),
    ...(hidden.length === 0
      ? []
      : [`  and ${hidden.length} more, all in --json: ${names}${hidden.length > mostNamed ? ", ..." : ""}`]),
    "",
  ];
};

const renderFinding = ({ what, fix, cost }: Check): readonly string[] => [
  `  ${safe(what)}`,
  ...fix.map((command) => `    fix: ${safeCommand(command)}`),
  `    cost: ${describeCost(cost)}`,
];

const passLines = (checks: readonly Check[]): readonly string[] =>
  checks.length === 0 ? [] : ["Fine:", ...checks.map(({ code, what }) => `  ${code}: ${safe(what)}`), ""];

const describeCost = (cost: Cost): string => {
  switch (cost.kind) {
    case "none":
      return `nothing: ${cost.why}`;
    case "monthly":
      return `$${cost.dollars.toFixed(2)} a month (${cost.asOf}, ${cost.source})`;
    case "depends":
      return `depends on ${cost.on}`;
  }
};

const addedCosts = (findings: readonly Check[]): string => {
  const sum = findings.reduce((dollars, { cost }) => dollars + (cost.kind === "monthly" ? cost.dollars : 0), 0);
  return sum === 0 ? "" : ` All fixes with a known price add $${sum.toFixed(2)} a month.`;
};

const renderStage = ({ number, name, evidence, nextStep }: Stage): readonly string[] => [
  `Stage ${number} of ${stages.length}: ${name}`,
  ...evidence.map((line) => `  ${safe(line)}`),
  `Next step: ${safe(nextStep.what)}`,
  `  why: ${safe(nextStep.because)}`,
  ...(nextStep.code === "nothing"
    ? []
    : [`  price: ${describePrice(nextStep.price)}`, `  command: ${safeCommand(nextStep.command)}`]),
];

const describePrice = (price: Price | null): string => {
  if (price === null) return "the step itself costs nothing; what runs because of it is paid as it runs";
  return price.kind === "unknown"
    ? "not known here"
    : `$${price.monthlyDollars.toFixed(2)} a month (${price.asOf}, ${price.source})`;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A name may hold what a terminal would act on. */
const safe = (text: string): string => text.replace(/\p{C}/gu, "?");

/** A command is shown as it is or not at all: changed, it would be about something else. */
const safeCommand = (command: string): string =>
  /\p{C}/u.test(command) ? "(a name in it can't be shown; --json has the command)" : command;
