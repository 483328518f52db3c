import { compareText } from "../../config/by-name.ts";
import { type Circle, circleOf } from "./circle.ts";
import { components } from "./components.ts";

/** Requests that a caller sends to a callee per request that it serves. */
export type Call = { readonly caller: string; readonly callee: string; readonly requestsPerRequest: number };

/** Who calls whom, in the order in which rates flow. */
export type CallGraph = {
  readonly calleesOf: (name: string) => readonly Call[];
  readonly callersOf: (name: string) => readonly Call[];
  /** Callers before callees; a circle of calls is one entry. */
  readonly groups: readonly CallGroup[];
  /** The group's place in `groups`: a caller's is smaller than its callee's, and equal inside a circle. */
  readonly rankOf: (name: string) => number | null;
};

export type CallGroup = {
  /** Sorted; several where they call each other in a circle. */
  readonly names: readonly string[];
  /** `null`: one service alone, or a circle that would send itself at least as much as it gets. */
  readonly circle: Circle | null;
};

/** Do requests that it sends come back to it? */
export const isInCircle = ({ groups, rankOf }: CallGraph, name: string): boolean => {
  const rank = rankOf(name);
  return rank !== null && groups[rank]!.names.length > 1;
};

const noCalls: readonly Call[] = [];

/** @param calls in any order; at most one per pair */
export const callGraphOf = (calls: readonly Call[]): CallGraph => {
  const sorted = [...calls].sort((a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee));
  const byCaller = grouped(sorted, ({ caller }) => caller);
  const byCallee = grouped(sorted, ({ callee }) => callee);
  const names = [...new Set(sorted.flatMap(({ caller, callee }) => [caller, callee]))].sort(compareText);
  const calleesOf = (name: string): readonly Call[] => byCaller.get(name) ?? noCalls;
  const groups = components(names, (name) => calleesOf(name).map(({ callee }) => callee)).map(
    (members): CallGroup => ({ names: members, circle: members.length === 1 ? null : circleAmong(members, calleesOf) }),
  );
  const ranks = new Map(groups.flatMap((group, rank) => group.names.map((name) => [name, rank] as const)));
  return {
    calleesOf,
    callersOf: (name) => byCallee.get(name) ?? noCalls,
    groups,
    rankOf: (name) => ranks.get(name) ?? null,
  };
};

const circleAmong = (members: readonly string[], calleesOf: CallGraph["calleesOf"]): Circle | null =>
  circleOf(
    members.map((to) =>
      members.map((from) => calleesOf(from).find(({ callee }) => callee === to)?.requestsPerRequest ?? 0),
    ),
  );

const grouped = (calls: readonly Call[], nameOf: (call: Call) => string): ReadonlyMap<string, readonly Call[]> => {
  const found = new Map<string, Call[]>();
  for (const call of calls) {
    const entries = found.get(nameOf(call));
    if (entries === undefined) found.set(nameOf(call), [call]);
    else entries.push(call);
  }
  return found;
};
