import type { UpstreamConfig } from "../../config/publication.ts";
import type { AdmittedRate } from "../post.ts";

/** Everything that the file of a fleet says. Order never matters: it is sorted when it is written. */
export type NginxRender = {
  readonly stack: string;
  readonly fleet: string;
  /** Instances that share the traffic, >= 1: each one's gate lets its part of the admitted rate through. */
  readonly instances: number;
  readonly upstreams: readonly UpstreamRender[];
};

export type UpstreamRender = {
  readonly service: string;
  readonly upstream: UpstreamConfig;
  readonly servers: readonly NginxServer[];
  /** `null`: the gate is open. Without a gate in the configuration it says nothing. */
  readonly admitted: AdmittedRate | null;
};

export type NginxServer = {
  /** An IPv4 or IPv6 address, without brackets. */
  readonly address: string;
  readonly port: number;
};
