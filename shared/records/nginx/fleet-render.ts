import { createHash } from "node:crypto";
import type { Published } from "../endpoint.ts";
import type { AdmittedRate, GatePost } from "../post.ts";
import { nginxServers } from "./nginx-servers.ts";
import { renderNginx } from "./render-nginx.ts";
import type { SettledUpstream } from "./settle-upstreams.ts";

/** What a fleet's file shall be now. */
export type FleetRender = {
  readonly content: string;
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  /** By upstream: what the content lists. */
  readonly published: Readonly<Record<string, readonly Published[]>>;
  readonly instances: number;
};

/** A gate that nobody has confirmed for so long is open: its writer may be gone. */
const gateStaleAfterMs = 10 * 60_000;

/** @throws UnsafeNginxText */
export const fleetRender = (
  names: { readonly stack: string; readonly fleet: string },
  settled: readonly SettledUpstream[],
  gates: ReadonlyMap<string, GatePost>,
  instances: number,
  nowMs: number,
): FleetRender => {
  const upstreams = settled.map(({ service, upstream, entries }) => ({
    service,
    upstream,
    servers: nginxServers(entries),
    admitted: admittedBy(gates.get(service), nowMs),
  }));
  const content = renderNginx({ ...names, instances, upstreams });
  return {
    content,
    hash: createHash("sha256").update(content).digest("hex"),
    published: Object.fromEntries(settled.map(({ upstream, entries }) => [upstream.upstream, entries])),
    instances,
  };
};

const admittedBy = (post: GatePost | undefined, nowMs: number): AdmittedRate | null =>
  post === undefined || nowMs - post.atMs > gateStaleAfterMs ? null : post.admitted;
