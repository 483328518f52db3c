import type { Config } from "../config/config.ts";
import { bindingDatabases } from "./budget/binding.ts";
import type { Budget } from "./budget/budget.ts";
import { budgetWarnings, bypassersOf } from "./budget/budget-warnings.ts";
import { capacityFindings } from "./capacity/capacity-findings.ts";
import { rememberBound } from "./demand/scarcity.ts";
import { explainBudget, explainService } from "./explain/explain.ts";
import type { Finding } from "./explain/finding.ts";
import { refusedNow } from "./forecast/refused-now.ts";
import { gateOf } from "./gate/gate.ts";
import { type GatePlan, planGate } from "./gate/plan-gate.ts";
import { type ToldGates, toldGates } from "./gate/told-gates.ts";
import { wallAtHand } from "./gate/wall-at-hand.ts";
import { propagate } from "./graph/call-stage.ts";
import type { GraphPlan } from "./graph/decide-calls.ts";
import { forcedCount } from "./intents/forced-count.ts";
import type { Intent } from "./intents/intent.ts";
import { withModes } from "./intents/with-modes.ts";
import { type Memory, recordOf, remembered } from "./memory.ts";
import { type NextRead, planNextRead, quickServices } from "./next-read.ts";
import { type Party, partiesOf } from "./party.ts";
import type { Action } from "./policy/action.ts";
import { entryDecision } from "./policy/entry.ts";
import { inOrderOfWriting, policy } from "./policy/policy.ts";
import { rememberService } from "./remember.ts";
import type { ServicePlan } from "./service-plan.ts";
import { type Shares, shareOut } from "./share.ts";
import type { Snapshot } from "./snapshot.ts";
import { decideWithdrawal } from "./withdrawal/decide-withdrawal.ts";
import { frontsOf } from "./withdrawal/fronts-of.ts";
import { type ToldWithdrawals, toldWithdrawals } from "./withdrawal/told-withdrawals.ts";

/** What to do with a domain now, and why. Plain data: it is stored, explained and planned again to the same answer. */
export type Plan = {
  readonly domain: string;
  readonly nowMs: number;
  /** Sorted by name. */
  readonly services: readonly ServicePlan[];
  /** Sorted by name. */
  readonly budgets: readonly Budget[];
  /** In the order of writing. */
  readonly actions: readonly Action[];
  readonly findings: readonly Finding[];
  readonly nextRead: NextRead;
  /** What other domains are told; absent where no call goes over the domain's border. */
  readonly graph?: GraphPlan;
  /** What the destinations are told of tasks that will stop; absent where it is nothing. */
  readonly withdrawals?: ToldWithdrawals;
  /** What the nginx fleets are told of the rates that services may be sent; absent where it is nothing new. */
  readonly gates?: ToldGates;
  /** What to store for the next plan. */
  readonly memory: Memory;
};

/**
 * Decides a domain: demand → propagate → share out (budget, capacity, admit) → policy → explain. No I/O, no clock, no dice.
 *
 * The same inputs give the same plan, whatever their order. A reading that failed is never taken for zero: what needs
 * it doesn't grow, and a scale-in waits for no database.
 *
 * @param snapshot the world as it was read
 * @param memory what the last plan left; `emptyMemory` at first
 * @param nowMs epoch milliseconds
 * @returns the plan; an unchanged world with only the plan's own writes done plans to no action
 * @throws never, for a domain of the configuration
 */
