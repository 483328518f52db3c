import { remembered } from "../memory.ts";
import type { NeighbourReading } from "../snapshot.ts";
import type { DomainCalls } from "./domain-calls.ts";
import type { Carrier } from "./graph-node.ts";
import type { ServicePost } from "./service-post.ts";

/** What other domains have posted, as far as it still holds. */
export type Neighbours = {
  /** `null`: nothing that holds. */
  readonly postOf: (service: string) => ServicePost | null;
  /** @param sentPerSecond what our services send it now */
  readonly carrierOf: (service: string, sentPerSecond: number, isOverdue: (post: ServicePost) => boolean) => Carrier;
  /** What the services of a domain send to one of ours, and would send it beyond that. */
  readonly sentBy: (domain: string, callee: string) => Sent;
};

export type Sent = {
  readonly sentPerSecond: number;
  readonly demandPerSecond: number;
  /** The oldest period that either is of; `null`: nothing is sent. */
  readonly measuredAtMs: number | null;
};

/** @param domain the one that reads */
export const neighboursOf = (
  readings: readonly NeighbourReading[],
  { into }: DomainCalls,
  domain: string,
  nowMs: number,
): Neighbours => {
  const byName = new Map(readings.map((reading) => [reading.service, reading.post]));
  const postOf = (service: string): ServicePost | null => {
    const post = byName.get(service);
    return post?.kind === "known" && nowMs < post.value.expiresAtMs ? post.value : null;
  };
  return {
    postOf,
    carrierOf: (service, sentPerSecond, isOverdue) => {
      const reading = byName.get(service);
      if (reading === undefined) return { kind: "unknown", detail: `${service}: not read` };
      if (reading.kind === "unknown") return { kind: "unknown", detail: `${service}: ${reading.detail}` };
      const post = reading.value;
      // Whether it is measured is a matter of its configuration, and not of the last minutes.
      if (post.perTaskPerSecond === null) return { kind: "unmeasured" };
      if (nowMs >= post.expiresAtMs) {
        const ageSeconds = Math.round((nowMs - post.atMs) / 1000);
        return {
          kind: "unknown",
          detail: `${service}: what its domain ${post.domain} has posted is ${ageSeconds} s old`,
        };
      }
      const grant = remembered(post.grants, domain);
      if (post.arrivingPerSecond === null || grant === null) {
        return { kind: "unknown", detail: `${service}: its domain ${post.domain} doesn't know what it carries` };
      }
      const more = (perSecond: number): number => Math.max(0, grant.basePerSecond + perSecond - sentPerSecond);
      return {
        kind: "neighbour",
        nowPerSecond: more(grant.nowPerSecond),
        mostPerSecond: grant.mostPerSecond === null ? null : more(grant.mostPerSecond),
        bound: grant.bound,
        isOverdue: isOverdue(post),
      };
    },
    sentBy: (sender, callee) => {
      let sentPerSecond = 0;
      let demandPerSecond = 0;
      let measuredAtMs: number | null = null;
      for (const call of into) {
        const post = call.callee === callee ? postOf(call.caller) : null;
        if (post === null || post.domain !== sender) continue;
        sentPerSecond += Math.max(0, remembered(post.sends, callee) ?? 0);
        demandPerSecond += Math.max(0, remembered(post.demands, callee) ?? 0);
        if (post.measuredAtMs !== null) measuredAtMs = Math.min(measuredAtMs ?? post.measuredAtMs, post.measuredAtMs);
      }
      return { sentPerSecond, demandPerSecond, measuredAtMs };
    },
  };
};
