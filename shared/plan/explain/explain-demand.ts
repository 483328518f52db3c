import { explainBounds } from "../demand/explain-bounds.ts";
import type { WantedCount } from "../demand/want.ts";
import { countOf } from "../service-plan.ts";
import type { FindingCode } from "./codes.ts";
import { type ExplainInput, findingOf } from "./explain-input.ts";
import type { Finding } from "./finding.ts";

/** What was decided of the count, and because of what. */
export const explainChange = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { stance } = input.planned;
  const targetTasks = countOf(input.planned);
  const desiredTasks = want.counts.desired;
  if (stance === "governed" || targetTasks === null || targetTasks === desiredTasks) return [];
  const grows = targetTasks > desiredTasks;
  const written: FindingCode = grows ? "scaled-out" : "scaled-in";
  const rehearsed: FindingCode = grows ? "would-scale-out" : "would-scale-in";
  const numbers = { desiredTasks, targetTasks, askTasks: want.askTasks };
  return [findingOf(input, stance === "scaled" ? written : rehearsed, reasonOf(want), numbers)];
};

/** What holds the service, or moves its bounds. */
export const explainDemand = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { demand, pin, counts } = want;
  const findings: Finding[] = [...demand.holds, ...demand.notes, ...explainBounds(want)].map((note) =>
    findingOf(input, note.code, note.detail, note.numbers),
  );
  for (const opinion of demand.opinions) {
    if (opinion.kind === "none" && opinion.code !== null)
      findings.push(findingOf(input, opinion.code, opinion.detail, opinion.numbers));
  }
  const { maxTasks } = input.service;
  if (demand.tasks > Math.max(maxTasks, counts.desired)) {
    findings.push(findingOf(input, "max-tasks", reasonOf(want), { askTasks: demand.tasks, maxTasks }));
  }
  if (pin !== null && demand.tasks < pin.tasks) {
    const code = pin.cause === "hand" ? "pinned-by-hand" : "restored-after-deployment";
    findings.push(findingOf(input, code, "", { pinnedTasks: pin.tasks, askTasks: demand.tasks, untilMs: pin.untilMs }));
  }
  if (want.heldByDeployment)
    findings.push(findingOf(input, "deployment-in-progress", "", { desiredTasks: counts.desired }));
  return findings;
};

/** The signals that lead, in a few words: "cpu 1.43 x target asks for 8". */
const reasonOf = (want: WantedCount): string =>
  want.demand.opinions
    .filter((opinion) => opinion.kind === "ask")
    .map((opinion) => {
      const why = opinion.ratio === null ? "in ALARM" : `at ${opinion.ratio.toFixed(2)} x target`;
      return `${opinion.signal} ${why} asks for ${opinion.tasks}`;
    })
    .join("; ");
