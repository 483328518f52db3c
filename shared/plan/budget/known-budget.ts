import type { LimitNote, LimitSource } from "../../limits/limit.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { PressureSign } from "./pressure.ts";

/**
 * The arithmetic of one database, each term as it stands in headgate.yml:
 * budget = limit - reserved - margin - replacement - connectors - unmanaged; free = budget - committed.
 *
 * The terms are of one instance. Of a cluster's readers the budget is what all of them carry together; of a shared
 * database it is this stack's share.
 */
export type Budget = KnownBudget | UnknownBudget;

export type KnownBudget = {
  readonly kind: "known";
  readonly database: string;
  /** What the plan counts on: of an estimate the safe end. */
  readonly limitConnections: number;
  /** The best guess, for people; >= limitConnections. */
  readonly limitExpectedConnections: number;
  readonly limitSource: LimitSource;
  readonly limitExact: boolean;
  /** Said beside the limit: a value that waits for a reboot, a reading that was refused. */
  readonly limitNotes: readonly LimitNote[];
  readonly reservedConnections: number;
  readonly marginConnections: number;
  /** What is kept of what one replaced task of the largest pool needs beyond the margin. */
  readonly replacementConnections: number;
  /** The rest of it: lent to growth in an overload, or tasks have stood in it since. 0 normally. */
  readonly replacementLentConnections: number;
  readonly connectorConnections: number;
  /** What the plan uses: the user's figure, or the high end of the measured interval. */
  readonly unmanagedConnections: number;
  readonly unmanagedSource: "configured" | "measured";
  readonly unmanagedLowConnections: number;
  /** Readers that serve; `null`: one instance. */
  readonly readers: number | null;
  /** What would be left of the budget with one reader less; `null`: one instance. */
  readonly failoverConnections: number | null;
  readonly sharePercent: number;
  readonly budgetConnections: number;
  /** What exists may hold, at its price: tasks x connections per task, surge and replacement counted, and the proxies. */
  readonly committedConnections: number;
  /** Of committedConnections: without a proxy. */
  readonly directConnections: number;
  /** May be negative: more exists than the budget carries. */
  readonly freeConnections: number;
  /** The same in thousandths, which proxies' shares come in. */
  readonly freeMilliConnections: number;
  /** What would be free with nothing lent of the replacement: a deployment has no more than that. May be negative. */
  readonly freeMilliBesideReplacement: number;
  /** Newest DatabaseConnections, for people; `null` where it isn't read. */
  readonly observedConnections: number | null;
  /** How much of elastic pools is counted where `admission: measured`, in millionths; `null`: too little was seen, the worst counts. */
  readonly elasticUseMillionths: number | null;
  /** More work would do harm, whatever connections are free. */
  readonly saturated: boolean;
  readonly pressure: readonly PressureSign[];
  /** Pressure metrics that could not be read. */
  readonly pressureUnread: readonly string[];
};

/** Nothing that connects to this database may grow. */
export type UnknownBudget = {
  readonly kind: "unknown";
  readonly database: string;
  readonly code: FindingCode;
  readonly detail: string;
  /** It stays until somebody mends what the detail names, so it is told where nobody asks for more, too. */
  readonly needsMending?: true;
  readonly limitConnections: number | null;
  readonly observedConnections: number | null;
};
