import { compareText } from "../../config/by-name.ts";
import type { UpstreamConfig } from "../../config/publication.ts";
import { blockStart, failureParameters, header, keepaliveLines, methodLines, zoneKilobytes } from "./render-nginx.ts";
import { safeAddress, safeDnsName, safeWhole, UnsafeNginxText } from "./safe-text.ts";

export type ResolvingRender = {
  readonly stack: string;
  readonly fleet: string;
  /** Addresses of the DNS servers that nginx asks, at least one. In a VPC: its base address plus two. */
  readonly resolvers: readonly string[];
  /** How long nginx keeps an answer, at most; the record's own TTL is not asked then. */
  readonly validSeconds: number;
  readonly upstreams: readonly ResolvingUpstream[];
};

export type ResolvingUpstream = {
  readonly service: string;
  readonly upstream: UpstreamConfig;
  /** Full name of the service's SRV record: `_http._tcp.order.shop.internal`. */
  readonly srvName: string;
};

/**
 * The file for an nginx that looks the tasks up itself: open source nginx since 1.27.3, and NGINX Plus.
 *
 * It is installed once and never changes when tasks come and go. It has no gate, as nobody would move it.
 *
 * @returns whole lines; the same text for the same content in any order
 * @throws UnsafeNginxText
 * @see nginx documentation, ngx_http_upstream_module (server: resolve, service; resolver)
 */
export const renderResolving = (render: ResolvingRender): string => {
  const upstreams = [...render.upstreams].sort((a, b) => compareText(a.upstream.upstream, b.upstream.upstream));
  if (render.resolvers.length === 0) throw new UnsafeNginxText("a list of resolvers", "");
  return [
    ...header(render),
    "# It needs nginx 1.27.3 or newer, which looks the SRV records up itself.",
    ...upstreams.flatMap((upstream) => ["", ...renderUpstream(upstream, render)]),
    "",
  ].join("\n");
};

const renderUpstream = (render: ResolvingUpstream, { resolvers, validSeconds }: ResolvingRender): readonly string[] => {
  const { service, name } = splitSrvName(safeDnsName("an SRV record's name", render.srvName));
  const addresses = [...resolvers].sort(compareText).map((resolver) => bracketed(safeAddress("a resolver", resolver)));
  return [
    ...blockStart(render, `the tasks of the SRV record ${render.srvName}`),
    `    zone headgate_upstream_${render.upstream.upstream} ${zoneKilobytes(mostServers)}k;`,
    `    resolver ${addresses.join(" ")} valid=${safeWhole("validSeconds", validSeconds, 1, 86_400)}s;`,
    ...methodLines(render),
    `    server ${name} service=${service} resolve ${failureParameters(render)};`,
    ...keepaliveLines(render),
    "}",
  ];
};

/** Nobody can say how many there will be, so there is room for what one SRV record holds in Route 53. */
const mostServers = 400;

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/**
 * nginx puts `_` and `._tcp` around a service without a dot; one with a dot it takes as it stands.
 *
 * @returns the two halves that nginx joins to the record's name
 */
const splitSrvName = (srvName: string): { readonly service: string; readonly name: string } => {
  const [first = "", second = "", ...rest] = srvName.split(".");
  if (rest.length === 0) throw new UnsafeNginxText("an SRV record's name of two labels", srvName);
  const plain = /^_([A-Za-z0-9-]+)$/.exec(first)?.[1];
  return {
    service: plain !== undefined && second === "_tcp" ? plain : `${first}.${second}`,
    name: rest.join("."),
  };
};
