import type { Config } from "../config/config.ts";
import type { FreeUnits } from "./admit/admit.ts";
import { contenderOf } from "./admit/contender.ts";
import { type Budget, budgetsOf } from "./budget/budget.ts";
import { type Bypasser, budgetWarnings } from "./budget/budget-warnings.ts";
import { pricesOf } from "./budget/prices.ts";
import { type Room, roomsOf } from "./budget/rooms.ts";
import { capacityFindings } from "./capacity/capacity-findings.ts";
import { fargatePrices, fargateRoom } from "./capacity/fargate-room.ts";
import { placesOf } from "./capacity/places-of.ts";
import { explainBudget, explainService } from "./explain/explain.ts";
import type { Finding } from "./explain/finding.ts";
import { propagate } from "./graph/call-stage.ts";
import { decideCalls, type GraphPlan } from "./graph/decide-calls.ts";
import { type Memory, recordOf } from "./memory.ts";
import { type NextRead, planNextRead } from "./next-read.ts";
import { type Party, partiesOf } from "./party.ts";
import type { Action } from "./policy/action.ts";
import { heldBackRights } from "./policy/govern-rights.ts";
import { inOrderOfWriting, policy } from "./policy/policy.ts";
import { rememberService } from "./remember.ts";
import type { ServicePlan } from "./service-plan.ts";
import type { Snapshot } from "./snapshot.ts";

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
  /** What to store for the next plan. */
  readonly memory: Memory;
};

/**
 * Decides a domain: demand → propagate → budget → admit → policy → explain. No I/O, no clock, no dice.
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
export const plan = (snapshot: Snapshot, memory: Memory, config: Config, nowMs: number): Plan => {
  const { parties: asking, stage } = propagate(
    snapshot,
    partiesOf(snapshot, memory, config, nowMs),
    memory,
    config,
    nowMs,
  );
  const budgeted = budgetsOf(snapshot, asking, memory, config, nowMs);
  const budgets = new Map(budgeted.map(({ budget }) => [budget.database, budget]));
  const rooms = roomsOf(budgeted);
  const byDatabase = new Map(budgeted.map((entry) => [entry.budget.database, entry]));
  const { capacity, readAtMs } = snapshot;
  const fargate = fargateRoom(capacity, asking, readAtMs);
  const free: FreeUnits = new Map([
    ...rooms.map(({ name, free, closed }) => [name, closed === null ? free : null] as const),
    ...(fargate === null ? [] : [[fargate.room, fargate.freeUnits] as const]),
  ]);
  const contenders = asking.flatMap((party) =>
    contenderOf(party, [...pricesOf(party.service, byDatabase), ...fargatePrices(party.service, capacity, fargate)]),
  );
  const calls = decideCalls(stage, asking, contenders, free, () => placesOf(capacity, asking, readAtMs), config);
  const { parties, admissions, left } = calls;

  const roomByName = new Map<string, Room>(rooms.map((room) => [room.name, room]));
  const heldBack = heldBackRights(parties, contenders, admissions, left, snapshot.readAtMs);

  const decided = parties.map((party) => {
    const planned = servicePlanOf(party, admissions.get(party.service.name) ?? null);
    const permitted = policy(party.service, planned, !heldBack.has(party.service.name), nowMs);
    const findings = explainService({
      service: party.service,
      planned,
      govern: permitted.govern,
      budgets,
      rooms: roomByName,
      left,
    });
    const remembered = rememberService(party.service, planned, permitted, party.memory, nowMs);
    return { planned, actions: permitted.actions, findings, remembered };
  });
  const services = decided.map(({ planned }) => planned);
  const { next, loop } = planNextRead(services, memory.loop, calls.someoneWaits);
  return {
    domain: snapshot.domain,
    nowMs,
    services,
    budgets: [...budgets.values()],
    actions: inOrderOfWriting(
      decided.flatMap(({ actions }) => actions),
      calls.rankOf,
    ),
    findings: [
      ...[...budgets.values()].flatMap(explainBudget),
      ...budgetWarnings(budgeted, bypassersOf(parties)),
      ...decided.flatMap(({ findings }) => findings),
      ...calls.findings,
      ...capacityFindings(
        parties.map(({ service }) => service),
        capacity,
      ),
    ],
    nextRead: next,
    ...calls.told(next.inSeconds),
    memory: {
      services: recordOf(
        decided,
        ({ planned }) => planned.name,
        ({ remembered }) => remembered,
      ),
      databases: recordOf(
        budgeted,
        ({ budget }) => budget.database,
        ({ remembered }) => remembered,
      ),
      loop,
      ...calls.memory(next.inSeconds),
    },
  };
};

/** Services with a pool past a proxy of the same database. */
const bypassersOf = (parties: readonly Party[]): readonly Bypasser[] =>
  parties.flatMap(({ service }) =>
    service.pools.filter(({ proxy }) => proxy === null).map(({ database }) => ({ service: service.name, database })),
  );

const servicePlanOf = (party: Party, admission: ServicePlan["admission"]): ServicePlan => ({
  name: party.service.name,
  stance: party.stance,
  want: party.want,
  counts: party.want.kind === "unreadable" || party.want.kind === "absent" ? null : party.want.counts,
  admission,
  targetTasks: admission?.tasks ?? null,
  scalableTarget: party.reading.scalableTarget,
  governed: party.governed,
  ceiling: party.memory.ceiling,
  suspension: party.memory.suspension ?? null,
});
