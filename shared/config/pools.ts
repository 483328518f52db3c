import { compareText } from "./by-name.ts";
import { DEFAULTS } from "./defaults.ts";
import type { PoolConfig, PoolSetting } from "./pool-config.ts";
import { POOL_LIBRARIES } from "./pool-libraries.ts";
import type { Finding } from "./problems.ts";
import type { PoolForm, ServiceForm } from "./schema-service.ts";

type PoolEntry = NonNullable<ServiceForm["pools"]>[string];

/** One pool with nothing left open. */
type ResolvedPool = {
  readonly size: number;
  readonly processes: number;
  readonly extras: number;
  readonly kind: "fixed" | "elastic";
  /** Per process, as the size. */
  readonly minimum: number;
};

/** Where a pool's connections end. */
export type PoolEnd = Pick<PoolConfig, "database" | "proxy">;

const listOf = (entry: PoolEntry): readonly PoolForm[] =>
  typeof entry === "number" ? [{ size: entry }] : Array.isArray(entry) ? entry : [entry];

/** @returns `null` when neither size nor library says how large the pool is */
const resolvePool = (pool: PoolForm): ResolvedPool | null => {
  const library = pool.library === undefined ? undefined : POOL_LIBRARIES[pool.library];
  const size = pool.size ?? library?.size;
  if (size === undefined) return null;
  const kind = pool.kind ?? library?.kind ?? DEFAULTS.poolKind;
  return {
    size,
    processes: pool.processes ?? DEFAULTS.poolProcesses,
    extras: pool.extras ?? DEFAULTS.poolExtras,
    kind,
    minimum: pool.minimum ?? (kind === "fixed" ? size : 0),
  };
};

/**
 * The pools of one task to one database, added up.
 *
 * An elastic pool's extras may be closed while it idles, so they are not in the minimum: a minimum too low only makes
 * the estimate of other sessions larger, which is the safe side.
 */
export const compilePools = (end: PoolEnd, entry: PoolEntry): PoolConfig => {
  const pools = listOf(entry)
    .map(resolvePool)
    .filter((pool) => pool !== null);
  const most = ({ size, processes, extras }: ResolvedPool): number => size * processes + extras;
  const least = (pool: ResolvedPool): number => (pool.kind === "fixed" ? most(pool) : pool.minimum * pool.processes);
  const sum = (of: (pool: ResolvedPool) => number): number => pools.reduce((total, pool) => total + of(pool), 0);
  return {
    ...end,
    connectionsPerTask: sum(most),
    kind: pools.every(({ kind }) => kind === "fixed") ? "fixed" : "elastic",
    minimumConnectionsPerTask: sum(least),
    admission: admissionOf(entry),
  };
};

/** The metric tells one share for all of a task's elastic pools: where one of them wants the worst, so have all. */
const admissionOf = (entry: PoolEntry): PoolConfig["admission"] => {
  const elastic = listOf(entry).filter((pool) => resolvePool(pool)?.kind === "elastic");
  const measured = elastic.filter((pool) => (pool.admission ?? DEFAULTS.admission) === "measured");
  return elastic.length > 0 && measured.length === elastic.length ? "measured" : "worst";
};

/** @returns one per pool, sorted by the key under `pools`; those of one list in its order */
export const compilePoolSettings = (pools: ServiceForm["pools"]): readonly PoolSetting[] =>
  Object.entries(pools ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([database, entry]) =>
      listOf(entry).flatMap((pool) => {
        const resolved = resolvePool(pool);
        const { size, processes } = pool.variables ?? {};
        return resolved === null
          ? []
          : [{ database, ...resolved, sizeVariable: size ?? null, processesVariable: processes ?? null }];
      }),
    );

/** What the form's types can't say: a size from somewhere, and a minimum that the kind allows. */
export const checkPools = (service: string, pools: ServiceForm["pools"]): readonly Finding[] =>
  Object.entries(pools ?? {}).flatMap(([database, entry]) =>
    listOf(entry).flatMap((pool, index): readonly Finding[] => {
      const path = ["services", service, "pools", database, ...(Array.isArray(entry) ? [index] : [])];
      const resolved = resolvePool(pool);
      if (resolved === null) {
        const fix = "add size with the pool's most connections per process, or library, for example `size: 10`";
        return [{ code: "missing-key", path, message: "the pool has neither size nor library", fix }];
      }
      const { size, kind, minimum } = resolved;
      const at = [...path, "minimum"];
      if (minimum > size) {
        const message = `minimum is ${minimum}, but the pool's size is ${size}`;
        return [
          { code: "pool-contradiction", path: at, message, fix: `lower minimum to at most ${size}, or raise size` },
        ];
      }
      if (pool.admission === "measured" && kind === "fixed") {
        const message = "a fixed pool always holds its size, so there is nothing to measure";
        const fix = "add kind: elastic, or leave admission out";
        return [{ code: "pool-contradiction", path: [...path, "admission"], message, fix }];
      }
      if (kind === "fixed" && minimum < size) {
        const message = `a fixed pool always holds its ${size} connections, so its minimum can't be ${minimum}`;
        return [{ code: "pool-contradiction", path: at, message, fix: "add kind: elastic, or leave minimum out" }];
      }
      return [];
    }),
  );
