import type { CallGraph, CallGroup } from "./call-graph.ts";

/** What becomes of a rate that newly arrives at a service. */
export type Arrival<Refusal> =
  /** It is carried; `releases`: all that the service passes on of its own beyond it, raised as far as it had to be. */
  { readonly kind: "carried"; readonly releases: number } | { readonly kind: "refused"; readonly refusal: Refusal };

export type Spread<Refusal> =
  | { readonly kind: "spread"; readonly arrivals: ReadonlyMap<string, number> }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** A rate below this is a float's dust. */
const dust = 1e-9;

/**
 * Sends a rate down the call graph: what one service passes on arrives at its callees, which pass it on in turn.
 *
 * Groups are visited callers first, so each is looked at once, with everything that arrives. A circle gets the sum of
 * all its rounds at once. A service that must be raised for what arrives may release requests of its own; inside a
 * circle those go round again, at most as often as tasks are raised.
 *
 * @param from the service that passes on `perSecond` more, > 0
 * @param arrive asked for each service that something arrives at, with all of it; within a circle perhaps again, with more
 * @returns what arrives where, or the first refusal in the order of the calls
 * @throws never
 */
export const spread = <Refusal>(
  graph: CallGraph,
  from: string,
  perSecond: number,
  arrive: (name: string, perSecond: number) => Arrival<Refusal>,
): Spread<Refusal> => {
  const arrivals = new Map<string, number>();
  const rank = graph.rankOf(from);
  if (rank === null) return { kind: "spread", arrivals };
  const incoming = new Map<string, number>();
  let awaited = 1;
  for (let at = rank; at < graph.groups.length && awaited > 0; at += 1) {
    const group = graph.groups[at]!;
    if (!group.names.some((name) => name === from || incoming.has(name))) continue;
    const own = new Map(group.names.includes(from) ? [[from, perSecond]] : []);
    const sent = settle(group, incoming, own, arrive);
    if (sent.kind === "refused") return sent;
    for (const name of group.names) {
      const arrived = sent.arrived.get(name) ?? 0;
      if (arrived > dust) arrivals.set(name, arrived);
      awaited -= incoming.has(name) || name === from ? 1 : 0;
    }
    for (const name of group.names) {
      const passed = sent.passed.get(name) ?? 0;
      if (passed <= dust) continue;
      for (const { callee, requestsPerRequest } of graph.calleesOf(name)) {
        if (graph.rankOf(callee) === at) continue;
        if (!incoming.has(callee)) awaited += 1;
        incoming.set(callee, (incoming.get(callee) ?? 0) + passed * requestsPerRequest);
      }
    }
  }
  return { kind: "spread", arrivals };
};

type Settled<Refusal> =
  | {
      readonly kind: "settled";
      readonly arrived: ReadonlyMap<string, number>;
      readonly passed: ReadonlyMap<string, number>;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** @param own what members release beyond what arrives at them; added to as members are raised */
const settle = <Refusal>(
  group: CallGroup,
  incoming: ReadonlyMap<string, number>,
  own: Map<string, number>,
  arrive: (name: string, perSecond: number) => Arrival<Refusal>,
): Settled<Refusal> => {
  for (;;) {
    const { arrived, passed } = roundsOf(group, incoming, own);
    let raised = false;
    for (const name of group.names) {
      const rate = arrived.get(name) ?? 0;
      if (rate <= dust) continue;
      const arrival = arrive(name, rate);
      if (arrival.kind === "refused") return arrival;
      if (arrival.releases <= (own.get(name) ?? 0) + dust) continue;
      own.set(name, arrival.releases);
      raised = true;
    }
    if (!raised) return { kind: "settled", arrived, passed };
  }
};

type Flows = { readonly arrived: ReadonlyMap<string, number>; readonly passed: ReadonlyMap<string, number> };

/** What arrives at each member and what it passes on, all rounds of a circle added up. */
const roundsOf = (
  { names, circle }: CallGroup,
  incoming: ReadonlyMap<string, number>,
  own: ReadonlyMap<string, number>,
): Flows => {
  const entering = names.map((name) => (incoming.get(name) ?? 0) + (own.get(name) ?? 0));
  const passed = circle === null ? entering : circle.map((row) => dot(row, entering));
  const arrived = names.map((name, at) => passed[at]! - (own.get(name) ?? 0));
  return {
    arrived: new Map(names.map((name, at) => [name, arrived[at]!])),
    passed: new Map(names.map((name, at) => [name, passed[at]!])),
  };
};

const dot = (row: readonly number[], column: readonly number[]): number =>
  row.reduce((sum, value, at) => sum + value * column[at]!, 0);
