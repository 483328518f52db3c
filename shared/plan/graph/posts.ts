import { compareText } from "../../config/by-name.ts";
import type { Config } from "../../config/config.ts";
import { remembered } from "../memory.ts";
import type { Party } from "../party.ts";
import type { AdmittedCalls } from "./admit-calls.ts";
import type { CallStage } from "./call-stage.ts";
import { countsRequests } from "./counted.ts";
import type { PostedMemory } from "./graph-memory.ts";
import { outstandingGrants, stillLarger } from "./outstanding.ts";
import type { ServicePost } from "./service-post.ts";

/** Why another domain is woken. */
export type DomainWake = { readonly domain: string; readonly cause: "callers-demand" | "callee-ready" };

export type Posting = {
  /** Sorted by service; those at an end of a call over the domain's border. */
  readonly posts: readonly ServicePost[];
  /** Sorted by domain; each once. */
  readonly wakes: readonly DomainWake[];
  readonly memory: PostedMemory;
};

/** A post serves for two reads, and at least so long: a slow read or a retry must not look like silence. */
const leastValidSeconds = 120;

/**
 * What a domain tells the others of its services, and whom it wakes because of it.
 *
 * Another domain is woken only by a rise of at least what one task of the callee carries: of what is asked of it, or of
 * what it may send while it asks for more than it has. So two domains at rest never wake each other, and a number that
 * trembles is no news.
 *
 * @param nextReadInSeconds when the domain looks again
 * @throws never
 */
export const postingOf = (
  stage: CallStage,
  parties: readonly Party[],
  { grants, demands }: AdmittedCalls,
  config: Config,
  nextReadInSeconds: number,
): Posting => {
  const { view } = stage;
  const { nowMs, domainCalls, before } = view;
  const expiresAtMs = nowMs + Math.max(leastValidSeconds, 2 * nextReadInSeconds) * 1000;
  const names = new Set([
    ...domainCalls.out.map(({ caller }) => caller),
    ...domainCalls.into.map(({ callee }) => callee),
  ]);
  const posts = parties.flatMap((party): ServicePost[] => {
    const { name, startSeconds } = party.service;
    const flow = view.flows.get(name);
    if (!names.has(name)) return [];
    return [
      {
        version: 1,
        service: name,
        domain: view.domain,
        atMs: nowMs,
        expiresAtMs,
        measuredAtMs: flow?.measuredAtMs ?? null,
        arrivingPerSecond: flow?.arrivingPerSecond ?? null,
        perTaskPerSecond: countsRequests(party.service) ? (flow?.perTaskPerSecond ?? null) : null,
        healthyTasks: flow?.healthyTasks ?? 0,
        startSeconds,
        grants: grants[name] ?? {},
        sends: sendsOf(stage, name),
        demands: demands[name] ?? {},
      },
    ];
  });
  const asked = sumsByCallee(demands);
  const given = nowGrants(grants);
  const earlier = stillLarger(outstandingGrants(before.posted, nowMs), given);
  return {
    posts,
    wakes: wakesOf(stage, config, asked, given),
    memory: {
      expiresAtMs: posts.length === 0 ? before.posted.expiresAtMs : expiresAtMs,
      demands: asked,
      grants: given,
      ...(earlier.length === 0 ? {} : { earlier }),
    },
  };
};

const wakesOf = (
  { view, nodes }: CallStage,
  config: Config,
  asked: PostedMemory["demands"],
  given: PostedMemory["grants"],
): readonly DomainWake[] => {
  const { posted } = view.before;
  const wakes = new Map<string, DomainWake>();
  const add = (wake: DomainWake): void => {
    if (!wakes.has(wake.domain)) wakes.set(wake.domain, wake);
  };
  for (const callee of Object.keys(asked).sort()) {
    const post = view.neighbours.postOf(callee);
    const domain = config.domains.find(({ services }) => services.includes(callee))?.id;
    const least = post === null ? Number.MIN_VALUE : post.perTaskPerSecond;
    if (domain === undefined || least === null) continue;
    const rise = asked[callee]! - (remembered(posted.demands, callee) ?? 0);
    if (rise >= least * almostOne) add({ domain, cause: "callers-demand" });
  }
  for (const { callee, domain, sentPerSecond, perSecond } of view.demands) {
    const carrier = nodes.get(callee)?.carrier;
    if (carrier?.kind !== "own") continue;
    const had = posted.grants[callee]?.[domain] ?? 0;
    const rise = (given[callee]?.[domain] ?? 0) - had;
    if (perSecond > 0 && sentPerSecond + perSecond > had && rise >= carrier.perTaskPerSecond * almostOne)
      add({ domain, cause: "callee-ready" });
  }
  return [...wakes.values()].sort((a, b) => compareText(a.domain, b.domain));
};

/** One task's worth, less a float's dust. */
const almostOne = 1 - 1e-9;

/** What a service sends now to its callees in other domains. */
const sendsOf = ({ view }: CallStage, caller: string): ServicePost["sends"] => {
  const servedPerSecond = view.flows.get(caller)?.servedPerSecond ?? 0;
  const callees = new Set(view.domainCalls.out.filter((call) => call.caller === caller).map(({ callee }) => callee));
  return Object.fromEntries(
    view.graph
      .calleesOf(caller)
      .filter(({ callee }) => callees.has(callee))
      .map(({ callee, requestsPerRequest }) => [callee, servedPerSecond * requestsPerRequest]),
  );
};

const sumsByCallee = (demands: AdmittedCalls["demands"]): PostedMemory["demands"] => {
  const sums: Record<string, number> = {};
  for (const caller of Object.keys(demands).sort()) {
    for (const [callee, perSecond] of Object.entries(demands[caller]!)) sums[callee] = (sums[callee] ?? 0) + perSecond;
  }
  return sums;
};

const nowGrants = (grants: AdmittedCalls["grants"]): PostedMemory["grants"] =>
  Object.fromEntries(
    Object.entries(grants).map(([callee, byDomain]) => [
      callee,
      Object.fromEntries(
        Object.entries(byDomain).map(([domain, { basePerSecond, nowPerSecond }]) => [
          domain,
          basePerSecond + nowPerSecond,
        ]),
      ),
    ]),
  );
