import type { GateConfig, UpstreamConfig } from "../../../shared/config/publication.ts";
import type { NginxRender, NginxServer, UpstreamRender } from "../../../shared/records/nginx/nginx-render.ts";

export const gate = (changes: Partial<GateConfig> = {}): GateConfig => ({
  match: ["shop.example/api/orders"],
  retryAfterSeconds: 5,
  burstSeconds: 1,
  connectionsPerTask: null,
  ...changes,
});

export const upstream = (changes: Partial<UpstreamConfig> = {}): UpstreamConfig => ({
  fleet: "edge",
  upstream: "order",
  containerPort: 8080,
  address: "private",
  method: "least_conn",
  keepalive: 32,
  maxFails: 1,
  failTimeoutSeconds: 10,
  gate: null,
  ...changes,
});

export const server = (address: string, port = 8080): NginxServer => ({ address, port });

/** One upstream, by its own changes and those of its configuration. */
export const upstreamRender = (
  changes: Partial<UpstreamRender> = {},
  configured: Partial<UpstreamConfig> = {},
): UpstreamRender => ({
  service: configured.upstream ?? "order",
  upstream: upstream(configured),
  servers: [server("10.0.1.5")],
  admitted: null,
  ...changes,
});

export const render = (upstreams: readonly UpstreamRender[], changes: Partial<NginxRender> = {}): NginxRender => ({
  stack: "shop",
  fleet: "edge",
  instances: 1,
  upstreams,
  ...changes,
});
