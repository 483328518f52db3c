import type { ServiceConfig } from "../../config/config.ts";
import type { FreeUnits } from "../admit/admit.ts";
import type { Budget, KnownBudget } from "../budget/budget.ts";
import { commitmentOf, rolloutTasks } from "../budget/commitment.ts";
import { fittingMaximumPercent } from "../budget/fit-rollout.ts";
import { type Room, unitsPerConnection } from "../budget/rooms.ts";
import { fargateRoomName } from "../capacity/fargate-room.ts";
import { instancesFor } from "../capacity/instances-for.ts";
import { explainBounds } from "../demand/explain-bounds.ts";
import type { WantedCount } from "../demand/want.ts";
import type { GovernDecision } from "../policy/govern.ts";
import type { ServicePlan } from "../service-plan.ts";
import type { FindingCode } from "./codes.ts";
import type { Finding } from "./finding.ts";
import { unlocksOf } from "./unlock.ts";

export type ExplainInput = {
  readonly service: ServiceConfig;
  readonly planned: ServicePlan;
  readonly govern: GovernDecision | null;
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly left: FreeUnits;
};

/**
 * Says of one service what was decided, what capped or held it, with the numbers and what would unlock more.
 *
 * @returns findings in a fixed order; none where nothing is worth saying
 * @throws never
 */
export const explainService = (input: ExplainInput): readonly Finding[] => {
  const { want } = input.planned;
  switch (want.kind) {
    case "unreadable":
      return [finding(input, "tasks-unknown", want.detail)];
    case "absent":
      return [finding(input, "service-not-found", want.detail)];
    case "left":
      return [finding(input, want.code, want.detail, { desiredTasks: want.counts.desired })];
    case "wants":
      return [
        ...explainChange(input, want),
        ...explainAdmission(input, want),
        ...explainDemand(input, want),
        ...explainDeployment(input, want),
        ...(input.govern?.findings ?? []).map(({ code, detail }) => finding(input, code, detail)),
      ];
  }
};

/** A budget in the red: more exists than it carries, whoever started it. */
export const explainBudget = (budget: Budget): readonly Finding[] => {
  if (budget.kind === "unknown" || budget.freeConnections >= 0) return [];
  const { budgetConnections, committedConnections, limitConnections } = budget;
  const numbers = { committedConnections, budgetConnections, limitConnections };
  return [{ code: "budget-exceeded", service: null, database: budget.database, numbers, detail: "", unlocks: [] }];
};

const finding = (
  input: ExplainInput,
  code: FindingCode,
  detail = "",
  numbers: Finding["numbers"] = {},
  database: string | null = null,
  unlocks: Finding["unlocks"] = [],
): Finding => ({ code, service: input.service.name, database, numbers, detail, unlocks });

const explainChange = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { targetTasks, stance } = input.planned;
  const desiredTasks = want.counts.desired;
  if (stance === "governed" || targetTasks === null || targetTasks === desiredTasks) return [];
  const grows = targetTasks > desiredTasks;
  const written: FindingCode = grows ? "scaled-out" : "scaled-in";
  const rehearsed: FindingCode = grows ? "would-scale-out" : "would-scale-in";
  const numbers = { desiredTasks, targetTasks, askTasks: want.askTasks };
  return [finding(input, stance === "scaled" ? written : rehearsed, reasonOf(want), numbers)];
};

