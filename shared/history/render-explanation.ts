import type { BudgetExplanation } from "./explain-budget.ts";
import type { Explanation, FindingExplanation } from "./explain-decision.ts";
import type { ServiceExplanation } from "./explain-service.ts";

/**
 * An explanation as text for people: what was done first, then why, line by line.
 *
 * @param writesTitle over the writes; what was only planned was not done
 * @throws never
 */
export const renderExplanation = (explanation: Explanation, writesTitle = "What it did"): string => {
  const { domain, id, atMs, release, correlationId, causes, services, budgets, findings, writes, told } = explanation;
  const blocks = [
    [
      `${domain}/${id}`,
      `${new Date(atMs).toISOString()}, because of ${causes.join(", ") || "nothing that is known"}`,
      `Headgate ${release ?? "of an earlier release"}, event ${correlationId}, looks again ${explanation.nextRead}`,
    ],
    [
      writesTitle,
      ...(writes.length === 0 ? ["  nothing"] : writes.map(({ what, outcome }) => `  ${what}: ${outcome}`)),
    ],
    ["Who got what", ...table(services)],
    ...services.map(renderService),
    ...budgets.map(renderBudget),
    ...(findings.length === 0 ? [] : [["What is worth knowing", ...findings.flatMap(renderFinding)]]),
    ...(told.length === 0 ? [] : [["What others were told", ...told.map((line) => `  ${line}`)]]),
  ];
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
};

const table = (services: readonly ServiceExplanation[]): readonly string[] => {
  const shown = (tasks: number | null): string => (tasks === null ? "-" : String(tasks));
  const rows = [
    ["service", "desired", "ask", "this plan", "given"],
    ...services.map(({ service, desiredTasks, askTasks, wantedTasks, targetTasks }) => [
      service,
      ...[desiredTasks, askTasks, wantedTasks, targetTasks].map(shown),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
    );
    return `  ${padded.join("  ")}`;
  });
};

const renderService = ({ service, stance, tasks, signals, steps, answer }: ServiceExplanation): readonly string[] => [
  `${service}: ${stance}`,
  `  ${tasks}`,
  ...signals.map(({ signal, says }) => `  ${signal}: ${says}`),
  ...steps.map((step) => `  ${step}`),
  `  -> ${answer}`,
];

const renderBudget = ({ database, lines, notes }: BudgetExplanation): readonly string[] => {
  const widest = Math.max(...lines.map(({ amount }) => amount.length));
  return [
    `Database ${database}`,
    ...lines.map(({ sign, amount, what }) => `  ${sign.padEnd(1)} ${amount.padStart(widest)}  ${what}`),
    ...notes.map((note) => `  ${note}`),
  ];
};

const renderFinding = ({ code, about, means, detail, numbers, unlocks }: FindingExplanation): readonly string[] => {
  const figures = Object.entries(numbers).map(([name, value]) => `${name} ${value}`);
  return [
    `  ${code} (${about}): ${means}`,
    ...(detail === "" ? [] : [`    why: ${detail}`]),
    ...(figures.length === 0 ? [] : [`    numbers: ${figures.join(", ")}`]),
    ...unlocks.map((unlock) => `    would unlock more: ${unlock}`),
  ];
};
