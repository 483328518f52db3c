import { compareText } from "../../config/by-name.ts";
import type { Call } from "./call-graph.ts";
import type { DomainCall, DomainCalls } from "./domain-calls.ts";
import type { GraphMemory, ShareMemory } from "./graph-memory.ts";
import { rememberedShare, rememberShare, shareOf } from "./share.ts";

/** The requests of a service, wherever it is. */
export type RequestsOf = (name: string) => {
  readonly arrivingPerSecond: number | null;
  readonly servedPerSecond: number | null;
  readonly isSaturated: boolean;
};

export type CallShares = {
  /** Calls of the domain's services with a share that is known. */
  readonly calls: readonly Call[];
  /** Calls without one, and why. */
  readonly unknown: readonly { readonly caller: string; readonly callee: string; readonly detail: string }[];
  readonly memory: GraphMemory["shares"];
};

/**
 * The share of every call that the domain's services make: configured, or learned so far.
 *
 * A learned share is identifiable only where the callee's other callers are known: with two unknown callers of one callee
 * any division of its requests explains them as well, so neither gets an opinion.
 *
 * @param allCalls of the whole configuration
 * @throws never
 */
export const callSharesOf = (
  { inner, out }: DomainCalls,
  allCalls: readonly DomainCall[],
  requestsOf: RequestsOf,
  before: GraphMemory,
  nowMs: number,
): CallShares => {
  const made = [...inner, ...out].sort((a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee));
  const memory: Record<string, Record<string, ShareMemory>> = {};
  const calls: Call[] = [];
  const unknown: { caller: string; callee: string; detail: string }[] = [];
  for (const { caller, callee, requestsPerRequest } of made) {
    if (requestsPerRequest !== null) {
      calls.push({ caller, callee, requestsPerRequest });
      continue;
    }
    // Sorted: the rival is named, and the sum of floats depends on the order.
    const others = allCalls
      .filter((call) => call.callee === callee && call.caller !== caller)
      .sort((a, b) => compareText(a.caller, b.caller));
    const rival = others.find((call) => call.requestsPerRequest === null);
    if (rival !== undefined) {
      const detail = `${callee} has several callers whose share is to be learned, ${caller} and ${rival.caller}: any division explains its requests`;
      unknown.push({ caller, callee, detail });
      continue;
    }
    const { servedPerSecond, isSaturated } = requestsOf(caller);
    const moment = {
      callerPerSecond: servedPerSecond,
      calleePerSecond: requestsOf(callee).arrivingPerSecond,
      othersPerSecond: sentBy(others, requestsOf),
      isSaturated: isSaturated || others.some((other) => requestsOf(other.caller).isSaturated),
    };
    const learned = rememberShare(rememberedShare(before, caller, callee), moment, nowMs);
    if (learned !== null) memory[caller] = { ...memory[caller], [callee]: learned };
    const share = shareOf(learned);
    if (share !== null) calls.push({ caller, callee, requestsPerRequest: share });
    else
      unknown.push({
        caller,
        callee,
        detail: `${callee}: ${learned?.minutes ?? 0} of 10 minutes with traffic were seen`,
      });
  }
  return { calls, unknown, memory };
};

const sentBy = (calls: readonly DomainCall[], requestsOf: RequestsOf): number | null => {
  let sum = 0;
  for (const { caller, requestsPerRequest } of calls) {
    const { servedPerSecond } = requestsOf(caller);
    if (servedPerSecond === null || requestsPerRequest === null) return null;
    sum += servedPerSecond * requestsPerRequest;
  }
  return sum;
};
