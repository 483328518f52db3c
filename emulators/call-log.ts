import type { RoutedRequest } from "./route-request.ts";

/** Calls by service, then by operation. */
export type CallCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type LoggedCall = RoutedRequest & {
  readonly atMs: number;
  readonly status: number;
};

/** @param calls in any order @returns services and operations in the order of their names */
export const countCalls = (calls: readonly LoggedCall[]): CallCounts => {
  const counts: Record<string, Record<string, number>> = {};
  const byName = [...calls].sort((a, b) => compare(a.service, b.service) || compare(a.operation, b.operation));
  for (const { service, operation } of byName) {
    counts[service] ??= {};
    counts[service][operation] = (counts[service][operation] ?? 0) + 1;
  }
  return counts;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
