import {
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetGroupsCommand,
  DescribeDBProxyTargetsCommand,
} from "@aws-sdk/client-rds";
import type { ProxyFacts } from "../limits/database-facts.ts";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

type Facts = ProxyFacts["facts"];

/** RDS's own defaults, where it doesn't say. @see Amazon RDS API reference, ConnectionPoolConfiguration */
const defaultMaxConnectionsPercent = 100;
const defaultBorrowTimeoutSeconds = 120;

/**
 * Reads RDS proxies: their status, the pool of their target group, and the instances behind them.
 *
 * @param proxies unique DBProxyNames
 * @returns by name, every one answered
 * @throws never
 */
export const readRdsProxies = async (rds: Rds, proxies: readonly string[]): Promise<ReadonlyMap<string, Facts>> =>
  new Map(await inParallel(proxies, async (proxy): Promise<[string, Facts]> => [proxy, await readProxy(rds, proxy)]));

const readProxy = async (rds: Rds, proxy: string): Promise<Facts> => {
  const status = await attempt(`rds:DescribeDBProxies ${proxy}`, () => statusOf(rds, proxy));
  if (status.kind === "unknown") return status;
  const pool = await attempt(`rds:DescribeDBProxyTargetGroups ${proxy}`, () => poolOf(rds, proxy));
  if (pool.kind === "unknown") return pool;
  const targets = await attempt(`rds:DescribeDBProxyTargets ${proxy}`, () => targetsOf(rds, proxy));
  if (targets.kind === "unknown") return targets;
  return { kind: "known", value: { status: status.value, ...pool.value, targets: targets.value } };
};

const statusOf = async (rds: Rds, DBProxyName: string): Promise<string> => {
  let Marker: string | undefined;
  do {
    const page = await rds.send(new DescribeDBProxiesCommand({ DBProxyName, Marker }));
    const [proxy] = page.DBProxies ?? [];
    if (proxy !== undefined) return proxy.Status ?? "";
    // A page may be empty and not the last.
    ({ Marker } = page);
  } while (Marker !== undefined);
  throw new ProxyNotFoundError(`RDS has no proxy ${DBProxyName}`);
};

/** Every proxy has exactly one target group, `default`. */
const poolOf = async (rds: Rds, DBProxyName: string) => {
  const { TargetGroups = [] } = await rds.send(new DescribeDBProxyTargetGroupsCommand({ DBProxyName }));
  const pool = (TargetGroups.find((group) => group.IsDefault) ?? TargetGroups[0])?.ConnectionPoolConfig;
  return {
    maxConnectionsPercent: pool?.MaxConnectionsPercent ?? defaultMaxConnectionsPercent,
    borrowTimeoutSeconds: pool?.ConnectionBorrowTimeout ?? defaultBorrowTimeoutSeconds,
  };
};

const targetsOf = async (rds: Rds, DBProxyName: string) => {
  const targets: { readonly instance: string; readonly role: string; readonly health: string }[] = [];
  let Marker: string | undefined;
  do {
    const page = await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName, Marker }));
    for (const { Type, RdsResourceId, Role, TargetHealth } of page.Targets ?? []) {
      // A cluster is listed once itself and once per instance; only instances take connections.
      if (Type === "TRACKED_CLUSTER") continue;
      targets.push({ instance: RdsResourceId ?? "", role: Role ?? "UNKNOWN", health: TargetHealth?.State ?? "" });
    }
    Marker = page.Marker;
  } while (Marker !== undefined);
  return targets.sort((a, b) => (a.instance < b.instance ? -1 : 1));
};

const attempt = async <T>(call: string, read: () => Promise<T>): Promise<Reading<T>> => {
  try {
    return { kind: "known", value: await read() };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

/** Named like RDS's own error, so that it is read as one. */
class ProxyNotFoundError extends Error {
  override readonly name = "DBProxyNotFoundFault";
}
