import type { Config } from "../config/config.ts";
import type { Admission } from "./admit/admit.ts";
import type { FreeUnits, Price } from "./admit/contender.ts";
import { contenderOf } from "./admit/contender-of.ts";
import { type Budget, type Budgeted, budgetsOf } from "./budget/budget.ts";
import { pricesOf } from "./budget/prices.ts";
import { databaseUnit, type Room, roomsOf, unitsPerConnection } from "./budget/rooms.ts";
import { fargatePrices, fargateRoom } from "./capacity/fargate-room.ts";
import { placesOf } from "./capacity/places-of.ts";
import type { CallStage } from "./graph/call-stage.ts";
import { type Decided, decideCalls } from "./graph/decide-calls.ts";
import type { Memory } from "./memory.ts";
import type { Party } from "./party.ts";
import { heldBackRights } from "./policy/govern-rights.ts";
import type { Snapshot } from "./snapshot.ts";

/** What everybody was granted, and of what. */
export type Shares = {
  /** Callees ask for what their callers were admitted. */
  readonly parties: readonly Party[];
  readonly budgeted: readonly Budgeted[];
  /** By database. */
  readonly budgets: ReadonlyMap<string, Budget>;
  /** By name: databases, and the proxies in front of them. */
  readonly rooms: ReadonlyMap<string, Room>;
  /** What one task of a service takes, by service. */
  readonly prices: ReadonlyMap<string, readonly Price[]>;
  readonly admissions: ReadonlyMap<string, Admission>;
  /** Free afterwards. */
  readonly left: FreeUnits;
  /** The same with nothing lent of the replacements: what deployments have, and what a promise of more tasks counts on. */
  readonly leftBesideReplacements: FreeUnits;
  /** Who has a pool on it, by database. */
  readonly users: ReadonlyMap<string, readonly Party[]>;
  /** Governed services whose rights wait until others' are given back. */
  readonly heldBack: ReadonlySet<string>;
  readonly calls: Decided;
};

/**
 * Shares what is finite among those who ask: connections of databases and proxies, a Fargate quota, places on instances.
 *
 * @param asking what every service wants, its callers' asks in it
 * @throws never
 */
export const shareOut = (
  snapshot: Snapshot,
  asking: readonly Party[],
  stage: CallStage | null,
  memory: Memory,
  config: Config,
  nowMs: number,
): Shares => {
  const { capacity, readAtMs } = snapshot;
  const budgeted = budgetsOf(snapshot, asking, memory, config, nowMs);
  const byDatabase = new Map(budgeted.map((entry) => [entry.budget.database, entry]));
  const rooms = roomsOf(budgeted);
  const fargate = fargateRoom(capacity, asking, readAtMs);
  const free: FreeUnits = new Map([
    ...rooms.map((room) => [room.name, room.closed === null ? room.free : null] as const),
    ...(fargate === null ? [] : [[fargate.room, fargate.freeUnits] as const]),
  ]);
  const prices = new Map(
    asking.map(({ service }) => [
      service.name,
      [...pricesOf(service, byDatabase), ...fargatePrices(service, capacity, fargate)] as readonly Price[],
    ]),
  );
  const contenders = asking.flatMap((party) => contenderOf(party, prices.get(party.service.name)!));
  const calls = decideCalls(stage, asking, contenders, free, () => placesOf(capacity, asking, readAtMs), config);
  const { parties, admissions, left } = calls;
  return {
    parties,
    budgeted,
    budgets: new Map(budgeted.map(({ budget }) => [budget.database, budget])),
    rooms: new Map(rooms.map((room) => [room.name, room])),
    prices,
    admissions,
    left,
    leftBesideReplacements: withNothingLent(left, budgeted),
    users: usersByDatabase(parties),
    heldBack: heldBackRights(parties, contenders, admissions, left, readAtMs),
    calls,
  };
};

const withNothingLent = (left: FreeUnits, budgeted: readonly Budgeted[]): FreeUnits => {
  const kept = new Map(left);
  for (const entry of budgeted) {
    const { budget } = entry;
    const free = left.get(budget.database) ?? null;
    if (budget.kind === "unknown" || free === null) continue;
    const lentMilliConnections = budget.freeMilliConnections - budget.freeMilliBesideReplacement;
    kept.set(budget.database, free - (lentMilliConnections * unitsPerConnection[databaseUnit(entry)]) / 1000);
  }
  return kept;
};

const usersByDatabase = (parties: readonly Party[]): ReadonlyMap<string, readonly Party[]> => {
  const users = new Map<string, Party[]>();
  for (const party of parties) {
    for (const { database } of party.service.pools) {
      const entries = users.get(database);
      if (entries === undefined) users.set(database, [party]);
      // Several pools of one service on one database, one of them through a proxy.
      else if (entries.at(-1) !== party) entries.push(party);
    }
  }
  return users;
};