const explainAdmission = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { admission, stance } = input.planned;
  // Who waits for a callee, or is held by one, is told with the calls.
  if (admission === null || admission.kind === "full" || admission.kind === "uncarried") return [];
  // A `govern` ceiling below the user's own is only worth a word where the signals ask for more than it.
  const limits = stance === "governed" ? want.askTasks > admission.tasks : true;
  if (!limits) return [];
  if (admission.kind === "unplaced") {
    const { code, detail, numbers } = admission.refusal;
    const instancesNeeded = instancesFor(want.askTasks - admission.tasks, admission.refusal);
    return [
      finding(input, code, detail, {
        askTasks: want.askTasks,
        grantedTasks: admission.tasks,
        ...numbers,
        ...(instancesNeeded === null ? {} : { instancesNeeded }),
      }),
    ];
  }
  if (admission.kind === "capped" && admission.by === fargateRoomName) {
    const numbers = {
      askTasks: want.askTasks,
      grantedTasks: admission.tasks,
      freeMilliVcpus: admission.freeUnits,
      neededMilliVcpus: admission.priceUnits,
    };
    return [finding(input, "fargate-quota", "", numbers)];
  }
  const room = input.rooms.get(admission.by);
  const database = room?.database ?? admission.by;
  const budget = input.budgets.get(database);
  const asked = { askTasks: want.askTasks, grantedTasks: admission.tasks };
  if (admission.kind === "held" || room === undefined || budget === undefined || budget.kind === "unknown") {
    const { code, detail } = room?.closed ?? { code: "limit-unknown" as const, detail: "" };
    return [finding(input, code, detail, asked, database)];
  }
  const units = unitsPerConnection[room.unit];
  const leftConnections = Math.floor((input.left.get(admission.by) ?? 0) / units);
  const priceConnections = admission.priceUnits / units;
  if (room.name !== database) {
    const code = room.unit === "connections" ? "proxy-clients" : "proxy-budget";
    return [finding(input, code, room.name, { ...asked, priceConnections, leftConnections }, database)];
  }
  const numbers = {
    askTasks: want.askTasks,
    grantedTasks: admission.tasks,
    priceConnections,
    ...budgetNumbers(budget),
    leftConnections,
  };
  const unlocks = unlocksOf(input.service, want.counts, budget, admission.tasks, want.askTasks, input.left);
  return [finding(input, "database-budget", "", numbers, database, unlocks)];
};

const budgetNumbers = (budget: KnownBudget): Finding["numbers"] => ({
  limitConnections: budget.limitConnections,
  reservedConnections: budget.reservedConnections,
  marginConnections: budget.marginConnections,
  replacementConnections: budget.replacementConnections,
  connectorConnections: budget.connectorConnections,
  unmanagedConnections: budget.unmanagedConnections,
  budgetConnections: budget.budgetConnections,
  committedConnections: budget.committedConnections,
});

const explainDemand = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { demand, pin, counts } = want;
  const findings: Finding[] = [...demand.holds, ...demand.notes, ...explainBounds(want)].map((note) =>
    finding(input, note.code, note.detail, note.numbers),
  );
  for (const opinion of demand.opinions) {
    if (opinion.kind === "none" && opinion.code !== null)
      findings.push(finding(input, opinion.code, opinion.detail, opinion.numbers));
  }
  const { maxTasks } = input.service;
  if (demand.tasks > Math.max(maxTasks, counts.desired)) {
    findings.push(finding(input, "max-tasks", reasonOf(want), { askTasks: demand.tasks, maxTasks }));
  }
  if (pin !== null && demand.tasks < pin.tasks) {
    const code = pin.cause === "hand" ? "pinned-by-hand" : "restored-after-deployment";
    findings.push(finding(input, code, "", { pinnedTasks: pin.tasks, askTasks: demand.tasks, untilMs: pin.untilMs }));
  }
  if (want.heldByDeployment)
    findings.push(finding(input, "deployment-in-progress", "", { desiredTasks: counts.desired }));
  return findings;
};

/** Would a rolling deployment of what runs now pass the wall? Said before somebody starts one. */
const explainDeployment = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { service, planned } = input;
  const { counts } = want;
  if (counts.deployment.kind !== "none") return [];
  const desired = planned.targetTasks ?? counts.desired;
  const steadyTasks = commitmentOf(service, counts)(desired);
  const surgeTasks = rolloutTasks(service, counts, desired);
  for (const { database, connectionsPerTask } of service.pools) {
    const budget = input.budgets.get(database);
    const leftConnections = input.left.get(database) ?? null;
    if (budget === undefined || budget.kind === "unknown" || leftConnections === null) continue;
    const demandConnections = (surgeTasks - steadyTasks) * connectionsPerTask;
    if (demandConnections <= leftConnections) continue;
    const fits = steadyTasks + Math.floor(leftConnections / connectionsPerTask);
    const maximumPercent = fittingMaximumPercent(service, counts, desired, fits);
    const { budgetConnections } = budget;
    const numbers = { surgeTasks, connectionsPerTask, demandConnections, leftConnections, budgetConnections };
    const unlocks =
      maximumPercent === null
        ? []
        : [{ kind: "lower-maximum-percent" as const, maximumPercent, insteadOf: counts.maximumPercent }];
    return [finding(input, "deployment-exceeds-budget", "", numbers, database, unlocks)];
  }
  return [];
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