export const plan = (snapshot: Snapshot, memory: Memory, configured: Config, nowMs: number): Plan => {
  const config = withModes(configured, snapshot.intents ?? [], nowMs);
  const wanting = partiesOf(snapshot, memory, config, nowMs);
  const { parties: asking, stage } = propagate(snapshot, wanting, memory, config, nowMs);
  const shares = shareOut(snapshot, asking, stage, memory, config, nowMs);
  const { parties, budgeted, budgets, calls } = shares;
  const fronts = frontsOf(config);

  const decided = parties.map((party) => {
    const { service } = party;
    const planned = servicePlanOf(party, shares, fronts, snapshot.intents ?? [], nowMs);
    const permitted = policy(service, planned, !shares.heldBack.has(service.name), nowMs);
    const prices = shares.prices.get(service.name)!;
    const findings = explainService({ service, planned, govern: permitted.govern, prices, shares, snapshot, config });
    const gate = gatePlanOf(party, planned, shares, config, nowMs);
    const next = rememberService(service, planned, permitted, gate, party.memory, nowMs, party.forecast?.memory);
    return { planned, actions: permitted.actions, findings, gate, next };
  });
  const services = decided.map(({ planned }) => planned);
  const { next: nextRead, loop } = planNextRead(services, memory.loop, calls.someoneWaits, quickServices(parties));
  const actions = decided.flatMap((service) => service.actions);
  const wants = new Map(parties.map(({ service, want }) => [service.name, want]));
  const binding = bindingDatabases(shares.admissions.values(), shares.rooms, wants);
  return {
    domain: snapshot.domain,
    nowMs,
    services,
    budgets: [...budgets.values()],
    actions: inOrderOfWriting(actions, calls.rankOf),
    findings: [
      ...[...budgets.values()].flatMap(explainBudget),
      ...budgetWarnings(budgeted, bypassersOf(parties, budgeted)),
      ...decided.flatMap(({ findings, gate }) => [...findings, ...(gate?.finding ? [gate.finding] : [])]),
      ...calls.findings,
      ...capacityFindings(
        parties.map(({ service }) => service),
        snapshot.capacity,
      ),
    ],
    nextRead,
    ...calls.told(nextRead.inSeconds),
    ...toldWithdrawals(services, fronts, nowMs),
    ...toldGates(
      decided.flatMap(({ gate }) => gate?.post ?? []),
      config.services,
    ),
    memory: {
      services: recordOf(
        decided,
        ({ planned }) => planned.name,
        ({ next }) => next,
      ),
      databases: recordOf(
        budgeted,
        ({ budget }) => budget.database,
        ({ budget: { database }, remembered: kept }) => {
          const bound = rememberBound(
            remembered(memory.databases, database)?.bound ?? null,
            binding.has(database),
            nowMs,
          );
          return bound === null ? kept : { ...kept, bound };
        },
      ),
      loop,
      ...calls.memory(nextRead.inSeconds),
    },
  };
};

/** `null`: a service without a database, or whose requests nobody counts, has no rate to be held to. */
const gatePlanOf = (
  party: Party,
  { stance, counts, admission }: ServicePlan,
  { rooms, prices, left }: Shares,
  config: Config,
  nowMs: number,
): GatePlan | null => {
  const { service, memory } = party;
  const before = memory.gate ?? null;
  if (service.pools.length === 0 && before === null) return null;
  const refused = admission === null ? null : refusedNow(admission, party.want);
  const taken = wallAtHand(refused, counts, prices.get(service.name)!, left, rooms, before);
  const gate = gateOf(party, counts, taken, rooms, before, nowMs);
  const isNothing = gate.kind === "open" && gate.perTask === null && before === null;
  return isNothing ? null : planGate(service, stance, gate, before, config, nowMs);
};

const servicePlanOf = (
  party: Party,
  { admissions, prices, leftBesideReplacements }: Shares,
  fronts: ReadonlyMap<string, readonly string[]>,
  intents: readonly Intent[],
  nowMs: number,
): ServicePlan => {
  const { service, stance, want, reading, governed, memory } = party;
  const counts = want.kind === "unreadable" || want.kind === "absent" ? null : want.counts;
  const admission = admissions.get(service.name) ?? null;
  const forcedTasks = forcedCount(service.name, want, intents, nowMs);
  const targetTasks = admission === null ? null : Math.max(admission.tasks, forcedTasks);
  const withdrawal = decideWithdrawal(
    {
      service,
      stance,
      want,
      targetTasks,
      fronts: fronts.get(service.name) ?? [],
      front: reading.front ?? null,
      before: memory.withdrawal ?? null,
    },
    nowMs,
  );
  const countTasks = withdrawal === null ? targetTasks : withdrawal.countTasks;
  const entry =
    stance === "scaled" && counts !== null && countTasks !== null
      ? entryDecision(
          service,
          counts,
          countTasks,
          prices.get(service.name)!,
          leftBesideReplacements,
          memory.entry ?? null,
        )
      : null;
  return {
    name: service.name,
    stance,
    want,
    counts,
    admission,
    targetTasks,
    scalableTarget: reading.scalableTarget,
    governed,
    ceiling: memory.ceiling,
    suspension: memory.suspension ?? null,
    entry,
    ...(withdrawal === null ? {} : { withdrawal }),
  };
};
