import type { ProxyConfig } from "../../config/database-config.ts";
import type { PoolConfig } from "../../config/pool-config.ts";
import type { ProxyFacts } from "../../limits/database-facts.ts";
import type { Reading } from "../../reading.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { QuarterMaximum } from "../memory.ts";
import type { MetricPoint, ProxyReading } from "../readings/database-reading.ts";
import { borrowedMilli, borrowedUseOf, isCount, openedMilli, rememberBorrowing } from "./borrowing.ts";
import type { PoolHolder } from "./pool-holder.ts";
import { type PressureSign, proxyPressure } from "./pressure.ts";

/**
 * The arithmetic of one RDS proxy, in thousandths of a connection: its clients share what it may open.
 * free = 0.7 x allowed - borrowed by what exists.
 */
export type ProxyBudget = KnownProxyBudget | UnknownProxyBudget;

export type KnownProxyBudget = {
  readonly kind: "known";
  readonly proxy: string;
  readonly database: string;
  /** What it may open at the database. */
  readonly allowedConnections: number;
  /** 0.7 of it. */
  readonly budgetMilliConnections: number;
  /** What the tasks that exist borrow: tasks x borrowed per task. */
  readonly borrowedMilliConnections: number;
  readonly freeMilliConnections: number;
  /** How much of its clients' pools is borrowed, in millionths; `null`: never measured, the whole pool counts. */
  readonly borrowedUseMillionths: number | null;
  /** Borrowed by one session for its whole life; part of the share above. */
  readonly pinnedConnections: number;
  /** The most that it has had open at the database in the last 24 hours. */
  readonly peakConnections: number;
  /** What it counts as at the database. */
  readonly atDatabaseMilliConnections: number;
  /** Of that, what is counted for the peak of the day beyond what is borrowed now: growth uses it up first. */
  readonly prepaidMilliConnections: number;
  /** The clients' pools at their fullest. */
  readonly clientConnections: number;
  readonly maxClientConnections: number | null;
  /** Newest ClientConnections, for people. */
  readonly observedClientConnections: number | null;
  readonly saturated: boolean;
  readonly pressure: readonly PressureSign[];
};

/** None of its clients may grow. */
export type UnknownProxyBudget = {
  readonly kind: "unknown";
  readonly proxy: string;
  readonly database: string;
  readonly code: FindingCode;
  readonly detail: string;
  /** It stays until somebody mends what the detail names, so it is told where nobody asks for more, too. */
  readonly needsMending?: true;
  /** The most that it may hold at the database; `null`: not known either. */
  readonly mostConnections: number | null;
};

/** A client of the proxy as it stands. */
export type ProxyClient = { readonly pool: PoolConfig; readonly committedTasks: number };

export type ProxyInput = {
  readonly proxy: ProxyConfig;
  readonly reading: ProxyReading | null;
  readonly facts: ProxyFacts["facts"];
  /** The first of its clients that can't be read; `null`: all can. */
  readonly unreadable: string | null;
  readonly clients: readonly ProxyClient[];
  readonly holders: readonly PoolHolder[];
  /** The safe end; `null`: unknown. */
  readonly limitConnections: number | null;
  readonly before: readonly QuarterMaximum[];
};

/** "Keep it 30 % above peak use": a peak of borrowing must not wait. */
const admittedPercent = 70;
/** The metrics are minutes late; past this age they are no basis for growth. */
const staleAfterSeconds = 600;

/**
 * Computes a proxy's budget, or says why it is unknown.
 *
 * Clients are counted with what they *borrow*, the 95th percentile of the last day, because that is what a proxy is
 * for. CloudWatch tells it per proxy, so each client borrows in proportion to its pool. A pinned session is a real
 * connection that nobody else can borrow, so the share is never below what is pinned now; before anything was measured
 * it is the whole pool.
 *
 * At the database the proxy counts as the most that it had open in the last 24 hours, or 1.3 x what is borrowed, but
 * never as more than MaxConnectionsPercent lets it open.
 *
 * @returns the budget, and the day of borrowing to remember
 * @throws never
 * @see Amazon RDS User Guide, "Monitoring RDS Proxy metrics", "RDS Proxy connection considerations"
 */
