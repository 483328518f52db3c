import { compareText } from "../../config/by-name.ts";
import type { Config } from "../../config/config.ts";
import { callGraphOf } from "./call-graph.ts";

/** A call that one of the domain's services makes or takes. */
export type DomainCall = {
  readonly caller: string;
  readonly callee: string;
  /** `null`: to be learned. */
  readonly requestsPerRequest: number | null;
};

export type DomainCalls = {
  /** Calls between two services of the domain; sorted by caller and callee. */
  readonly inner: readonly DomainCall[];
  /** To services of other domains, and from them. */
  readonly out: readonly DomainCall[];
  readonly into: readonly DomainCall[];
  /**
   * Services of other domains that something has to be known of: those at the other end of a call, and the other
   * callers of a callee that a share is to be learned of. Sorted.
   */
  readonly neighbours: readonly string[];
};

/**
 * The part of the call graph that a domain decides with.
 *
 * A circle of calls is one node, so a call over the border between two services of one circle bears on nothing: neither
 * domain could grow before the other one.
 *
 * @returns empty lists where nobody in the domain calls or is called
 * @throws never, for a domain of the configuration
 */
export const domainCallsOf = (config: Config, domain: string): DomainCalls => {
  const known = knownOf.get(config) ?? new Map<string, DomainCalls>();
  knownOf.set(config, known);
  const calls = known.get(domain) ?? findCalls(config, domain);
  known.set(domain, calls);
  return calls;
};

/** A configuration doesn't change while it is in use, and every plan asks again. */
const knownOf = new WeakMap<Config, Map<string, DomainCalls>>();

const findCalls = (config: Config, domain: string): DomainCalls => {
  const members = new Set(config.domains.find(({ id }) => id === domain)?.services ?? []);
  const all = config.services.flatMap(({ name: caller, calls }) =>
    calls.map(({ service: callee, requestsPerRequest }): DomainCall => ({ caller, callee, requestsPerRequest })),
  );
  const own = all
    .filter(({ caller, callee }) => members.has(caller) || members.has(callee))
    .sort((a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee));
  const inner = own.filter(({ caller, callee }) => members.has(caller) && members.has(callee));
  if (inner.length === own.length) return { inner, out: [], into: [], neighbours: coCallers(inner, all, members) };

  const { rankOf } = callGraphOf(all.map((call) => ({ ...call, requestsPerRequest: 1 })));
  const border = own.filter(({ caller, callee }) => rankOf(caller) !== rankOf(callee));
  const out = border.filter(({ callee }) => !members.has(callee));
  const into = border.filter(({ caller }) => !members.has(caller));
  const ends = [...out.map(({ callee }) => callee), ...into.map(({ caller }) => caller)];
  const neighbours = [...new Set([...ends, ...coCallers([...inner, ...out], all, members)])].sort(compareText);
  return { inner, out, into, neighbours };
};

/** Of each learned call of the domain, the callee's other callers that are elsewhere. */
const coCallers = (
  calls: readonly DomainCall[],
  all: readonly DomainCall[],
  members: ReadonlySet<string>,
): readonly string[] => {
  const learned = new Set(calls.filter((call) => call.requestsPerRequest === null).map(({ callee }) => callee));
  if (learned.size === 0) return [];
  return all.filter(({ caller, callee }) => learned.has(callee) && !members.has(caller)).map(({ caller }) => caller);
};
