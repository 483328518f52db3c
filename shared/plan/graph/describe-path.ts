import type { CallGraph } from "./call-graph.ts";

/**
 * Where a callee is, seen from a caller: "inventory", or "order > inventory" where others are in between.
 *
 * @returns the shortest way; ties go to the smaller names
 */
export const describePlace = (graph: CallGraph, caller: string, callee: string): string => {
  const before = new Map<string, string>();
  const waiting = [caller];
  for (const name of waiting) {
    if (before.has(callee)) break;
    for (const call of graph.calleesOf(name)) {
      if (call.callee === caller || before.has(call.callee)) continue;
      before.set(call.callee, name);
      waiting.push(call.callee);
    }
  }
  const way = [callee];
  for (let name = before.get(callee); name !== undefined && name !== caller; name = before.get(name)) way.unshift(name);
  return way.join(" > ");
};