export const planProxy = (input: ProxyInput, nowMs: number): ProxyBudgeted => {
  const { proxy, reading, facts, limitConnections } = input;
  const mostConnections =
    facts.kind === "unknown" || limitConnections === null
      ? null
      : Math.floor((limitConnections * facts.value.maxConnectionsPercent) / 100);
  const borrowedUse = rememberBorrowing(input.before, reading?.borrowed, input.holders, nowMs);
  const unknown = (code: FindingCode, detail: string, needsMending = false): ProxyBudgeted => ({
    budget: {
      kind: "unknown",
      proxy: proxy.name,
      database: proxy.database,
      code,
      detail,
      ...(needsMending ? { needsMending } : {}),
      mostConnections,
    },
    borrowedUse,
  });
  if (facts.kind === "unknown") return unknown("proxy-unknown", facts.detail, facts.because !== "no-data");
  const { status, targets } = facts.value;
  if (!servingStatuses.has(status)) return unknown("proxy-without-target", `${proxy.proxy} is ${status}`);
  if (!targets.some(({ health }) => health === "AVAILABLE")) {
    const listed = targets.map(({ instance, health }) => `${instance} is ${health}`).join(", ");
    return unknown("proxy-without-target", listed || `${proxy.proxy} has no target`, true);
  }
  if (input.unreadable !== null) return unknown("neighbour-unknown", `${input.unreadable} can't be read`);
  const metrics = readMetrics(reading, nowMs);
  if (metrics.kind === "unknown") return unknown("proxy-unknown", metrics.detail);

  const { allowed, peakConnections } = metrics;
  const allowedConnections = Math.min(allowed, mostConnections ?? allowed);
  const pinnedConnections = newestOf(reading?.pinned) ?? 0;
  const borrowedUseMillionths = borrowedUseOf(borrowedUse, pinnedConnections, input.holders);
  const sumOf = (unitsOf: (pool: PoolConfig) => number): number =>
    input.clients.reduce((sum, { pool, committedTasks }) => sum + committedTasks * unitsOf(pool), 0);
  const borrowedMilliConnections = sumOf((pool) => borrowedMilli(pool, borrowedUseMillionths));
  const opened = sumOf((pool) => openedMilli(pool, borrowedUseMillionths));
  const counted = Math.max(peakConnections * 1000, opened);
  const budgetMilliConnections = allowedConnections * admittedPercent * 10;
  const pressure = proxyPressure(reading!.borrowLatencyMicroseconds, nowMs);
  return {
    budget: {
      kind: "known",
      proxy: proxy.name,
      database: proxy.database,
      allowedConnections,
      budgetMilliConnections,
      borrowedMilliConnections,
      freeMilliConnections: budgetMilliConnections - borrowedMilliConnections,
      borrowedUseMillionths,
      pinnedConnections,
      peakConnections,
      atDatabaseMilliConnections: mostConnections === null ? counted : Math.min(counted, mostConnections * 1000),
      prepaidMilliConnections: Math.max(0, Math.min(counted, (mostConnections ?? counted) * 1000) - opened),
      clientConnections: sumOf(({ connectionsPerTask }) => connectionsPerTask),
      maxClientConnections: proxy.maxClientConnections,
      observedClientConnections: newestOf(reading?.clients),
      saturated: pressure.saturated,
      pressure: pressure.signs,
    },
    borrowedUse,
  };
};

export type ProxyBudgeted = { readonly budget: ProxyBudget; readonly borrowedUse: readonly QuarterMaximum[] };

const servingStatuses: ReadonlySet<string> = new Set(["available", "modifying"]);

type ProxyMetrics =
  | { readonly kind: "known"; readonly allowed: number; readonly peakConnections: number }
  | { readonly kind: "unknown"; readonly detail: string };

/** Borrowing itself may be silent since the last stable minute; that it is published at all may not. */
const readMetrics = (reading: ProxyReading | null, nowMs: number): ProxyMetrics => {
  if (reading === null) return { kind: "unknown", detail: "its metrics were not read" };
  for (const needed of [reading.borrowed, reading.allowed]) {
    if (needed.kind === "unknown") return { kind: "unknown", detail: needed.detail };
    const newest = needed.value.filter(isCount).at(-1);
    if (newest === undefined || nowMs - newest.atMs > staleAfterSeconds * 1000) {
      const age = newest === undefined ? "missing" : `${Math.round((nowMs - newest.atMs) / 1000)} s old`;
      return { kind: "unknown", detail: `the newest datapoint is ${age}` };
    }
  }
  if (reading.peakConnections.kind === "unknown") return { kind: "unknown", detail: reading.peakConnections.detail };
  const peak = reading.peakConnections.value;
  if (!(Number.isFinite(peak) && peak >= 0)) return { kind: "unknown", detail: `its peak is ${peak}` };
  return { kind: "known", allowed: Math.floor(newestOf(reading.allowed)!), peakConnections: Math.ceil(peak) };
};

const newestOf = (reading: Reading<readonly MetricPoint[]> | undefined): number | null =>
  reading?.kind === "known" ? (reading.value.filter(isCount).at(-1)?.value ?? null) : null;
