import type { Config } from "../../config/config.ts";
import { type Memory, remembered } from "../memory.ts";
import type { Party } from "../party.ts";
import type { Snapshot } from "../snapshot.ts";
import { type CallGraph, callGraphOf } from "./call-graph.ts";
import { type CallShares, callSharesOf } from "./call-shares.ts";
import { arrivedAt } from "./counted.ts";
import { type DomainCalls, domainCallsOf } from "./domain-calls.ts";
import { type Flow, flowOf } from "./flow.ts";
import { emptyGraphMemory, type GraphMemory } from "./graph-memory.ts";
import type { GraphNode } from "./graph-node.ts";
import { type Neighbours, neighboursOf } from "./neighbours.ts";
import type { Source } from "./released.ts";

/** A domain's services and their calls as they are now, before anything is decided. */
export type CallView = {
  readonly domain: string;
  readonly nowMs: number;
  readonly domainCalls: DomainCalls;
  /** The domain's calls, and one for each other domain's demand. */
  readonly graph: CallGraph;
  readonly shares: CallShares;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly neighbours: Neighbours;
  readonly demands: readonly RemoteDemand[];
  /** The domains whose services call a service of ours, sorted, by its name. */
  readonly callersDomains: ReadonlyMap<string, readonly string[]>;
  readonly before: GraphMemory;
};

/** What another domain would send to one of our services: a source of requests like a caller of our own. */
export type RemoteDemand = {
  /** Not a legal service name, so it is nobody else's. */
  readonly name: string;
  readonly domain: string;
  readonly callee: string;
  /** What it sends now, as it says. */
  readonly sentPerSecond: number;
  /** What it would send beyond that. */
  readonly perSecond: number;
};

/** @returns `null` where nobody in the domain calls or is called */
export const callViewOf = (
  snapshot: Snapshot,
  parties: readonly Party[],
  memory: Memory,
  config: Config,
  nowMs: number,
): CallView | null => {
  const domainCalls = domainCallsOf(config, snapshot.domain);
  if (domainCalls.inner.length + domainCalls.out.length + domainCalls.into.length === 0) return null;
  const before = memory.graph ?? emptyGraphMemory;
  const flows = new Map(
    parties.flatMap(({ service, reading, memory: own, want }): [string, Flow][] => {
      if (want.kind === "unreadable" || want.kind === "absent") return [];
      const seen = remembered(before.perTask, service.name);
      return [[service.name, flowOf(service, reading, want.counts, own, seen, nowMs)]];
    }),
  );
  const neighbours = neighboursOf(snapshot.neighbours ?? [], domainCalls, snapshot.domain, nowMs);
  const allCalls = config.services.flatMap(({ name: caller, calls }) =>
    calls.map(({ service: callee, requestsPerRequest }) => ({ caller, callee, requestsPerRequest })),
  );
  const shares = callSharesOf(
    domainCalls,
    allCalls,
    (name) => flows.get(name) ?? neighbourFlow(neighbours, name),
    before,
    nowMs,
  );
  const callersDomains = callersDomainsOf(config, domainCalls);
  const demands = [...callersDomains].flatMap(([callee, domains]) =>
    domains.map((domain): RemoteDemand => {
      const { sentPerSecond, demandPerSecond, measuredAtMs } = neighbours.sentBy(domain, callee);
      const perSecond = Math.max(0, demandPerSecond - riseSince(parties, flows, callee, measuredAtMs));
      return { name: `${domain} > ${callee}`, domain, callee, sentPerSecond, perSecond };
    }),
  );
  const graph = callGraphOf([
    ...shares.calls,
    ...demands.map(({ name, callee }) => ({ caller: name, callee, requestsPerRequest: 1 })),
  ]);
  return {
    domain: snapshot.domain,
    nowMs,
    domainCalls,
    graph,
    shares,
    flows,
    neighbours,
    demands,
    callersDomains,
    before,
  };
};

/** What more arrives at a callee since its caller has measured: a part of the demand has come by now. */
const riseSince = (
  parties: readonly Party[],
  flows: ReadonlyMap<string, Flow>,
  callee: string,
  measuredAtMs: number | null,
): number => {
  const party = parties.find(({ service }) => service.name === callee);
  const now = flows.get(callee)?.arrivingPerSecond ?? null;
  const then =
    party === undefined || measuredAtMs === null ? null : arrivedAt(party.service, party.reading, measuredAtMs);
  return now === null || then === null ? 0 : Math.max(0, now - then);
};

const neighbourFlow = (neighbours: Neighbours, name: string) => {
  const arrivingPerSecond = neighbours.postOf(name)?.arrivingPerSecond ?? null;
  return { arrivingPerSecond, servedPerSecond: arrivingPerSecond, isSaturated: false };
};

const callersDomainsOf = (config: Config, { into }: DomainCalls): ReadonlyMap<string, readonly string[]> => {
  const domainOf = new Map(config.domains.flatMap(({ id, services }) => services.map((name) => [name, id] as const)));
  const found = new Map<string, Set<string>>();
  for (const { caller, callee } of into) {
    const domain = domainOf.get(caller);
    if (domain !== undefined) found.set(callee, (found.get(callee) ?? new Set()).add(domain));
  }
  return new Map([...found].map(([callee, domains]) => [callee, [...domains].sort()] as const));
};

/** A service's node before its reach is known. */
export const sourceOf = (flow: Flow | undefined): Source | null => {
  if (flow === undefined) return null;
  const { arrivingPerSecond, servedPerSecond, perTaskPerSecond, servingTasks } = flow;
  if (arrivingPerSecond === null || servedPerSecond === null || perTaskPerSecond === null) return null;
  const unservedPerSecond = arrivingPerSecond - servedPerSecond;
  if (unservedPerSecond <= dust) return null;
  const seenPerTask = servingTasks === 0 ? 0 : servedPerSecond / servingTasks;
  return { unservedPerSecond, servedPerSecond, perTaskPerSecond: Math.max(perTaskPerSecond, seenPerTask) };
};

/** A rate below this is a float's dust. */
const dust = 1e-9;

export const unmeasured = (name: string, arrivingPerSecond: number): GraphNode => ({
  name,
  source: null,
  arrivingPerSecond,
  carrier: { kind: "unmeasured" },
});
