import type { FindingCode } from "../explain/codes.ts";
import type { Budgeted } from "./budget.ts";

/** A database's own name, or one of the following: no name in headgate.yml has a slash. */
export type RoomName = string;

/** What a proxy's clients may borrow. */
export const proxyRoom = (proxy: string): RoomName => `proxy/${proxy}`;

/** What is counted for a proxy's peak of the day at its database, and pays for its clients' growth first. */
export const proxyPeakRoom = (proxy: string): RoomName => `proxy-peak/${proxy}`;

/** Client connections that a proxy should hold at most. */
export const proxyClientsRoom = (proxy: string): RoomName => `proxy-clients/${proxy}`;

export type RoomUnit = "connections" | "milli-connections" | "borrowed-milli-connections";

/** Something that tasks need and that is bounded, whole units of it. */
export type Room = {
  readonly name: RoomName;
  /** The database that it is about, for people. */
  readonly database: string;
  readonly unit: RoomUnit;
  /** May be negative: more exists than fits. `null`: unknown, so nothing that needs it may grow. */
  readonly free: number | null;
  /** True: nothing that needs it may grow, whatever is free. */
  readonly saturated: boolean;
  /** Why it is closed, being unknown or saturated; `null`: it is open. */
  readonly closed: { readonly code: FindingCode; readonly detail: string } | null;
};

/** How many units of a room are one connection. */
export const unitsPerConnection: Readonly<Record<RoomUnit, number>> = {
  connections: 1,
  "milli-connections": 1000,
  "borrowed-milli-connections": 1000,
};

/** Whole connections of what is free in a room, rounded down. */
export const connectionsOf = (unit: RoomUnit, free: number): number => Math.floor(free / unitsPerConnection[unit]);

/** A database behind a proxy is counted in thousandths, because its clients' shares are fractions of a connection. */
export const databaseUnit = ({ proxies }: Pick<Budgeted, "proxies">): RoomUnit =>
  proxies.length === 0 ? "connections" : "milli-connections";

/** @returns the rooms of the databases in their order, each with those of its proxies behind it */
export const roomsOf = (budgeted: readonly Budgeted[]): readonly Room[] =>
  budgeted.flatMap((entry) => [databaseRoom(entry), ...entry.proxies.flatMap(proxyRooms)]);

const databaseRoom = (entry: Budgeted): Room => {
  const { budget } = entry;
  const unit = databaseUnit(entry);
  const name = budget.database;
  if (budget.kind === "unknown") {
    const { code, detail } = budget;
    return { name, database: name, unit, free: null, saturated: false, closed: { code, detail } };
  }
  const free = unit === "connections" ? budget.freeConnections : budget.freeMilliConnections;
  return {
    name,
    database: name,
    unit,
    free,
    saturated: budget.saturated,
    closed: closedBy("database-saturated", budget),
  };
};

const proxyRooms = (budget: Budgeted["proxies"][number]): readonly Room[] => {
  const unit = "borrowed-milli-connections";
  const { database } = budget;
  const name = proxyRoom(budget.proxy);
  if (budget.kind === "unknown") {
    const { code, detail } = budget;
    return [{ name, database, unit, free: null, saturated: false, closed: { code, detail } }];
  }
  const { freeMilliConnections, saturated, prepaidMilliConnections, maxClientConnections, clientConnections } = budget;
  const open = { saturated: false, closed: null } as const;
  return [
    { name, database, unit, free: freeMilliConnections, saturated, closed: closedBy("proxy-saturated", budget) },
    { name: proxyPeakRoom(budget.proxy), database, unit: "milli-connections", free: prepaidMilliConnections, ...open },
    ...(maxClientConnections === null
      ? []
      : [
          {
            name: proxyClientsRoom(budget.proxy),
            database,
            unit: "connections" as const,
            free: maxClientConnections - clientConnections,
            ...open,
          },
        ]),
  ];
};

const closedBy = (
  code: FindingCode,
  { saturated, pressure }: Pick<Extract<Budgeted["budget"], { kind: "known" }>, "saturated" | "pressure">,
): Room["closed"] => {
  if (!saturated) return null;
  const detail = pressure.map(({ sign, value, threshold }) => `${sign} ${round(value)} past ${threshold}`).join(", ");
  return { code, detail };
};

/** Two decimals are enough for people. */
const round = (value: number): number => Math.round(value * 100) / 100;
