import type { FindingCode } from "../explain/codes.ts";
import type { Finding } from "../explain/finding.ts";
import type { Party } from "../party.ts";
import type { Budgeted } from "./budget.ts";
import type { KnownBudget } from "./known-budget.ts";
import type { KnownProxyBudget } from "./proxy-budget.ts";

/** A pool without a proxy on a database that has one. */
export type Bypasser = { readonly service: string; readonly database: string };

/** @returns the services that go past a proxy, of the databases that have one */
export const bypassersOf = (parties: readonly Party[], budgeted: readonly Budgeted[]): readonly Bypasser[] => {
  const proxied = new Set(budgeted.flatMap(({ budget, proxies }) => (proxies.length > 0 ? [budget.database] : [])));
  if (proxied.size === 0) return [];
  return parties.flatMap(({ service }) =>
    service.pools
      .filter(({ proxy, database }) => proxy === null && proxied.has(database))
      .map(({ database }) => ({ service: service.name, database })),
  );
};

/**
 * What people should know of the databases although it caps nothing now: a limit that is about to change or could be
 * known better, readers without a spare one, services that go round a proxy, saturation and metrics that can't be read.
 *
 * A saturated database or proxy is told even where nobody wants to grow: it is why the next task would not help. So is
 * one whose limit stays unknown until somebody mends a value or a permission.
 *
 * @param bypassers services with a pool that goes past a proxy, any order
 * @returns in the order of the databases, each in a fixed order
 * @throws never
 */
export const budgetWarnings = (budgeted: readonly Budgeted[], bypassers: readonly Bypasser[]): readonly Finding[] =>
  budgeted.flatMap(({ budget, proxies }) => {
    const broken = [budget, ...proxies.filter((proxy) => !isSaidBy(budget, proxy))].flatMap(brokenOf);
    if (budget.kind === "unknown") return broken;
    const names = bypassers.filter(({ database }) => database === budget.database).map(({ service }) => service);
    const known = proxies.filter((proxy): proxy is KnownProxyBudget => proxy.kind === "known");
    return [
      ...broken,
      ...saturationOf(budget),
      ...known.flatMap((proxy) => proxySaturationOf(budget.database, proxy)),
      ...notesOf(budget),
      ...failoverOf(budget),
      ...(proxies.length > 0 && names.length > 0 ? [bypassOf(budget, known, [...new Set(names)].sort())] : []),
      ...budget.pressureUnread.slice(0, 1).map((detail) => finding("pressure-unknown", budget.database, detail, {})),
    ];
  });

/** What holds whoever will ask for more: told now, before the load comes. */
const brokenOf = (budget: Budgeted["budget"] | Budgeted["proxies"][number]): readonly Finding[] => {
  if (budget.kind === "known" || budget.needsMending !== true) return [];
  const { code, database, detail } = budget;
  return [finding(code, database, "proxy" in budget ? `${budget.proxy}: ${detail}` : detail, {})];
};

/** Where nothing is known of the database, nothing is of its proxies either: one cause. */
const isSaidBy = (budget: Budgeted["budget"], proxy: Budgeted["proxies"][number]): boolean =>
  budget.kind === "unknown" &&
  budget.needsMending === true &&
  proxy.kind === "unknown" &&
  budget.detail.includes(proxy.detail);

const saturationOf = ({ saturated, pressure, database }: KnownBudget): readonly Finding[] =>
  saturated ? [finding("database-saturated", database, saying(pressure), numbersOf(pressure))] : [];

const proxySaturationOf = (database: string, { saturated, pressure, proxy }: KnownProxyBudget): readonly Finding[] =>
  saturated ? [finding("proxy-saturated", database, `${proxy}: ${saying(pressure)}`, numbersOf(pressure))] : [];

const notesOf = ({ limitNotes, limitConnections, limitExpectedConnections, database }: KnownBudget) => {
  const numbers = { limitConnections, limitExpectedConnections };
  const sayAll = (code: FindingCode, details: readonly string[]): readonly Finding[] =>
    details.length === 0 ? [] : [finding(code, database, details.join("; "), numbers)];
  const waits = limitNotes.filter(({ code }) => code === "pending-reboot");
  const others = limitNotes.filter(({ code }) => code !== "pending-reboot");
  return [
    ...sayAll(
      "limit-pending-reboot",
      waits.map(({ detail }) => detail),
    ),
    ...sayAll(
      "limit-imprecise",
      others.map(({ detail }) => detail),
    ),
  ];
};

const failoverOf = (budget: KnownBudget): readonly Finding[] => {
  const { failoverConnections, committedConnections, readers, database, budgetConnections } = budget;
  if (failoverConnections === null || readers === null || committedConnections <= failoverConnections) return [];
  const numbers = { readers, committedConnections, budgetConnections, failoverConnections };
  const detail = readers === 1 ? "it is the only reader" : `${readers - 1} of ${readers} readers carry less`;
  return [finding("readers-failover-exceeds", database, detail, numbers)];
};

/** How much of what the database may get comes past the proxy. */
const bypassOf = (
  { database, directConnections, committedConnections }: KnownBudget,
  proxies: readonly KnownProxyBudget[],
  services: readonly string[],
): Finding => {
  const proxiedConnections = committedConnections - directConnections;
  const bypassPercent = committedConnections === 0 ? 0 : Math.round((directConnections * 100) / committedConnections);
  const borrowedConnections = Math.ceil(
    proxies.reduce((sum, { borrowedMilliConnections }) => sum + borrowedMilliConnections, 0) / 1000,
  );
  const numbers = { directConnections, proxiedConnections, borrowedConnections, bypassPercent };
  return finding("proxy-bypassed", database, `${services.join(", ")} connect without it`, numbers);
};

const finding = (code: FindingCode, database: string, detail: string, numbers: Finding["numbers"]): Finding => ({
  code,
  service: null,
  database,
  numbers,
  detail,
  unlocks: [],
});

const saying = (signs: KnownBudget["pressure"]): string =>
  signs.map(({ sign, threshold }) => `${sign} past ${threshold}`).join(", ");

const numbersOf = (signs: KnownBudget["pressure"]): Finding["numbers"] =>
  Object.fromEntries(signs.map(({ sign, value }) => [numberNames[sign], Math.round(value * 100) / 100]));

const numberNames: Readonly<Record<KnownBudget["pressure"][number]["sign"], string>> = {
  "cpu-percent": "cpuPercent",
  "load-per-vcpu": "loadPerVcpu",
  "storage-burst-percent": "storageBurstPercent",
  "io-burst-percent": "ioBurstPercent",
  "throughput-burst-percent": "throughputBurstPercent",
  "borrow-latency-microseconds": "borrowLatencyMicroseconds",
};
