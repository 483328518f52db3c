import type { Config } from "../../config/config.ts";
import type { FreeUnits, Price } from "../../plan/admit/contender.ts";
import { committedTasks } from "../../plan/admit/contender-of.ts";
import { commitmentOf, rolloutTasks } from "../../plan/budget/commitment.ts";
import { unitsPerConnection } from "../../plan/budget/rooms.ts";
import { type NoRoom, spend } from "../../plan/budget/spend.ts";
import { bindingOf } from "../../plan/explain/binding-of.ts";
import type { Unlock } from "../../plan/explain/finding.ts";
import { unlocksOf } from "../../plan/explain/unlocks/unlocks-of.ts";
import type { Party } from "../../plan/party.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import type { Shares } from "../../plan/share.ts";
import type { Snapshot } from "../../plan/snapshot.ts";

/** What one service holds of one database, and how far it could go. */
export type ServiceHeadroom = {
  readonly service: string;
  /** Between them; `null`: straight to the database. */
  readonly proxy: string | null;
  readonly connectionsPerTask: number;
  /** Tasks that may hold pools now: surge, replacements and stopping ones counted. `null`: the service can't be read. */
  readonly heldTasks: number | null;
  readonly heldConnections: number | null;
  readonly desiredTasks: number | null;
  /** More tasks that would fit while nobody else grows, past tasks.max too; `null`: unknown. */
  readonly moreTasks: number | null;
  /** The room that has none for one more: a database, `proxy/NAME`; `null`: none is known to bind before `mostMore`. */
  readonly boundBy: string | null;
  /** What a deployment of the tasks as they are needs beyond what is held; `null`: unknown. */
  readonly surgeConnections: number | null;
  /** Does that fit now? `null`: unknown. */
  readonly surgeFits: boolean | null;
  /** What unlocks most of what tasks.max still lets it have; `null`: nothing is needed, or nothing helps. */
  readonly unlock: Unlock | null;
};

/** A figure past this is no figure that anybody plans with. */
const mostMore = 10_000;

export type HeadroomContext = {
  readonly shares: Shares;
  readonly free: FreeUnits;
  readonly snapshot: Snapshot;
  readonly config: Config;
};

/** @returns one per pool that the service has on the database, sorted by proxy */
export const serviceHeadroom = (
  party: Party,
  database: string,
  context: HeadroomContext,
): readonly ServiceHeadroom[] => {
  const { service, want } = party;
  const counts = want.kind === "unreadable" || want.kind === "absent" ? null : want.counts;
  const heldTasks = counts === null ? null : committedTasks(party, context.snapshot.readAtMs);
  const prices = context.shares.prices.get(service.name) ?? [];
  const more = counts === null ? null : moreOf(party, counts, prices, context);
  const surgeTasks = counts === null ? null : Math.max(0, rolloutTasks(service, counts, counts.desired) - heldTasks!);
  return service.pools
    .filter((pool) => pool.database === database)
    .map(({ proxy, connectionsPerTask }) => ({
      service: service.name,
      proxy,
      connectionsPerTask,
      heldTasks,
      heldConnections: heldTasks === null ? null : heldTasks * connectionsPerTask,
      desiredTasks: counts?.desired ?? null,
      moreTasks: more?.tasks ?? null,
      boundBy: more?.refusal?.by ?? null,
      surgeConnections: surgeTasks === null ? null : surgeTasks * connectionsPerTask,
      surgeFits:
        surgeTasks === null || more?.tasks === null || more === null
          ? null
          : spent(prices, surgeTasks, context.free).refusal === null,
      unlock: counts === null || more === null ? null : mostUnlocked(party, counts, database, more.tasks, context),
    }));
};

type More = { readonly tasks: number | null; readonly refusal: NoRoom | null };

/** One room that is closed for being unknown makes the answer unknown. */
const moreOf = (
  { service }: Party,
  counts: TaskCounts,
  prices: readonly Price[],
  { shares, free }: HeadroomContext,
): More => {
  const commitment = commitmentOf(service, counts);
  const now = commitment(counts.desired);
  const refusalAt = (tasks: number) => spent(prices, commitment(counts.desired + tasks) - now, free).refusal;
  const first = refusalAt(1);
  if (first?.kind === "closed" && shares.rooms.get(first.by)?.free === null) return { tasks: null, refusal: first };
  let [fitting, tooMany] = [0, mostMore + 1];
  // More tasks never fit where fewer don't, so the most is found by halving.
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (refusalAt(middle) === null) fitting = middle;
    else tooMany = middle;
  }
  return { tasks: fitting, refusal: fitting >= mostMore ? null : refusalAt(fitting + 1) };
};

const spent = (prices: readonly Price[], addedTasks: number, free: FreeUnits) => {
  const units = new Map<string, number>();
  return { refusal: spend(prices, addedTasks, free, units), units };
};

const mostUnlocked = (
  { service }: Party,
  counts: TaskCounts,
  database: string,
  moreTasks: number | null,
  { shares, free, snapshot, config }: HeadroomContext,
): Unlock | null => {
  const room = shares.rooms.get(database);
  const budget = shares.budgets.get(database);
  const askTasks = service.maxTasks;
  const tasks = counts.desired + (moreTasks ?? 0);
  if (moreTasks === null || tasks >= askTasks || room === undefined || budget?.kind !== "known") return null;
  const prices = shares.prices.get(service.name) ?? [];
  const commitment = commitmentOf(service, counts);
  const { units } = spent(prices, commitment(tasks) - commitment(counts.desired), free);
  const left = new Map([...free].map(([name, was]) => [name, was === null ? null : was - (units.get(name) ?? 0)]));
  const standing = { service, counts, tasks, askTasks, prices, left };
  const unlocks = unlocksOf(standing, bindingOf({ service, shares, snapshot, config }, room, budget));
  return unlocks.reduce<Unlock | null>((best, one) => (reached(one) > reached(best) ? one : best), null);
};

const reached = (unlock: Unlock | null): number => (unlock !== null && "tasks" in unlock ? unlock.tasks : 0);

/** Whole connections of a room's units, for people. */
export const wholeConnections = (milli: number): number => Math.floor(milli / unitsPerConnection["milli-connections"]);
